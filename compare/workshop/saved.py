"""When a learner saves a file."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

_PAUSE = 0.5
"""Seconds between two looks at a folder of a few dozen files."""


def changes_in(folder: Path, pause: float = _PAUSE) -> Iterator[None]:
    """Something each time a file below a folder was saved, once it is quiet again; it has no end.

    What counts is saved after this call, whenever it is asked for.

    Args:
        folder: which one; it may go and come back.
        pause: seconds between two looks.
    """
    return _changes(folder, _state(folder), pause)


def _changes(folder: Path, before: dict[Path, tuple[int, int]], pause: float) -> Iterator[None]:
    while True:
        time.sleep(pause)
        now = _state(folder)
        if now != before:
            # Editors write several files; a command is still at work.
            while (later := _after(folder, pause)) != now:
                now = later
            before = now
            yield


def _after(folder: Path, pause: float) -> dict[Path, tuple[int, int]]:
    time.sleep(pause)
    return _state(folder)


def _state(folder: Path) -> dict[Path, tuple[int, int]]:
    """When each file was written, and how long it is; what Python keeps for itself apart."""
    found = {}
    for path in folder.rglob("*"):
        if "__pycache__" in path.parts:
            continue
        try:
            status = path.stat()
        except OSError:  # gone meanwhile
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found
