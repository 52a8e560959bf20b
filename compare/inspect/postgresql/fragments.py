"""Pieces of catalogue statements, and what is done to every text that comes of them."""

from __future__ import annotations

import re
from functools import lru_cache

_PIECES = re.compile(r"""('(?:[^']|'')*'|"(?:[^"]|"")*")|\s+""")


@lru_cache(maxsize=4096)
def one_line(sql: str) -> str:
    """SQL text as the server prints it, on one line: white space outside of quotes is one space.

    The server writes quotes and dollars out in one way, so that a text cut at them is cut right.
    """
    return _PIECES.sub(lambda piece: piece[1] or " ", sql).strip().removesuffix(";")


def comment(oid: str, catalogue: str, column: str = "0") -> str:
    """A join that gives an object's comment as ``d.description``."""
    return (
        f"LEFT JOIN pg_description d ON d.objoid = {oid} AND d.objsubid = {column}"
        f" AND d.classoid = '{catalogue}'::regclass"
    )


def no_extension(oid: str, catalogue: str) -> str:
    """A condition: the object belongs to no extension."""
    # That it is an extension on which it depends says no more, but finds an index of pg_depend.
    return (
        f"NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = '{catalogue}'::regclass"
        f" AND e.objid = {oid} AND e.deptype = 'e' AND e.refclassid = 'pg_extension'::regclass)"
    )


def likely(condition: str) -> str:
    """The same condition, but the server expects that every second line meets it.

    Where it has no statistics, as in a new database, it takes what a condition leaves for next to
    nothing, and builds its hash tables of many thousand lines instead of a few.
    """
    return f"CASE WHEN {condition} THEN true END"


def unusual(values: dict[str, tuple[str, str]]) -> str:
    """An expression: a JSON object of what is seldom otherwise than usual, NULL where nothing is.

    So a line of the catalogue is a few values instead of many that are the same on every line.

    Args:
        values: by its name in the object, when a value is unusual and the value, which is left out
            where it is NULL.
    """
    tests = " OR ".join(f"({test})" for test, _ in values.values())
    pairs = ", ".join(f"'{name}', {value}" for name, (_, value) in values.items())
    return f"CASE WHEN {tests} THEN json_strip_nulls(json_build_object({pairs}))::text END"


def privileges(acl: str, kind: str, owner: str) -> str:
    """An expression: who may do what, where that is not what it would be by default.

    The owner is called so whoever it is.

    Args:
        acl: the column that holds it.
        kind: as ``acldefault`` calls the kind of object; empty where nobody has any by default.
        owner: the column that holds the owner.
    """

    def listed(items: str) -> str:
        return (
            "(SELECT coalesce(string_agg(said, ', ' ORDER BY said), 'nobody') FROM (SELECT concat("
            f"CASE g.grantee WHEN 0 THEN '(public)' WHEN {owner} THEN '(owner)'"
            " ELSE quote_ident(pg_get_userbyid(g.grantee)) END,"
            " ' ', lower(g.privilege_type), CASE WHEN g.is_grantable THEN ' with grant option' END)"
            f" AS said FROM aclexplode({items}) AS g) AS granted)"
        )

    default = listed(f"acldefault('{kind}', {owner})") if kind else "'nobody'"
    return f"CASE WHEN {acl} IS NOT NULL THEN nullif({listed(acl)}, {default}) END"
