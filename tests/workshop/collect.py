"""Makes the solution of an exercise from a working folder in which it was solved.

``python -m tests.workshop.collect 03 ~/parity-workshop/03_add_avatar_url``
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from compare.workshop.exercise import FOLDER, find_exercise, read_exercise
from compare.workshop.folder import lay

_INITIALISED = FOLDER / "base" / "initialised"
_NOT_CODE = {".db", ".sqlite3", ".pyc", ".db-journal"}


def collect(name: str, solved: Path) -> list[str]:
    """Copy into ``solution/`` what is not as it was at the start; returns the files' names."""
    exercise = read_exercise(name)
    solution = exercise.folder / "solution"
    shutil.rmtree(solution, ignore_errors=True)
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        before = Path(scratch) / "before"
        lay(exercise, before)
        for path in sorted(solved.rglob("*")):
            name = path.relative_to(solved).as_posix()
            known = (before / name, _INITIALISED / name)
            if not path.is_file() or path.suffix in _NOT_CODE:
                continue
            if any(each.is_file() and each.read_bytes() == path.read_bytes() for each in known):
                continue
            (solution / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, solution / name)
            found.append(name)
    return found


if __name__ == "__main__":
    print(*collect(find_exercise(sys.argv[1]), Path(sys.argv[2])), sep="\n")
