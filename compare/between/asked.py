"""What a person asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from compare.between.mapping import Mapping
from compare.between.waivers import Waiver
from compare.errors import UsageError
from compare.stream import Method

NamesMode = Literal["exact", "normalise", "ignore"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compare, and how.

    Attributes:
        schema, rows: whether to compare them.
        tables: patterns of tables to compare (``*`` and ``?``); all, where there is none.
        exclude: patterns of tables to leave out.
        mapping: what has another name on the right.
        keys: the columns that name a row, by the left's name of the table.
        names: what the name of a constraint or of an index counts for.
        waivers: differences that are accepted.
        limit: so many examples are kept of each kind of difference in a table's rows.
        jobs: so many connections to each database.
        method: whether the databases send their rows or hashes of them.
        probe: whether to try on copies what both do.

    Raises:
        UsageError: to probe without the schemas was asked for.
    """

    schema: bool = True
    rows: bool = True
    tables: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    mapping: Mapping = field(default_factory=Mapping)
    keys: tuple[tuple[str, tuple[str, ...]], ...] = ()
    names: NamesMode = "normalise"
    waivers: tuple[Waiver, ...] = ()
    limit: int = 10
    jobs: int = 1
    method: Method = "rows"
    probe: bool = False

    def __post_init__(self) -> None:
        if self.probe and not self.schema:
            raise UsageError(
                "--probe and --rows-only exclude each other: what databases do follows from their"
                " schemas; choose one."
            )


def read_keys(texts: Iterable[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The keys that were asked for: ``table=column,column``.

    Raises:
        UsageError: a text is not of that form.
    """
    found = []
    for text in texts:
        table, equals, columns = text.partition("=")
        names = tuple(name.strip() for name in columns.split(","))
        if not table or not equals or not all(names):
            raise UsageError(f"--key {text} is not of the form TABLE=COLUMN,COLUMN.")
        found.append((table.strip(), names))
    return tuple(found)
