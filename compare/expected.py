"""Goldens: exactly which differences stand after each step, and what was lost, as TOML."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import tomli_w

from compare.errors import ToolError, UsageError
from compare.model import SIDES, SideName
from compare.scenario import ROOT, Scenario
from compare.whole import write_whole


@dataclass(frozen=True, slots=True)
class ExpectedStep:
    """What is expected after one step.

    Attributes:
        title: the step's title, so that a golden of another walk is noticed.
        explained: pairs of convention and difference, both as text, sorted.
        lost: pairs of side and loss, in the order in which they are told.
    """

    title: str
    explained: tuple[tuple[str, str], ...] = ()
    lost: tuple[tuple[SideName, str], ...] = ()


Golden = tuple[ExpectedStep, ...]


def golden_path(scenario: Scenario, engine: str) -> Path:
    """Where the golden of a scenario on an engine is kept."""
    return scenario.folder / "expected" / f"{engine}.toml"


def read_golden(scenario: Scenario, engine: str) -> Golden | None:
    """The golden of a scenario on an engine, or None where there is none yet.

    Raises:
        UsageError: it is not the TOML that ``write_golden`` writes.
        ToolError: it cannot be read.
    """
    path = golden_path(scenario, engine)
    place = path.relative_to(ROOT).as_posix()
    mend = (
        f"mend it, or delete it and write it anew with `{accept_command(scenario.name, engine)}`."
    )
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ToolError(f"Cannot read {place}: {error.strerror or error}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{place} is not valid TOML: {error}; {mend}") from error
    try:
        _known(document, {"step"})
        return tuple(_expected(step) for step in document.get("step", []))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise UsageError(f"{place} is not a golden: {error}; {mend}") from error


def accept_command(name: str, engine: str) -> str:
    """The command that writes the golden of a scenario of that name on an engine."""
    chosen = "" if engine == "sqlite" else f" --engine {engine}"
    return f"parity run {name}{chosen} --accept"


def write_golden(scenario: Scenario, engine: str, golden: Golden) -> bool:
    """Write a golden, whole or not at all.

    Returns:
        Whether the file changed.

    Raises:
        ToolError: it cannot be written.
    """
    path = golden_path(scenario, engine)
    header = (
        f"# What stands between the two sides of “{scenario.name}” on {engine}, step by step.\n"
        f"# Written by `{accept_command(scenario.name, engine)}`; read it as part of the review.\n"
        "# KIND PLACE: FLASK | DJANGO, under the convention that explains it (parity explain).\n\n"
    )
    text = header + tomli_w.dumps({"step": [_document(step) for step in golden]})
    try:
        if path.exists() and path.read_text(encoding="utf-8") == text:
            return False
        path.parent.mkdir(exist_ok=True)
        write_whole(path, text)
    except OSError as error:
        place = path.relative_to(ROOT).as_posix()
        raise ToolError(f"Cannot write {place}: {error.strerror or error}.") from error
    return True


def _document(step: ExpectedStep) -> dict[str, object]:
    document: dict[str, object] = {"title": step.title}
    if step.explained:
        document["explained"] = _grouped(step.explained)
    if step.lost:
        document["lost"] = _grouped(step.lost)
    return document


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, line in pairs:
        groups.setdefault(name, []).append(line)
    return groups


def _expected(step: dict[str, object]) -> ExpectedStep:
    _known(step, {"title", "explained", "lost"})
    lost = _pairs(step.get("lost", {}))
    _known(dict(lost), SIDES)
    return ExpectedStep(
        title=str(step["title"]),
        explained=tuple(sorted(_pairs(step.get("explained", {})))),
        lost=tuple((side, line) for side in SIDES for name, line in lost if name == side),
    )


def _pairs(groups: object) -> list[tuple[str, str]]:
    if not isinstance(groups, dict):
        raise TypeError(f"{groups!r} is no table")
    return [(str(name), str(line)) for name, lines in groups.items() for line in lines]


def _known(table: Mapping[str, object], keys: Iterable[str]) -> None:
    if unknown := set(table) - set(keys):
        raise ValueError(f"unknown key “{min(unknown)}”")
