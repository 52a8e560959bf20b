"""The command: what it prints, where to, and its exit codes."""

import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from compare import cli
from compare.cli import COMMANDS, parity
from compare.conventions import all_conventions
from compare.scenario import ROOT, scenario_names


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``python -m compare`` in the workspace."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "compare", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_help_names_every_command_and_imports_no_framework():
    code = (
        "import sys\n"
        "from compare.cli import parity\n"
        "parity.main(['--help'], standalone_mode=False)\n"
        "heavy = {'django', 'flask', 'sqlalchemy', 'alembic', 'rich', 'sqlglot'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name, line in COMMANDS.items():
        assert f"  {name} " in done.stdout
        assert line in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_line_in_the_help_is_the_command_s_own(name):
    command = parity.get_command(None, name)
    assert command.help.splitlines()[0] == COMMANDS[name]


def test_list_shows_every_scenario():
    done = run("list")
    assert done.returncode == 0
    for name in scenario_names():
        assert name in done.stdout


def test_explain_lists_and_tells():
    done = run("explain")
    assert done.returncode == 0
    for convention in all_conventions():
        assert convention.slug in done.stdout
    done = run("explain", "table-prefix")
    assert done.returncode == 0
    for heading in ("Why", "What it costs", "Flask side", "Django side", "Sources", "https://"):
        assert heading in done.stdout


@pytest.mark.parametrize("slug", [each.slug for each in all_conventions()])
def test_every_convention_can_be_read(slug):
    result = CliRunner().invoke(parity, ["explain", slug])
    assert result.exception is None
    assert result.output.startswith(slug)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("explain", "table-prefx"), "did you mean “table-prefix”?"),
        (("run", "blgo"), "There is no scenario “blgo”; did you mean “blog”?"),
        (("run", "../blog"), "There is no scenario “../blog”"),
        (("show", "../blog"), "There is no scenario “../blog”"),
        (("show", "usuario", "99"), "has no step “99”; its steps are 1 to"),
        (("show", "usuario", "0003_x"), "has no step “0003_x”"),
        (("run", "-k", "zzz"), "No scenario's name contains “zzz”"),
        (("run", "--engine", "oracle"), "There is no engine “oracle”"),
        (("run", "--quiet", "--verbose"), "exclude each other"),
        (("run", "--json", "/nowhere/at/all.json"), "The folder /nowhere/at does not exist"),
        (("run", "--json", "/"), "is a folder"),
        (("run", "--json", "/tmp/same", "--junit", "/tmp/same"), "name the same file"),
        (("run", "--jobs", "0"), "not in the range"),
        (("rnu",), "No such command"),
        (("run", "--fast"), "No such option"),
    ],
)
def test_wrong_usage_is_one_sentence_and_exit_code_2(arguments, sentence):
    done = run(*arguments)
    assert done.returncode == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_results_go_to_stdout_and_progress_to_stderr():
    done = run("run", "usuario", NO_COLOR="1")
    assert done.returncode == 0
    assert "every difference is explained and expected" in done.stdout
    assert done.stderr.splitlines()[0] == "usuario 1/7 migrate 0001_create_usuario"
    assert "\x1b" not in done.stdout + done.stderr
    assert not any(line.endswith(" ") for line in done.stdout.splitlines())


def test_a_parallel_run_prints_what_a_serial_one_prints(tmp_path):
    names = ("usuario", "rol", "articulo")
    outputs = []
    for jobs in ("1", "3"):
        document = tmp_path / f"{jobs}.json"
        done = run("run", *names, "--verbose", "--jobs", jobs, "--json", str(document))
        assert done.returncode == 0, done.stderr
        outputs.append((done.stdout, document.read_bytes()))
    assert outputs[0] == outputs[1]


def test_the_documents(tmp_path):
    done = run(
        "run", "boolean_default", "-q",
        "--json", str(tmp_path / "run.json"), "--junit", str(tmp_path / "run.xml"),
    )  # fmt: skip
    assert done.returncode == 0
    document = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (document["version"], document["exit_code"]) == (1, 0)
    (scenario,) = document["scenarios"]
    step = scenario["steps"][2]
    assert step["revisions"] == ["0002_add_publicado"]
    assert step["areas"]["rows"] == "explained"
    assert {
        "verdict": "explained",
        "convention": "python-side-default",
        "area": "rows",
        "kind": "row.value",
        "where": "post[1].publicado",
        "table": "post",
        "column": "publicado",
        "flask": "NULL",
        "django": "0",
    } in step["differences"]
    suite = ElementTree.parse(tmp_path / "run.xml").getroot().find("testsuite")
    assert suite.attrib["tests"] == str(len(scenario["steps"]))
    assert (suite.attrib["failures"], suite.attrib["errors"]) == ("0", "0")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["run.json", "run.xml"]


def test_every_key_of_the_json_is_documented(tmp_path):
    done = run("run", "usuario", "--json", "-")
    words = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")

    def keys(value):
        if isinstance(value, dict):
            for key, each in value.items():
                yield key
                yield from keys(each)
        elif isinstance(value, list):
            for each in value:
                yield from keys(each)

    assert {key for key in keys(json.loads(done.stdout)) if f"`{key}`" not in words} == set()


def test_show_puts_twins_side_by_side_with_their_sql():
    done = run("show", "blog", "0002_add_avatar_url")
    assert done.returncode == 0
    assert "flask_side/blog/migrations/0002_add_avatar_url.py" in done.stdout
    assert "django_side/blog/migrations/0002_add_avatar_url.py" in done.stdout
    assert "batch_op.add_column" in done.stdout
    assert "migrations.AddField" in done.stdout
    assert done.stdout.count("ADD COLUMN") == 2


def test_a_password_in_the_environment_reaches_no_output(monkeypatch, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://ana:S3cr3tWord@host/db")

    @parity.command("fail", hidden=True)
    def fail() -> None:
        raise RuntimeError("cannot reach ana with S3cr3tWord")

    monkeypatch.setattr(cli, "COMMANDS", {**COMMANDS})
    monkeypatch.setattr(parity, "get_command", lambda ctx, name: fail)
    monkeypatch.setattr(sys, "argv", ["parity", "fail"])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 3
    captured = capsys.readouterr()
    assert "S3cr3tWord" not in captured.out + captured.err
    assert "PARITY_TRACEBACK=1" in captured.err


def test_the_reader_of_a_pipe_may_go_away():
    command = f"{sys.executable} -m compare explain table-prefix | head -c 10 > /dev/null"
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {command}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr


def test_a_run_whose_reader_goes_away_keeps_its_exit_code_and_its_files(tmp_path):
    report = tmp_path / "run.xml"
    command = f"{sys.executable} -m compare run usuario -v --junit {report} | head -1 > /dev/null"
    done = subprocess.run(
        ["bash", "-c", f"{command}; exit ${{PIPESTATUS[0]}}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert ElementTree.parse(report).getroot().tag == "testsuites"


def test_a_pipe_or_a_link_is_written_to_and_not_replaced(tmp_path):
    target = tmp_path / "target.json"
    link = tmp_path / "link.json"
    link.symlink_to(target)
    assert run("run", "usuario", "-q", "--json", str(link)).returncode == 0
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))["version"] == 1
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = subprocess.Popen(["cat", str(fifo)], stdout=subprocess.PIPE, text=True)
    assert run("run", "usuario", "-q", "--json", str(fifo)).returncode == 0
    assert json.loads(reader.communicate(timeout=10)[0])["version"] == 1
    assert fifo.is_fifo()


def test_version():
    result = CliRunner().invoke(parity, ["--version"])
    assert result.exit_code == 0
    assert result.output.startswith("parity, version ")


def test_the_commands_have_a_file_each():
    files = {path.stem for path in Path(ROOT, "compare", "commands").glob("[!_]*.py")}
    assert files == set(COMMANDS)
