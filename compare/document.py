"""A TOML file that a person writes: read, and checked to the letter."""

from __future__ import annotations

import datetime as dt
import difflib
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias, cast

from compare.errors import ToolError, UsageError
from compare.model import SIDES, SideName

LONGEST_TEXT = 10_000_000
"""Characters of a text to load."""

Cell: TypeAlias = str | int | float | bool | dt.datetime | dt.date | dt.time
Row: TypeAlias = tuple[tuple[str, Cell], ...]
"""One row to load: column names and values; a column that is not named is NULL."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence about a word that is not known, which proposes the nearest one."""
    near = difflib.get_close_matches(word, list(known), n=1)
    return f"; did you mean “{near[0]}”?" if near else "."


class Document:
    """One file; every complaint names it.

    Args:
        path: where it is.
        place: what people call it.
    """

    def __init__(self, path: Path, place: str) -> None:
        self.path = path
        self.place = place

    def read(self) -> dict[str, Any]:
        """What it says.

        Raises:
            ToolError: it cannot be read.
            UsageError: it is not TOML.
        """
        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ToolError(f"Cannot read {self.place}: {error.strerror or error}.") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{self.place} is not UTF-8 text: {error}.") from error
        except tomllib.TOMLDecodeError as error:
            raise UsageError(f"{self.place} is not valid TOML: {error}.") from error

    def rows(self, tables: object, where: str) -> tuple[tuple[str, tuple[Row, ...]], ...]:
        """Tables, and the rows to load into each."""
        if not isinstance(tables, dict) or not tables:
            raise self.wrong(f"{where}load names tables and their rows.")
        loaded = []
        for table, rows in tables.items():
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise self.wrong(f"{where}the rows of “{table}” are a list of tables.")
            loaded.append(
                (
                    table,
                    tuple(
                        tuple(
                            (column, self.cell(value, f"{where}{table}.{column}: "))
                            for column, value in row.items()
                        )
                        for row in rows
                    ),
                )
            )
        return tuple(loaded)

    def cell(self, value: object, where: str) -> Cell:
        """A value to load; a long text may be written as one that is repeated."""
        if isinstance(value, dict):
            text, times = value.get("text"), value.get("times", 1)
            if (
                set(value) - {"text", "times"}
                or not isinstance(text, str)
                or type(times) is not int
            ):
                raise self.wrong(f'{where}long text is written {{ text = "…", times = 800 }}.')
            if not 1 <= times <= LONGEST_TEXT // max(1, len(text)):
                raise self.wrong(
                    f"{where}“times” is at least 1, and the text at most {LONGEST_TEXT} characters."
                )
            return text * times
        if isinstance(value, list):
            raise self.wrong(f"{where}a value is text, a number, a boolean or a time, not a list.")
        if isinstance(value, dt.datetime | dt.time) and value.tzinfo is not None:
            raise self.wrong(f"{where}times are written without an offset and taken as UTC.")
        return cast(Cell, value)

    def by_side(self, value: object, where: str) -> tuple[tuple[SideName, str], ...]:
        """A text for each side that is named."""
        table = self.text_table(value, where)
        self.known_keys(table, SIDES, f"{where}: ")
        return tuple((side, table[side]) for side in SIDES if side in table)

    def text_table(self, value: object, where: str) -> dict[str, str]:
        """A table of texts."""
        if not isinstance(value, dict) or not all(isinstance(text, str) for text in value.values()):
            raise self.wrong(f"{where} is a table of names and texts.")
        return value

    def text(
        self, table: Mapping[str, object], key: str, *, required: bool = True, where: str = ""
    ) -> str:
        """A text."""
        value = table.get(key, "")
        if not isinstance(value, str) or (required and not value.strip()):
            raise self.wrong(f"{where}“{key}” is missing; it is a text.")
        return value.strip()

    def known_keys(self, table: Mapping[str, object], known: Iterable[str], where: str) -> None:
        """Complain of a key that is not known."""
        known = tuple(known)
        for key in table:
            if key not in known:
                raise self.wrong(
                    f"{where}unknown key “{key}”{nearest(key, known)} Known are {', '.join(known)}."
                )

    def wrong(self, complaint: str) -> UsageError:
        """A complaint that names the file."""
        return UsageError(f"{self.place}: {complaint}")
