"""Names that somebody chose, and names that a framework or a database made up.

A name is taken for made up only where it is exactly what the framework or the database makes of the
table and its columns, with a digest or a number behind it.
"""

from __future__ import annotations

import re

from compare.between.asked import NamesMode
from compare.between.reasons import Reason
from compare.model import Check, Difference, ForeignKey, Index, PrimaryKey, Table, Unique

_KINDS = frozenset(
    {"primary-key.name", "foreign-key.name", "unique.name", "index.name", "check.name"}
)
_IGNORED = Reason("names", "ignored", "names of constraints and indexes were not asked for")
_MADE_UP = Reason("names", "made-up", "nobody chose these names: a framework or database made them")
_DIGEST = r"_[0-9a-f]{8}"

Named = PrimaryKey | ForeignKey | Unique | Index | Check


def explain_name(difference: Difference, mode: NamesMode) -> Reason | None:
    """Why the name of a constraint or an index may differ; None if it may not.

    Args:
        difference: any difference.
        mode: ``exact``: it never may; ``ignore``: it always may; ``normalise``: it may where both
            names are made up.
    """
    if difference.kind not in _KINDS or mode == "exact":
        return None
    if mode == "ignore":
        return _IGNORED
    halves = (
        (difference.left_object, difference.left_table),
        (difference.right_object, difference.right_table),
    )
    if all(isinstance(item, Named) and made_up(item, table) for item, table in halves):
        return _MADE_UP
    return None


def made_up(item: Named, table: Table | None) -> bool:
    """Whether a framework or the database made the name, or there is none."""
    name = item.name
    if name is None:
        return True
    if table is None:
        return False
    if isinstance(item, PrimaryKey):
        return name in ("PRIMARY", f"{table.name}_pkey", f"pk_{table.name}")
    columns = () if isinstance(item, Check) else item.columns
    return any(re.fullmatch(pattern, name) for pattern in _patterns(item, table.name, columns))


def _patterns(item: Named, table: str, columns: tuple[str, ...]) -> list[str]:
    whole, first = re.escape("_".join(columns)), re.escape(columns[0] if columns else "")
    begin = re.escape(table)
    if isinstance(item, ForeignKey):
        target = re.escape(f"{item.referred_table}_{item.referred_columns[0]}")
        return [
            rf"{begin}_{whole}_fkey\d*",  # PostgreSQL
            rf"{begin}_ibfk_\d+",  # MariaDB
            rf"{begin}_{whole}{_DIGEST}_fk_{target}",  # Django
            rf"fk_{begin}_{whole}(_{re.escape(item.referred_table)})?",  # SQLAlchemy
        ]
    if isinstance(item, Unique | Index):
        return [
            rf"{begin}_{whole}_(key|idx)\d*",  # PostgreSQL
            rf"{first}(_\d+)?",  # MariaDB
            rf"{begin}_{whole}{_DIGEST}(_uniq|_like)?",  # Django
            rf"(ix|uq)_{begin}_{whole}",  # SQLAlchemy
        ]
    return [rf"{begin}(_\w+)?_check\d*", r"CONSTRAINT_\d+"]
