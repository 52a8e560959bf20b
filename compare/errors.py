"""The errors people see: one clear sentence, what to do about it, and an exit code.

Exit codes (the whole command obeys them): 0 all the same or explained, 1 a difference that is
unexplained, new or stale, 2 wrong usage, 3 a tool or a database failed.
"""

from __future__ import annotations

EXIT_OK = 0
EXIT_DIFFERENT = 1
EXIT_USAGE = 2
EXIT_FAILED = 3
EXIT_INTERRUPTED = 130


class ParityError(Exception):
    """Base of every expected error: its text is shown as it is, without a traceback.

    Args:
        message: one sentence that says what is wrong and what to do.
    """

    exit_code = EXIT_FAILED


class UsageError(ParityError):
    """The person asked for something that is not there or not well formed (exit code 2)."""

    exit_code = EXIT_USAGE


class ToolError(ParityError):
    """A framework, a database or the file system failed (exit code 3)."""

    exit_code = EXIT_FAILED


class Unlabelled(ToolError):
    """What a database is or does, met where nobody knows what the person calls it (exit code 3).

    Who opened it puts its label before the sentence.
    """


class EngineMissing(ToolError):
    """There is no such database on this machine (exit code 3): nothing was compared.

    Args:
        engine: its name.
        reason: what is missing and how to get it.
    """

    def __init__(self, engine: str, reason: str) -> None:
        super().__init__(f"There is no {engine} here: {reason}")
        self.engine = engine
        self.reason = reason

    def __reduce__(self) -> tuple[type[EngineMissing], tuple[str, str]]:
        return (type(self), (self.engine, self.reason))
