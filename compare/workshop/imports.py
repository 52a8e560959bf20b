"""Which revisions import the models as they are today."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path

_REGISTRY = "django.apps.apps"
"""Django's registry has the models of today, too; what a migration is handed has not."""


def live_models(root: Path, places: Iterable[str]) -> tuple[str, ...]:
    """Files that import models, each with the line.

    Args:
        root: from here the files are named.
        places: the files of revisions.
    """
    return tuple(f"{place}:{line}" for place in places for line in _lines(root / place))


def _lines(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if any(_is_live(name) for name in _imported(node)):
            yield node.lineno  # type: ignore[attr-defined]
            return


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [each.name for each in node.names]
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module or ''}.{each.name}" for each in node.names]
    return []


def _is_live(name: str) -> bool:
    """Whether a name is of the project's own models; ``django.db.models`` holds only fields."""
    return name == _REGISTRY or ("models" in name.split(".") and not name.startswith("django."))
