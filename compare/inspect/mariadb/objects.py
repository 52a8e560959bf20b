"""Views, triggers, routines, events and sequences; of MySQL too, but for views."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import starmap

from compare.inspect.mariadb.catalogue import (
    EventRow,
    Objects,
    ParameterRow,
    RoutineRow,
    TriggerRow,
    ViewRow,
    fields_of,
)
from compare.inspect.mariadb.tables import MARKS, Facts, table_options
from compare.inspect.mariadb.texts import (
    body,
    names_database_otherwise,
    restored,
    without_database,
)
from compare.inspect.mariadb.tokens import Token, joined, quoted, tokenize
from compare.inspect.unreadable import Unreadable
from compare.model import NotCompared, SchemaObject, Trigger, View

Show = Callable[[str, str, int], str | None]
"""Prints an object: its kind, its name, the column of the answer that has the text."""

Problems = list[NotCompared]

HIDDEN = "this user may not see its definition"
_DEFINER = re.compile(r"(?<=\ACREATE )DEFINER=(?:`(?:[^`]|``)*`|[^\s@`]+)@(?:`(?:[^`]|``)*`|\S+) ")
_REFUSED = "SHOW CREATE is refused, and only it says all"
_MARKED = "information_schema writes ? for characters beyond U+FFFF, and SHOW CREATE does not help"


def build_view(catalogue: Objects, row: ViewRow, show: Show, problems: Problems) -> View:
    """A view.

    The definition is what the server made of the statement, without the database's name. What is
    a default (ALGORITHM UNDEFINED, SQL SECURITY DEFINER, the database's own collation) is not in
    ``others``.
    """
    definition = _view_text(catalogue, row, show, problems)
    if row.check_option != "NONE":
        definition += f" with {row.check_option.lower()} check option"
    others = []
    if row.algorithm != "UNDEFINED":
        others.append(SchemaObject("algorithm", None, row.algorithm.lower()))
    if row.security != "DEFINER":
        others.append(SchemaObject("security", None, row.security.lower()))
    if row.collation != catalogue.collation:
        others.append(SchemaObject("made-under", None, f"{row.charset} {row.collation}"))
    return View(row.name, definition, others=tuple(others))


def _view_text(catalogue: Objects, row: ViewRow, show: Show, problems: Problems) -> str:
    if not row.definition:
        problems.append(NotCompared("view", row.name, HIDDEN))
        return "(unread)"
    try:
        return _readable_view_text(catalogue, row, show, problems)
    except Unreadable as error:
        problems.append(NotCompared("view", row.name, f"its text cannot be read: {error}"))
        return row.definition


def _readable_view_text(catalogue: Objects, row: ViewRow, show: Show, problems: Problems) -> str:
    tokens = tokenize(row.definition)
    if MARKS in row.definition or names_database_otherwise(tokens, catalogue.database):
        # SHOW CREATE VIEW leaves the database's name out by itself, and knows all characters.
        text = show("VIEW", row.name, 1)
        if text is None:
            problems.append(NotCompared("view", row.name, "SHOW CREATE VIEW is refused"))
            return joined(tokens)
        return joined(selected(tokenize(text), row.check_option))
    return joined(without_database(tokens, catalogue.database))


def selected(tokens: list[Token], check_option: str) -> list[Token]:
    """Of ``CREATE … VIEW name AS SELECT … WITH … CHECK OPTION`` what comes after AS."""
    view = next(at for at, token in enumerate(tokens) if token.is_word("VIEW"))
    start = next(at for at in range(view, len(tokens)) if tokens[at].is_word("AS")) + 1
    if check_option == "NONE":
        return tokens[start:]
    ends = [at for at, token in enumerate(tokens) if token.is_word("WITH")]
    return tokens[start : ends[-1]]


def build_triggers(
    catalogue: Objects, show: Show, problems: Problems
) -> dict[str, tuple[Trigger, ...]]:
    """The triggers by table, by name within one."""
    found: dict[str, list[Trigger]] = defaultdict(list)
    for row in sorted(map(TriggerRow._make, catalogue.triggers)):
        text = _body(
            row.body,
            row.sql_mode,
            lambda name=row.name: show("TRIGGER", name, 2),  # type: ignore[misc]
            ("trigger", row.name),
            problems,
            whole=catalogue.shown_triggers,
        )
        when = f"{row.timing} {row.event}".lower()
        made = _made_under(catalogue, row.sql_mode, row.charset, row.collation)
        found[row.table].append(Trigger(row.name, f"{when}, number {row.order}: {text}{made}"))
    return {table: tuple(triggers) for table, triggers in found.items()}


def build_routines(catalogue: Objects, show: Show, problems: Problems) -> Iterator[SchemaObject]:
    """Functions, procedures and packages."""
    parameters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for parameter in map(ParameterRow._make, catalogue.parameters):
        parameters[parameter.routine, parameter.routine_type].append(
            _parameter(parameter, catalogue)
        )
    for row in starmap(RoutineRow, catalogue.routines):
        kind = row.type.lower().replace(" ", "-")
        words = [f"({', '.join(parameters[row.name, row.type])})"]
        if row.returns:
            words.append(f"returns {row.returns}{_collated(row.returns_collation, catalogue)}")
        words += [row.access.lower(), f"security {row.security.lower()}"]
        if row.deterministic == "YES":
            words.append("deterministic")
        if row.comment:
            words.append(f"comment {row.comment!r}")
        if row.body is None:
            problems.append(NotCompared(kind, row.name, HIDDEN))
            text = "(unread)"
        elif row.language != "SQL":
            words.append(f"language {row.language.lower()}")
            text = _foreign(show(row.type, row.name, 2), (kind, row.name), problems)
        else:
            text = _body(
                row.body,
                row.sql_mode,
                lambda row=row: show(row.type, row.name, 2),  # type: ignore[misc]
                (kind, row.name),
                problems,
                whole=catalogue.shown_routines and bool(parameters[row.name, row.type]),
            )
        made = _made_under(catalogue, row.sql_mode, row.charset, row.collation)
        yield SchemaObject(kind, row.name, f"{' '.join(words)}: {text}{made}")


def _parameter(row: ParameterRow, catalogue: Objects) -> str:
    mode = f"{row.mode.lower()} " if row.mode and row.routine_type == "PROCEDURE" else ""
    return f"{mode}{row.name} {row.type}{_collated(row.collation, catalogue)}"


def _collated(collation: str | None, catalogue: Objects) -> str:
    return "" if collation in (None, catalogue.collation) else f" collate {collation}"


def build_events(catalogue: Objects, show: Show, problems: Problems) -> Iterator[SchemaObject]:
    """Events; when one was last run or is changed says nothing of what it is."""
    for row in map(EventRow._make, catalogue.events):
        words = [f"at {row.execute_at}"] if row.execute_at else []
        if row.interval_field:
            words.append(f"every {row.interval_value} {row.interval_field.lower()}")
        # An event that was told no start begins when it is made, which says nothing of it.
        words += [f"starts {row.starts}"] if row.starts and row.starts != row.created else []
        words += [f"ends {row.ends}"] if row.ends else []
        words += [f"in {row.time_zone}", f"on completion {row.on_completion}", row.status]
        text = _body(
            row.body,
            row.sql_mode,
            lambda name=row.name: show("EVENT", name, 3),  # type: ignore[misc]
            ("event", row.name),
            problems,
        )
        if row.comment:
            text = f"comment {row.comment!r}: {text}"
        made = _made_under(catalogue, row.sql_mode, row.charset, row.collation)
        yield SchemaObject("event", row.name, f"{' '.join(words).lower()}: {text}{made}")


def _body(
    text: str,
    sql_mode: str,
    show: Callable[[], str | None],
    what: tuple[str, str],
    problems: Problems,
    *,
    whole: bool = False,
) -> str:
    """The canonical body of an object, or its whole statement without the definer."""
    if not whole and "?" not in text:
        return body(text, sql_mode)
    shown = show()
    try:
        if shown is not None and whole:
            return joined(_without_definer(tokenize(shown, sql_mode)))
        found = None if shown is None else restored(text, shown, sql_mode)
    except Unreadable:
        found = None
    if found is None:
        problems.append(NotCompared(*what, _REFUSED if whole else _MARKED))
    return body(found or text, sql_mode)


def _foreign(shown: str | None, what: tuple[str, str], problems: Problems) -> str:
    """The statement of a routine in another language than SQL: there each character may count."""
    if shown is None:
        problems.append(NotCompared(*what, _REFUSED))
        return "(unread)"
    return _DEFINER.sub("", shown, count=1)


def _without_definer(tokens: list[Token]) -> list[Token]:
    """Of ``CREATE DEFINER=user@host TRIGGER …`` all but the second word."""
    start = next((at for at, token in enumerate(tokens) if token.is_word("DEFINER")), None)
    if start is None:
        return tokens
    end = next(at for at in range(start, len(tokens)) if tokens[at].kind == "gap")
    return tokens[:start] + tokens[end + 1 :]


def _made_under(catalogue: Objects, sql_mode: str, charset: str, collation: str) -> str:
    """What a body was made under, where it is not what a new session of the server has."""
    words = []
    if sql_mode != catalogue.sql_mode:
        words.append(f"sql_mode {sql_mode or 'none'}")
    if collation != catalogue.collation:
        words.append(f"{charset} {collation}")
    return f" [{'; '.join(words)}]" if words else ""


def sequence_statement(names: list[str]) -> str:
    """One statement for what all sequences say of themselves."""
    return " UNION ALL ".join(
        f"SELECT {number}, START_VALUE, MINIMUM_VALUE, MAXIMUM_VALUE, INCREMENT, CACHE_SIZE,"
        f" CYCLE_OPTION FROM {quoted(name)}"
        for number, name in enumerate(names)
    )


def build_sequence(facts: Facts, collation: str, said: tuple[int, ...]) -> SchemaObject:
    """A sequence, by how it counts; where it stands is read with the rows.

    Args:
        facts: what information_schema says of it.
        collation: the collation of its database.
        said: start, minimum, maximum, increment, cache and whether it cycles.
    """
    names = ("start", "minimum", "maximum", "increment", "cache")
    # The columns are the same in every sequence but for the type of the numbers.
    types = {fields[0]: fields[3] for fields in map(fields_of, facts.columns)}
    words = [
        str(types.get("minimum_value")),
        *(f"{name} {value}" for name, value in zip(names, said[:5], strict=True)),
        "cycle" if said[5] else "no cycle",
        *table_options(facts.row, collation),
    ]
    if facts.row.comment:
        words.append(f"comment {facts.row.comment!r}")
    return SchemaObject("sequence", facts.name, " ".join(words))
