"""Consoles on stdout and stderr, with the redactor in front."""

from __future__ import annotations

import sys
from typing import IO, cast

from rich.console import Console
from rich.theme import Theme

from compare.redaction import redact

PIPE_WIDTH = 120
"""Columns where there is no terminal to ask."""

_THEME = Theme(
    {
        "verdict.same": "green",
        "verdict.explained": "cyan",
        "verdict.skipped": "yellow",
        "verdict.undetermined": "bold yellow",
        "verdict.stale": "bold yellow",
        "verdict.new": "bold yellow",
        "verdict.unexplained": "bold red",
        "verdict.failed": "bold red",
        "flask": "blue",
        "django": "green",
        "convention": "cyan",
        "quiet": "dim",
    }
)


class _Redacting:
    """A stream that masks passwords in everything written to it."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(redact(text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def stdout() -> Console:
    """The console for results."""
    return _console(sys.stdout)


def stderr() -> Console:
    """The console for progress."""
    return _console(sys.stderr)


def _console(stream: IO[str]) -> Console:
    console = Console(
        file=cast("IO[str]", _Redacting(stream)), theme=_THEME, highlight=False, soft_wrap=False
    )
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    return console
