"""Whether everything is there that the exercises need."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

_PACKAGES = ("Django", "Flask", "Flask-Migrate", "Flask-SQLAlchemy", "SQLAlchemy", "alembic")

MISLEADING = ("DJANGO_SETTINGS_MODULE", "FLASK_APP", "FLASK_DEBUG", "PYTHONPATH")
"""Variables that would lead ``flask`` and ``manage.py`` away from the project they are run in."""


@dataclass(frozen=True, slots=True)
class Health:
    """What there is.

    Attributes:
        python: its version.
        packages: each with its version; None: it is missing.
        folder: the working folder.
        unwritable: why it cannot be written to; empty: it can.
        flask: where the ``flask`` command is that a shell would run; empty: it is no command of
            this Python.
        misleading: variables that are set and lead the commands away from the learner's project.
    """

    python: str
    packages: tuple[tuple[str, str | None], ...]
    folder: Path
    unwritable: str
    flask: str
    misleading: tuple[str, ...]

    @property
    def well(self) -> bool:
        """Whether one can begin."""
        here = all(found for _, found in self.packages) and bool(self.flask)
        return here and not self.unwritable and not self.misleading


def examine(folder: Path) -> Health:
    """Look whether everything is there.

    Args:
        folder: the working folder, which need not be there yet.
    """
    return Health(
        platform.python_version(),
        tuple((name, _version(name)) for name in _PACKAGES),
        folder,
        _unwritable(folder),
        _flask(),
        tuple(name for name in MISLEADING[:2] if os.environ.get(name)),
    )


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _unwritable(folder: Path) -> str:
    there = next(each for each in (folder, *folder.parents) if each.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _flask() -> str:
    """The command that belongs to this Python: another one would not find the packages."""
    found = shutil.which("flask")
    own = Path(sys.executable).parent
    return found if found and Path(found).parent.samefile(own) else ""
