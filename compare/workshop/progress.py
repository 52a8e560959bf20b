"""What a learner has done so far, in a file in the working folder."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from compare.errors import ToolError, UsageError
from compare.whole import write_whole
from compare.workshop.languages import LANGUAGES

_NAME = "progress.json"
_VERSION = 1


@dataclass(slots=True)
class Done:
    """How far one exercise is.

    Attributes:
        started: whether its files were laid.
        hints: how many hints were shown.
        asked: how often the solution was asked for before it was solved.
        solved: whether ``check`` found nothing to mend once.
    """

    started: bool = False
    hints: int = 0
    asked: int = 0
    solved: bool = False


@dataclass(slots=True)
class Progress:
    """How far a learner is.

    Attributes:
        folder: the working folder.
        current: the exercise that was started last; empty: none.
        language: the language that was chosen; empty: the locale's.
        exercises: each that was begun, by name.
    """

    folder: Path
    current: str = ""
    language: str = ""
    exercises: dict[str, Done] = field(default_factory=dict)

    def of(self, name: str) -> Done:
        """How far an exercise is."""
        return self.exercises.setdefault(name, Done())

    def save(self) -> None:
        """Write it down, whole or not at all.

        Raises:
            ToolError: that cannot be done.
        """
        told = {
            "version": _VERSION,
            "current": self.current,
            "language": self.language,
            "exercises": {name: asdict(done) for name, done in self.exercises.items()},
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write_whole(self.folder / _NAME, json.dumps(told, indent=2))
        except OSError as error:
            raise ToolError(
                f"Cannot write to {self.folder}: {error.strerror or error}; choose another folder"
                " with --folder."
            ) from error


def _done(*, started: bool, hints: int, asked: int, solved: bool) -> Done:
    return Done(bool(started), int(hints), int(asked), bool(solved))


def read_progress(folder: Path) -> Progress:
    """How far the learner is whose working folder this is; a new one is at the beginning.

    Raises:
        UsageError: the file is not what ``save`` writes.
        ToolError: it cannot be read.
    """
    path = folder / _NAME
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        # Of another version, there is none.
        known = {_VERSION: told}[told["version"]]
        return Progress(
            folder,
            str(known["current"]),
            {"": "", **{code: code for code in LANGUAGES}}[known["language"]],
            {name: _done(**done) for name, done in known["exercises"].items()},
        )
    except (FileNotFoundError, NotADirectoryError):
        return Progress(folder)
    except OSError as error:
        raise ToolError(f"Cannot read {path}: {error.strerror or error}.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(
            f"{path} is not what `parity workshop` wrote ({error}); delete it to begin anew. Your"
            " exercises stay where they are."
        ) from None
