"""A copy of the workspace, for tests that change or break it."""

import shutil
from pathlib import Path

from compare.scenario import ROOT

PARTS = ("compare", "flask_side", "django_side", "scenarios", "pyproject.toml")


def copy_workspace(folder: Path) -> None:
    """Copy what ``parity`` needs to run into a folder, without anybody's databases.

    What Python has compiled goes along: to do that again takes it longer than most tests. (Not what
    it is writing at this moment, in a file whose name goes on behind ``.pyc``.)
    """
    ignore = shutil.ignore_patterns("*.pyc.*", "instance", "db.sqlite3")
    for part in PARTS:
        if (ROOT / part).is_dir():
            shutil.copytree(ROOT / part, folder / part, ignore=ignore)
        else:
            shutil.copy(ROOT / part, folder / part)
