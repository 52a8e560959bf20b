"""The learner's working folder: laid, and laid anew."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from compare.errors import ToolError, UsageError
from compare.workshop.exercise import FOLDER, Exercise, read_exercise

_BASE = FOLDER / "base"
_NEVER = shutil.ignore_patterns("__pycache__", "*.pyc")


def lay(exercise: Exercise, target: Path, *, solved: bool = False) -> None:
    """Put the files of an exercise into a folder that is not there yet, or is empty.

    Args:
        exercise: whose files.
        target: the folder, which has ``flask`` and ``django`` in it afterwards.
        solved: whether those of the solution are laid over them.

    Raises:
        UsageError: there is something in the folder already.
        ToolError: it cannot be written.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise UsageError(
            f"{target} is there already; `parity workshop reset` lays the exercise anew and keeps"
            " what you have."
        )
    try:
        for source in _layers(exercise, solved=solved):
            if source.is_dir():
                shutil.copytree(source, target, dirs_exist_ok=True, ignore=_NEVER)
    except (OSError, shutil.Error) as error:
        raise ToolError(f"Cannot write to {target}: {_reason(error)}.") from error


def _layers(exercise: Exercise, *, solved: bool) -> Iterator[Path]:
    """The folders whose files are laid, each over those before it."""
    if exercise.after:
        yield from _layers(read_exercise(exercise.after), solved=True)
    else:
        yield _BASE / "project"
        if exercise.initialised or solved:
            yield _BASE / "initialised"
    yield exercise.folder / "start"
    if solved:
        yield exercise.folder / "solution"


def set_aside(folder: Path) -> Path:
    """Copy a folder to another name, so that nothing in it is lost.

    Args:
        folder: which is there.

    Returns:
        The other name.

    Raises:
        ToolError: it cannot be copied.
    """
    number = 1
    while (kept := folder.with_name(f"{folder.name}.before-{number}")).exists():
        number += 1
    try:
        return Path(shutil.copytree(folder, kept, symlinks=True))
    except (OSError, shutil.Error) as error:
        raise ToolError(f"Cannot copy {folder}: {_reason(error)}.") from error


def lay_anew(made: Path, folder: Path) -> None:
    """Put other files into a folder in place of those in it.

    The folders themselves stay: terminals and editors are in them.

    Args:
        made: the files.
        folder: where to.

    Raises:
        ToolError: that cannot be done.
    """
    try:
        for path in sorted(folder.rglob("*"), reverse=True):
            if not path.is_dir() or path.is_symlink():
                path.unlink()
            elif not (made / path.relative_to(folder)).is_dir():
                path.rmdir()
        shutil.copytree(made, folder, dirs_exist_ok=True)
    except (OSError, shutil.Error) as error:
        raise ToolError(f"Cannot write to {folder}: {_reason(error)}.") from error


def place(made: Path, target: Path) -> None:
    """Move a folder to where the learner finds it, whole or not at all.

    Args:
        made: the folder.
        target: where to; an empty folder may be there.

    Raises:
        ToolError: that cannot be done; then nothing is there.
    """
    beside = target.with_name(f".{target.name}.laid")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(beside, ignore_errors=True)
        # It may come from another file system, so that a full disk stops it half-way.
        shutil.move(made, beside)
        if target.is_dir():
            target.rmdir()  # an empty one
        beside.rename(target)
    except (OSError, shutil.Error) as error:
        raise ToolError(
            f"Cannot write to {target}: {_reason(error)}; choose another folder with --folder."
        ) from error
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _reason(error: OSError | shutil.Error) -> str:
    """The system's own words, of many the first."""
    if isinstance(error, shutil.Error) and error.args and isinstance(error.args[0], list):
        return str(error.args[0][0][-1])
    return error.strerror or str(error)
