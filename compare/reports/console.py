"""Consoles on stdout and stderr, with the redactor in front."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Callable
from typing import IO, cast

from rich.console import Console
from rich.theme import Theme

from compare.redaction import redact

PIPE_WIDTH = 120
"""Columns where there is no terminal to ask."""

_FILLING = re.compile(r" +(?=\n)")

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
        "markdown.code": "cyan",
        "quiet": "dim",
    }
)


class _Redacting:
    """A stream that masks passwords in everything written to it.

    Where the stream is no terminal, the blanks that fill a table's last column are left out.
    """

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream
        self._terminal = stream.isatty()

    def write(self, text: str) -> int:
        text = redact(text)
        return self._stream.write(text if self._terminal else _FILLING.sub("", text))

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


def stdout() -> Console:
    """The console for results."""
    return _console(sys.stdout)


def stderr() -> Console:
    """The console for progress."""
    return _console(sys.stderr)


def as_text(write: Callable[[Console], None]) -> str:
    """What a report would print where there is no terminal.

    Args:
        write: prints it to a console.
    """
    stream = io.StringIO()
    write(_console(stream))
    return stream.getvalue()


def silence_stdout() -> None:
    """Let whatever is still to be printed vanish, once nobody reads it any more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command: its exit code is the run's, not the pipe's."""
        raise BrokenPipeError


def _console(stream: IO[str]) -> Console:
    console = _Console(
        file=cast("IO[str]", _Redacting(stream)), theme=_THEME, highlight=False, soft_wrap=False
    )
    if not console.is_terminal:
        console.width = PIPE_WIDTH
    return console
