"""The corners of the version matrix are what pyproject.toml allows."""

import configparser
import subprocess
import sys
import tomllib

import pytest

from tests.versions import NEWEST_PYTHON


@pytest.fixture(scope="module")
def tox(root):
    parser = configparser.ConfigParser(interpolation=None)
    parser.read(root / "tox.ini")
    return parser


def test_the_oldest_corner_has_the_oldest_of_everything(root):
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    floors = [each.replace(">=", "==") for each in project["dependencies"]]
    pinned = (root / "tests" / "oldest.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in pinned if not line.startswith("#")] == floors
    assert project["requires-python"] == ">=3.11"


def test_both_corners_belong_to_what_plain_tox_runs(tox):
    assert {"oldest", "newest"} <= {name.strip() for name in tox["tox"]["env_list"].split(",")}
    pythons = tox["cell"]["base_python"].split("newest:")[1].split(",")
    major, minor = NEWEST_PYTHON
    wanted = [f"python{major}.{each}" for each in range(minor, 10, -1)]
    assert [name.strip() for name in pythons] == wanted


def test_the_versions_are_told_and_a_python_that_is_not_there(root):
    done = subprocess.run(
        [sys.executable, "-m", "tests.versions", "newest"],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "SQLAlchemy 2." in done.stdout
    assert ("SKIPPED" in done.stdout) == (sys.version_info[:2] < NEWEST_PYTHON)
