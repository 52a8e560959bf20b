"""The GitHub Action: what its step runs, run here."""

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from compare.scenario import ROOT
from tests.between.databases import POSTS, made

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")


@pytest.fixture
def step(tmp_path):
    """A function that runs the action's own script; gives its exit code, output and summary."""
    script = textwrap.dedent(re.search(r"run: \|\n(.*)", ACTION, re.DOTALL)[1])
    tools = tmp_path / "bin"
    tools.mkdir()
    parity = tools / "parity"
    parity.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m compare "$@"\n')
    parity.chmod(0o755)
    summary = tmp_path / "summary.md"

    def run(left: str, right: str, options: str = "") -> tuple[int, str, str]:
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            env={
                **os.environ,
                "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
                "PYTHONPATH": str(ROOT),
                "GITHUB_STEP_SUMMARY": str(summary),
                "PARITY_A": left,
                "PARITY_B": right,
                "PARITY_OPTIONS": options,
                "PARITY_REPORT": str(tmp_path / "report.json"),
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )
        return done.returncode, done.stdout + done.stderr, summary.read_text()

    return run


def test_the_summary_is_written_and_the_exit_code_is_parity_s(step, tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(tmp_path / "b.db", POSTS + "UPDATE post SET titulo = 'x `~~~` y' WHERE id = 1")
    code, _, summary = step(left, left)
    assert code == 0
    assert "hold the same" in summary
    code, printed, summary = step(left, right)
    assert code == 1
    assert "The two databases differ." in printed
    assert "post[1].titulo" in summary
    assert Path(tmp_path / "report.json").exists()


def test_options_may_be_quoted_and_errors_are_in_the_summary(step, tmp_path):
    both = "CREATE TABLE both (x);"
    left = made(tmp_path / "a.db", both + POSTS)
    right = made(tmp_path / "b.db", both + POSTS.replace("post", "other_table"))
    assert step(left, right, "--exclude 'other_*' --exclude post")[0] == 0
    code, _, summary = step(left, str(tmp_path / "none.db"))
    assert code == 3
    assert "there is no such file" in summary
