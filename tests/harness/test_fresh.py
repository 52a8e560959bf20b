"""Processes that walk begin with nothing of the folder one happens to be in."""

import os
import subprocess
import sys

import pytest

from compare.run.fresh import undisturbed
from compare.scenario import ROOT

NAMES = ("PYTHONSAFEPATH", "PYTHONPATH", "PYTHONUTF8")


@pytest.mark.parametrize("temporary", ["t", "t" * 90])
def test_a_file_that_is_called_like_a_module_is_not_imported(tmp_path, temporary):
    for name in ("json", "signal", "django", "flask", "alembic", "models"):
        (tmp_path / f"{name}.py").write_text("raise RuntimeError('not this one')\n")
    (tmp_path / temporary).mkdir()  # a long one leaves no room for a fork server's socket
    done = subprocess.run(
        [sys.executable, "-P", "-m", "compare", "run", "articulo"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(tmp_path / temporary)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "not this one" not in done.stderr


def test_the_environment_is_as_before(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "mine")
    for name in ("PYTHONSAFEPATH", "PYTHONUTF8"):
        monkeypatch.delenv(name, raising=False)
    before = dict(os.environ)

    def fail():
        with undisturbed():
            assert [os.environ[name] for name in NAMES] == ["1", str(ROOT), "1"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert dict(os.environ) == before
