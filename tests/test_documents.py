"""What the README and the docs say is so: commands run, examples are what is printed."""

import configparser
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from compare.scenario import ROOT, scenario_names
from tests.workspace import copy_workspace

DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("scenarios/*/*.md")])
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(text: str, languages: tuple[str, ...]) -> list[str]:
    """The fenced code blocks of some languages."""
    fences = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)
    return [body for language, body in fences if language in languages]


def commands(text: str) -> list[str]:
    """Every command line in a text's shell blocks."""
    return [line for block in blocks(text, ("", "sh")) for line in block.splitlines() if line]


def run(command: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a documented command with this Python's own tools, from the workspace's root."""
    words = shlex.split(command)
    tools = {
        "parity": [sys.executable, "-m", "compare"],
        "flask": [sys.executable, "-m", "flask"],
        "alembic": [sys.executable, "-m", "alembic"],
        "python": [sys.executable],
    }
    return subprocess.run(
        [*tools.get(words[0], [words[0]]), *words[1:]],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'try.db'}", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_the_two_commands_start_from_a_bare_python_and_name_real_environments():
    main_job, everything = (line for line in commands(README) if "pip install tox" in line)
    assert main_job == "python -m pip install tox && python -m tox -e scenarios"
    assert everything == "python -m pip install tox && python -m tox"
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini")
    assert tox["testenv:scenarios"]["commands"].startswith("parity run")
    wanted = {name.strip() for name in tox["tox"]["env_list"].split(",")}
    assert wanted == {"lint", "types", "layers", "tests", "scenarios-all", "oldest", "newest"}
    assert "pytest" in tox["testenv:tests"]["commands"]


def test_ci_runs_the_readme_s_own_command():
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "\npython -m pip install tox && python -m tox\n" in script


def test_the_commands_to_try_by_hand_run(tmp_path):
    tried = [
        line for line in commands(README) if line.startswith(("flask", "alembic", "python dj"))
    ]
    assert len(tried) == 5
    for command in tried:
        done = run(command, tmp_path)
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", scenario_names())
def test_the_lesson_is_there_and_its_commands_run(name, tmp_path):
    lesson = (ROOT / "scenarios" / name / "README.md").read_text(encoding="utf-8")
    script = "\n".join(blocks(lesson, ("sh",)))
    assert script, f"scenarios/{name}/README.md asks its reader to try nothing"
    copy_workspace(tmp_path)
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    done = subprocess.run(
        ["bash", "-eu", "-o", "pipefail", "-c", script],
        cwd=tmp_path,
        env={
            **kept,
            "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
            "PYTHONPATH": str(tmp_path),
        },
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("example", blocks(README, ("console",)))
def test_an_example_is_what_is_printed(example, tmp_path):
    command, *expected = example.splitlines()
    assert command.startswith("$ ")
    done = run(command.removeprefix("$ "), tmp_path)
    assert done.returncode == 0, done.stderr
    printed = iter(done.stdout.splitlines())
    for line in expected:
        if line != "…":
            assert any(line == other for other in printed), f"not printed in this order: {line}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(document):
    text = document.read_text(encoding="utf-8")
    for target in re.findall(r"\]\((?!https?:)([^)#\s]+)", text):
        assert (document.parent / target).exists(), target


def test_the_readme_lists_every_scenario_and_nothing_else():
    listed = re.findall(r"^\| \[`(\w+)`\]", README, flags=re.MULTILINE)
    assert sorted(listed) == sorted(scenario_names())


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_option_of_parity_that_is_written_about_exists(document):
    helps = {}
    for line in re.findall(
        r"parity (?:run|show|list|explain)[^`|\n]*", document.read_text("utf-8")
    ):
        name, *words = line.split()[1:]
        if name not in helps:
            helps[name] = run(f"parity {name} --help", ROOT).stdout
        for word in words:
            if re.fullmatch(r"--[a-z]+", word):
                assert word in helps[name], f"parity {name} has no {word}"


def test_the_page_of_conventions_is_up_to_date():
    page = (ROOT / "docs" / "conventions.md").read_text(encoding="utf-8")
    assert page == run("parity explain --markdown", ROOT).stdout
