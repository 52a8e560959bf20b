"""Canonical text of views, triggers and virtual tables.

A text that cannot be read is compared as it is spelled: that may report a difference where there
is none, but never hides one.
"""

from __future__ import annotations

from functools import lru_cache

from compare.inspect.sqlite.expressions import identifier, statement
from compare.inspect.sqlite.reader import TokenReader
from compare.inspect.sqlite.tokens import tokenize
from compare.inspect.unreadable import Unreadable


@lru_cache(maxsize=1024)
def read_view(sql: str) -> str:
    """The SELECT of a CREATE VIEW, with the view's column names before it if it has any."""
    try:
        reader = _after_name(sql, "view")
        columns = reader.parenthesised() if reader.at_symbol("(") else ()
        reader.expect("as")
        select = statement(reader.rest())
    except Unreadable:
        return sql
    return f"({statement(columns)}) {select}" if columns else select


@lru_cache(maxsize=1024)
def read_trigger(sql: str) -> str:
    """A CREATE TRIGGER without its name and its table's: ``after insert begin … end``."""
    try:
        reader = _after_name(sql, "trigger")
        if reader.skip("instead", "of"):
            words = ["instead of"]
        else:
            words = ["after" if reader.skip("after") else "before"]
            reader.skip("before")
        words.append(reader.one_of("delete", "insert", "update"))
        if reader.skip("of"):
            words.append("of")
            while True:
                words.append(identifier(reader.name()))
                if not reader.skip_symbol(","):
                    break
                words[-1] += ","
        reader.expect("on")
        reader.name()
        reader.skip("for", "each", "row")
        words.append(statement(reader.rest()))
    except Unreadable:
        return sql
    return " ".join(words)


@lru_cache(maxsize=1024)
def read_virtual_table(sql: str) -> str:
    """What stands after the name in a CREATE VIRTUAL TABLE: ``using fts5(body)``."""
    try:
        return statement(_after_name(sql, "virtual", "table").rest())
    except Unreadable:
        return sql


def _after_name(sql: str, *kind: str) -> TokenReader:
    reader = TokenReader(tokenize(sql))
    reader.expect("create", *kind)
    reader.name()
    return reader
