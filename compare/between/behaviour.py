"""Why two databases may behave otherwise, and where to read on.

What a database does is explained by its engine alone, or by the reason that a difference of its
schema has, where the one follows from the other. Each reason is as narrow as in ``engines``: it
names what both sides did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compare.between.engines import EngineReason, Engines, meaning
from compare.between.reasons import Reason
from compare.between.results import Half, Stands, Tried
from compare.model import Column, Difference
from compare.probe.outcomes import NEXT, REFUSED, STORED

_AT_ONCE, _AT_COMMIT = f"{REFUSED}: foreign key", f"{REFUSED} at commit: foreign key"
_NOT_NULL = f"{REFUSED}: not null"


def explain_behaviour(
    difference: Difference, engines: Engines, schema: Sequence[Stands]
) -> Reason | None:
    """Why two databases behave otherwise here; None if nothing explains it.

    Args:
        difference: of the area ``behaviour``.
        engines: of both.
        schema: the differences of the schemas, with their reasons.
    """
    for reason in BEHAVIOUR_REASONS:
        if engines[0] != engines[1] and reason.explains(difference, engines):
            return Reason("engines", reason.slug, reason.title)
    return _followed(difference, schema)


@dataclass(frozen=True, slots=True)
class _Follows:
    """Behaviour that follows from a difference of the schema at the same place.

    Attributes:
        kind: of the behaviour.
        ending: of its place, behind that of the difference.
        schema: the kind of that difference.
        conventions: the conventions and reasons of engines by which it may be explained; others
            say that both mean the same, and then they should do the same. A waiver always may.
        did: what one of the two did; empty: anything.
    """

    kind: str
    ending: str
    schema: str
    conventions: frozenset[str] = frozenset()
    did: frozenset[str] = frozenset()


_FOLLOWS = (
    _Follows(
        "behaviour.foreign_key",
        " without a parent",
        "foreign-key.deferrable",
        frozenset({"deferrable-foreign-key", "engine-deferrable"}),
        frozenset({_AT_ONCE, _AT_COMMIT}),
    ),
    _Follows(
        "behaviour.unique",
        "",
        "unique.clause",
        did=frozenset({f"{REFUSED}: unique", f"{REFUSED} at commit: unique"}),
    ),
    _Follows("behaviour.foreign_key", " delete parent", "foreign-key.on-delete"),
    _Follows("behaviour.foreign_key", " update parent", "foreign-key.on-update"),
    _Follows("behaviour.null", "", "column.nullable", did=frozenset({_NOT_NULL})),
    _Follows("behaviour.default", "", "column.default"),
    _Follows("behaviour.length", ": ", "column.type", frozenset({"key-width"})),
)


def _followed(difference: Difference, schema: Sequence[Stands]) -> Reason | None:
    """The reason of the difference in the schema that this one follows from."""
    for rule in _FOLLOWS:
        if difference.kind != rule.kind or not rule.did <= {difference.left, difference.right}:
            continue
        place, ending, _ = difference.where.rpartition(rule.ending or "\0")
        if rule.ending and not ending:
            continue
        for each in schema:
            if (
                each.difference.kind == rule.schema
                and each.difference.where == (place or difference.where)
                and each.reason is not None
                and (each.reason.kind == "waiver" or each.reason.name in rule.conventions)
            ):
                return each.reason
    return None


def _not_enforced(difference: Difference, engines: Engines) -> bool:
    """SQLite stores what is too long or too large for a type that both sides call the same."""
    left, right = difference.left_object, difference.right_object
    if (
        difference.kind != "behaviour.length"
        or "sqlite" not in engines
        or not isinstance(left, Column)
        or not isinstance(right, Column)
        or not _same_type(engines, (left, right))
    ):
        return False
    place = engines.index("sqlite")
    did = (difference.left or "", difference.right or "")
    other = did[1 - place]
    return did[place] == STORED and (
        other in (f"{REFUSED}: too long", f"{REFUSED}: out of range")
        or other.startswith(("cut to ", "stored as "))
    )


def _same_type(engines: Engines, columns: tuple[Column, Column]) -> bool:
    left, right = (meaning(*each) for each in zip(engines, columns, strict=True))
    return left == right


def _key_of_null(difference: Difference, engines: Engines) -> bool:
    """For an id that is handed out, PostgreSQL alone takes NULL for a value of its own."""
    if difference.kind != "behaviour.null" or "postgresql" not in engines:
        return False
    tables = (difference.left_table, difference.right_table)
    objects = (difference.left_object, difference.right_object)
    for table, column in zip(tables, objects, strict=True):
        if table is None or table.primary_key is None or not isinstance(column, Column):
            return False
        if table.primary_key.columns != (column.name,):
            return False
    place = engines.index("postgresql")
    did, column = (difference.left, difference.right), objects[place]
    return (
        isinstance(column, Column)
        and column.identity is not None
        and did[place] == _NOT_NULL
        and did[1 - place] == NEXT
    )


BEHAVIOUR_REASONS: tuple[EngineReason, ...] = (
    EngineReason(
        "engine-not-enforced",
        "SQLite enforces no length, no range and no precision of a type",
        ("https://sqlite.org/faq.html#q9", "https://sqlite.org/datatype3.html"),
        _not_enforced,
    ),
    EngineReason(
        "engine-key-of-null",
        "for an id NULL is the next number to SQLite, MariaDB and MySQL, and NULL to PostgreSQL",
        (
            "https://sqlite.org/lang_createtable.html#rowid",
            "https://mariadb.com/kb/en/auto_increment/",
        ),
        _key_of_null,
    ),
)


# ---------------------------------------------------------------- where to read on


def hints(tried: Sequence[Tried], halves: tuple[Half, Half]) -> tuple[str, ...]:
    """What may be behind unexplained behaviour, where one database is Django's.

    No reason: whether the models ask for it, a database does not know.

    Args:
        tried: what differs.
        halves: both databases.
    """
    found = []
    for place, half in enumerate(halves):
        if half.framework != "django" or halves[1 - place].framework == "django":
            continue
        django, other = "AB"[place], "AB"[1 - place]
        did = [
            (each.behaviour.kind, each.behaviour.where, *_turned(each, place))
            for each in tried
            if each.reason is None
        ]
        if any(
            kind == "default" and mine == _NOT_NULL and not theirs.startswith((REFUSED, "NULL"))
            for kind, _, mine, theirs in did
        ):
            found.append(
                f"{django} refuses a row without a value where {other} has a default: Django keeps"
                " its defaults in Python, where only its own models find them"
                " (parity explain dropped-default)."
            )
        if any(
            kind in ("default", "null") and mine == _NOT_NULL and theirs == "NULL"
            for kind, _, mine, theirs in did
        ):
            found.append(
                f"{django} refuses NULL where {other} takes it: in Django a column is NOT NULL"
                " unless the model says otherwise, in SQLAlchemy it is the other way round"
                " (parity explain nullable-by-default)."
            )
        if any(
            kind == "foreign_key"
            and where.endswith(" delete parent")
            and mine == _AT_ONCE
            and not theirs.startswith(REFUSED)
            for kind, where, mine, theirs in did
        ):
            found.append(
                f"{django} refuses to delete a parent where {other} lets go of its children: what"
                " on_delete says, Django does in Python, and nobody else's DELETE"
                " (parity explain on-delete-emulated)."
            )
    return tuple(found)


def _turned(tried: Tried, place: int) -> tuple[str, str]:
    """What the one side did, then the other."""
    did = (tried.behaviour.left, tried.behaviour.right)
    return did[place], did[1 - place]
