"""Sequences: what is special about one, and what PostgreSQL would have called it."""

from __future__ import annotations

from compare.inspect.postgresql.rows import SequenceRow

_LONGEST = 63
_RANGES = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


def sequence_words(row: SequenceRow, type_of_column: str | None, persistence: str) -> list[str]:
    """What it does otherwise than a sequence made for a column, or one made without options.

    Args:
        row: the sequence.
        type_of_column: what it counts in by default; None: always say.
        persistence: that of its table.
    """
    words = [] if row.type == type_of_column else [f"as {row.type}"]
    words += _options(row)
    if row.persistence != persistence:
        words.append({"u": "unlogged", "p": "logged"}.get(row.persistence, row.persistence))
    if row.comment is not None:
        inner = row.comment.replace("'", "''")
        words.append(f"comment '{inner}'")
    if row.privileges is not None:
        words.append(f"privileges {row.privileges}")
    return words


def _options(row: SequenceRow) -> list[str]:
    limit = _RANGES[row.type]
    if row[3:9] == (1, 1, limit - 1, 1, 1, False):
        return []  # as nearly all are
    up = row.increment > 0
    least, greatest = (1, limit - 1) if up else (-limit, -1)
    options = (
        ("start", row.start, row.least if up else row.greatest),
        ("increment", row.increment, 1),
        ("minvalue", row.least, least),
        ("maxvalue", row.greatest, greatest),
        ("cache", row.cache, 1),
    )
    words = [f"{word} {value}" for word, value, usual in options if value != usual]
    return [*words, "cycle"] if row.cycle else words


def generated_name(table: str, column: str) -> str:
    """``TABLE_COLUMN_seq``, shortened as PostgreSQL does it (``makeObjectName``)."""
    one, two = table.encode(), column.encode()
    room = _LONGEST - len("__seq")
    while len(one) + len(two) > room:
        if len(one) > len(two):
            one = one[:-1]
        else:
            two = two[:-1]
    return f"{one.decode(errors='ignore')}_{two.decode(errors='ignore')}_seq"
