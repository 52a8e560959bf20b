"""Two databases probed, table after table, on copies of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from compare.databases import Database
from compare.errors import ToolError
from compare.model import LEDGER_TABLES, Pairing, Schema
from compare.probe.bench import Bench
from compare.probe.copies import Copy, NotCopied, copied
from compare.probe.copies.copy import words
from compare.probe.found import NotProbed, Probed
from compare.probe.places import SIDES, Map, Place
from compare.probe.probes import probe_table
from compare.probe.reading import read_values
from compare.probe.rows import NoRow, Row, Rows, text_of
from compare.redaction import redact
from compare.stream import open_side
from compare.stream.fields import Garbled

_SAMPLES = 3


def probe_databases(
    databases: tuple[Database, Database],
    schemas: tuple[Schema, Schema],
    pairing: Pairing,
    chosen: Collection[str],
    columns: Mapping[str, Mapping[str, str]],
    watch: Callable[[str, int, int], None],
) -> Probed:
    """Do the same to copies of two databases, and put down what each does.

    Args:
        databases: the originals, opened to be read; they are only read.
        schemas: what was read of them.
        pairing: which tables mean the same, those that are not probed included.
        chosen: the left's names of those that are.
        columns: by a table of the left, its columns that have another name on the right.
        watch: is told which table is next, the so many-th of so many.

    Returns:
        What was found. A copy that cannot be made, or a table without a row that both sides take,
        is put down as not probed. Where it was interrupted from the keyboard, what was found until
        then.
    """
    probed = Probed()
    wanted = [mine for mine, theirs in pairing if mine in chosen and mine not in LEDGER_TABLES]
    if not wanted:
        return probed
    try:
        with copied(databases, schemas) as copies:
            where = Map((copies[0].engine, copies[1].engine), schemas, pairing, columns)
            probed.notes += _of_other_versions(databases, copies)
            benches = (Bench(copies[0]), Bench(copies[1]))
            rows = Rows(where, benches, lambda place: _samples(databases, schemas, place))
            for number, name in enumerate(wanted, 1):
                watch(name, number, len(wanted))
                place = where.places[name]
                reason = _unfit(place)
                if reason is not None:
                    probed.not_probed.append(NotProbed(name, reason))
                    continue
                _probe(where, place, benches, rows, probed)
    except NotCopied as error:
        probed.not_probed.append(NotProbed(None, str(error)))
    except KeyboardInterrupt:
        probed.interrupted = True
    return probed


def _probe(
    where: Map, place: Place, benches: tuple[Bench, Bench], rows: Rows, probed: Probed
) -> None:
    try:
        probe_table(where, place, benches, rows, probed)
    except NoRow as error:
        probed.not_probed.append(NotProbed(place.name, redact(str(error))))
    except (DBAPIError, Garbled) as error:
        probed.not_probed.append(NotProbed(place.name, redact(words(error))))


def _of_other_versions(
    databases: tuple[Database, Database], copies: tuple[Copy, Copy]
) -> Iterator[str]:
    for letter, database, copy in zip("AB", databases, copies, strict=True):
        if _major(copy.engine, database.version) != _major(copy.engine, copy.version):
            yield (
                f"{letter} is on {database.engine} {database.version}, its copy on {copy.version}:"
                " what they do may differ"
            )


def _major(engine: str, version: str) -> list[str]:
    """What releases of a server that behave alike have in common: 18, but 10.11 and 3.40."""
    return re.findall(r"\d+", version)[: 1 if engine == "postgresql" else 2]


def _unfit(place: Place) -> str | None:
    """Why nothing can be tried on a table: what is done there could not be taken back."""
    for side in SIDES:
        table = place.tables[side]
        options = table.options if table is not None else ()
        for option in options:
            if option.startswith("engine ") and option != "engine innodb":
                return f"{'AB'[side]} keeps it in the {option}, which has no transactions"
    return None


def _samples(
    databases: tuple[Database, Database], schemas: tuple[Schema, Schema], place: Place
) -> list[Row]:
    """The first rows of a table of the originals, those of the left first."""
    found: list[Row] = []
    for side in SIDES:
        table, database = place.tables[side], databases[side]
        slots = [slot for slot in place.slots if slot.is_written(side)]
        if table is None:
            continue
        try:
            with open_side(database.engine, [database.connection], schemas[side]) as opened:
                source = opened.source(table)
                fields = [
                    source.stored(column) if slot.form is None else source.common(column, slot.form)
                    for slot in slots
                    if (column := slot.columns[side]) is not None
                ]
                read = read_values(source, database.connection, fields, f" LIMIT {_SAMPLES}")
        except (SQLAlchemyError, ToolError, Garbled):
            continue  # a help, no more
        for values in read:
            row = {slot.name: text_of(value) for slot, value in zip(slots, values, strict=True)}
            if not any(value.kind in ("malformed", "undetermined") for value in values):
                found.append(row)
    return found
