"""A table of a database of any dialect as lines, as its :class:`~compare.dialects.Dialect` says.

Values are always in the forms that all engines have, also where both databases are of one dialect.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection

from compare.dialects import Dialect, base_of
from compare.model import Column, Table
from compare.stream.fields import Field, Framing
from compare.stream.forms import NUMBERS, odd_text, reader
from compare.stream.source import APART, Digests, Lines, Source, cursor_of
from compare.stream.spans import Portion, Span


class PortableSource(Source):
    """One table of a database of some dialect.

    Args:
        table: the table.
        dialect: what is known of the dialect.
        connection: whose names are put in quotes.
    """

    def __init__(self, table: Table, dialect: Dialect, connection: Connection) -> None:
        super().__init__(table)
        self._dialect = dialect
        self._preparer = connection.dialect.identifier_preparer
        schema = connection.dialect.default_schema_name
        names = (schema, table.name) if schema else (table.name,)
        self._place = ".".join(map(self.quoted, names))
        self.hashing = dialect.hashing
        self.spread = True

    def stored(self, column: Column) -> Field:
        """A value in the form that it has by itself."""
        form = self._dialect.form(column.type)
        return self.common(column, "integer" if form == "boolean" else form)

    def common(self, column: Column, form: str) -> Field:
        """A value in the form."""
        name = self.quoted(column.name)
        known = self._dialect
        text = known.text(name, column.type, form)
        if form in ("text", "json", "inet"):
            length = known.length.format(text=text)
            framed = (
                self._or_empty(column, f"CAST({length} AS VARCHAR)"),
                self._or_empty(column, text),
            )
            order = known.sorted.format(text=text)
            return Field(framed, Framing.FRAMED, reader(form), form, order)
        if form == "uuid" and known.form(column.type) != "uuid":
            sql = self._uuid(name, text)
            order = known.sorted.format(text=sql)
            odd = odd_text(form)
            return Field((sql,), Framing.PLAIN, reader(form), form, order, odd=odd)
        number = form in NUMBERS
        order = name if number else known.sorted.format(text=text)
        whole = form == "integer" and not column.nullable and base_of(column.type) in known.integers
        parts = (self._or_empty(column, text),)
        return Field(parts, Framing.PLAIN, reader(form), form, order, number, whole)

    def _uuid(self, name: str, text: str) -> str:
        """A text as a UUID, where it is one; else as an odd text."""
        known = self._dialect
        length = f"CAST({known.length.format(text=text)} AS VARCHAR)"
        odd = known.concat.format(parts=", ".join((known.odd, "'t'", length, known.between, text)))
        return (
            f"CASE WHEN {name} IS NULL THEN '' WHEN {known.uuid.format(text=text)}"
            f" THEN lower(replace({text}, '-', '')) ELSE {odd} END"
        )

    def _or_empty(self, column: Column, sql: str) -> str:
        if not column.nullable:
            return sql
        return f"CASE WHEN {self.quoted(column.name)} IS NULL THEN '' ELSE {sql} END"

    def packed(self, connection: Connection, *spans: Span) -> Lines:
        """The lines of some spans, put together here."""
        key = self.quoted(self.columns[0])
        sql = f"SELECT {self._line} FROM {self.within(*spans)} ORDER BY {key}"
        lines = [_bytes(line) for (line,) in self.ask(connection, sql)]
        return Lines(len(lines), APART.join(lines))

    def digests(self, connection: Connection, span: Span, width: int) -> Digests:
        """Sums: of long values nothing is known."""
        return self.sums(connection, span, width)

    def blocks(self, connection: Connection) -> Iterator[list[bytes]]:
        """All lines in order of key, or of their MD5."""
        order = ", ".join(field.order for field in self.key.fields) or self.exactly.format(
            self._line
        )
        sql = f"SELECT {self._line} FROM {self.place} ORDER BY {order}"
        with cursor_of(connection, sql) as cursor:
            cursor.execute(sql)
            portion = Portion()
            while rows := cursor.fetchmany(portion.rows):
                block = [_bytes(line) for (line,) in rows]
                portion.learn(len(block), sum(map(len, block)))
                yield block

    @property
    def place(self) -> str:
        """The table in its schema."""
        return self._place

    def quoted(self, name: str) -> str:
        """A name in quotes."""
        return self._preparer.quote_identifier(name)

    def line_of(self, fields: Sequence[Field]) -> str:
        """An expression for the fields of a row as they stand in a line, as text."""
        known = self._dialect
        parts = [part for field in fields for part in field.parts]
        return known.concat.format(parts=f", {known.between}, ".join(parts))


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else bytes(line)
