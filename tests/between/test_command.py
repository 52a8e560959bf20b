"""``parity diff`` as it is typed: what it prints, writes, and exits with."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from compare.scenario import ROOT
from tests.between.databases import POSTS, made
from tests.signals import heeds_ctrl_c


def parity(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run ``parity diff``."""
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "compare", "diff", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def files(tmp_path):
    """Two files that differ in a value, and hold a password in it."""
    left = made(tmp_path / "a.db", POSTS)
    return left, made(tmp_path / "b.db", POSTS + "UPDATE post SET titulo = 'TWO' WHERE id = 2")


def test_it_says_what_differs_and_exits_with_1(files):
    done = parity(*files)
    assert done.returncode == 1
    assert "post[2].titulo" in done.stdout
    assert "The two databases differ." in done.stdout
    assert done.stderr == "post 1/1 (3 rows)\n"
    assert parity(files[0], files[0]).returncode == 0


def test_sqlite_needs_no_driver_of_a_server(files):
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['psycopg', 'pymysql', 'asyncpg', 'MySQLdb']))\n"
        "from compare.cli import main\n"
        f"sys.argv = ['parity', 'diff', {files[0]!r}, {files[0]!r}]\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, "hold the same" in done.stdout) == (0, True), done.stderr


def test_a_missing_driver_is_told_with_what_to_install(files):
    code = (
        "import sys\n"
        "sys.modules.update(dict.fromkeys(['psycopg', 'pymysql']))\n"
        "from compare.cli import main\n"
        "sys.argv = ['parity', 'diff', sys.argv[1], sys.argv[2]]\n"
        "main()\n"
    )
    for url, extra in (("postgresql://h/x", "postgresql"), ("mysql://h/x", "mysql")):
        done = subprocess.run(
            [sys.executable, "-c", code, files[0], url],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 3
        assert f"django-parity[{extra}]" in done.stderr
        assert "Traceback" not in done.stderr


def test_quiet_says_only_what_is_wrong(files):
    done = parity(*files, "--quiet")
    assert done.stderr == ""
    assert "unexplained" in done.stdout
    same = parity(files[0], files[0], "-q")
    assert "post" not in same.stdout.replace("a.db", "")
    assert "The two databases hold the same." in same.stdout


def test_it_says_what_to_do_next(files):
    done = parity(*files)
    assert "accept it by kind and place: --waivers FILE." in done.stdout
    assert "--waivers" not in parity(*files, "--quiet").stdout
    assert "--waivers" not in parity(files[0], files[0]).stdout
    # Without examples there are no more of them.
    assert "more" not in parity(*files, "--limit", "0").stdout


def test_that_only_a_half_was_compared_is_never_left_unsaid(files):
    done = parity(*files, "--schema-only")
    assert done.returncode == 0
    assert "What was asked for is the same" in done.stdout
    assert "The two databases hold the same." not in done.stdout


def test_reports_are_written_and_agree(files, tmp_path):
    page, xml = tmp_path / "r.html", tmp_path / "r.xml"
    done = parity(*files, "--json", "-", "--junit", str(xml), "--html", str(page))
    document = json.loads(done.stdout)
    assert (document["version"], document["exit_code"], document["verdict"]) == (
        1,
        1,
        "unexplained",
    )
    (table,) = document["tables"]
    assert (table["changed"], table["rows"]) == (1, {"a": 3, "b": 3, "compared": 3})
    ((example,),) = (group["examples"] for group in table["differences"])
    assert (example["a"], example["b"]) == ("'dos'", "'TWO'")
    (suite,) = ElementTree.parse(xml).getroot()
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    text = page.read_text(encoding="utf-8")
    assert "post[2].titulo" in text
    assert "&#39;TWO&#39;" in text
    assert "http" not in text


@pytest.mark.parametrize("report", ["a.db", "link.db", "a.db-journal", "b.db", "b.url", "w.toml"])
def test_a_report_takes_the_place_of_nothing_that_is_read(files, tmp_path, report):
    (tmp_path / "b.url").write_text(files[1])
    (tmp_path / "w.toml").write_text("")
    (tmp_path / "link.db").symlink_to(files[0])
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    target = str(tmp_path / report)
    done = parity(
        files[0], f"file:{tmp_path / 'b.url'}", "-w", str(tmp_path / "w.toml"), "--html", target
    )
    assert done.returncode == 2
    assert "is read, so no report is written there" in done.stderr
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_report_that_cannot_be_written_loses_nothing_of_the_others(files, tmp_path):
    xml = tmp_path / "r.xml"
    done = parity(*files, "--json", "/dev/full", "--junit", str(xml))
    assert done.returncode == 3
    assert "Cannot write /dev/full" in done.stderr
    assert "post[2].titulo" in done.stdout
    assert "post[2].titulo" in xml.read_text()


def test_a_name_says_nothing_to_the_terminal(tmp_path):
    script = 'CREATE TABLE "a\nb\x1b[31m" (id INTEGER PRIMARY KEY, "c\x1b[2J" TEXT);'
    left = made(tmp_path / "a.db", f"{script} INSERT INTO \"a\nb\x1b[31m\" VALUES (1, 'x')")
    right = made(tmp_path / "b.db", f"{script} INSERT INTO \"a\nb\x1b[31m\" VALUES (1, 'y')")
    done = parity(left, right, "--probe")
    assert r'row.value "a\u000ab\u001b[31m"."c\u001b[2J": 1' in done.stdout
    assert "\x1b" not in done.stdout + done.stderr
    assert "\nb\\u" not in done.stdout + done.stderr


def test_a_page_shows_markup_as_text(tmp_path):
    left = made(tmp_path / "a.db", POSTS)
    right = made(
        tmp_path / "b.db",
        POSTS + "UPDATE post SET titulo = '<script>alert(1)</script>' WHERE id = 1",
    )
    page = tmp_path / "page.html"
    parity(left, right, "--html", str(page))
    assert "<script>" not in page.read_text()
    assert "&lt;script&gt;" in page.read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("a.db",), 2, "Missing argument 'B'"),
        (("a.db", "b.db", "--schema-only", "--rows-only"), 2, "exclude each other"),
        (("a.db", "b.db", "--names", "some"), 2, "'some' is not one of"),
        (("a.db", "b.db", "--map", "post"), 2, "--map"),
        (("a.db", "b.db", "--timeout", "nan"), 2, "no number of seconds"),
        (("a.db", "b.db", "--timeout", "inf"), 2, "not in the range"),
        (("a.db", "b.db", "--lock-timeout", "1e300"), 2, "not in the range"),
        (("a.db", "b.db", "--map", "no=post"), 2, "has no table no"),
        (("a.db", "b.db", "--table", "no*"), 2, "No table is called no*"),
        (("a.db", "b.db", "--table", "post", "--table", "usuaro"), 2, "is called usuaro"),
        (("a.db", "b.db", "--table", "pos?"), 2, "No table is called pos? in either database"),
        (("a.db", "b.db", "--exclude", "usuaro"), 2, "what --exclude says"),
        (("a.db", "postgresql://u:hunter2@db/pw@h/x"), 2, "the database has an @"),
        (("a.db", "b.db", "--waivers", "none.toml"), 2, "cannot be read"),
        (("a.db", "b.db", "--json", "r", "--html", "r"), 2, "the same file"),
        (("a.db", "none.db"), 3, "there is no such file"),
        (("a.db", "text.db"), 3, "no SQLite database"),
        (("a.db", "oracle://u:hunter2@h/x"), 2, "no database that can be read here"),
        (("a.db", "postgresql://u:hunter2@127.0.0.1:1/x"), 3, "cannot be reached"),
        (("a.db", "mysql://u:hunter2@127.0.0.1:1/x"), 3, "cannot be reached"),
        (("a.db", "env:HUNTED"), 3, "cannot be reached"),
        (("a.db", "env:NOBODY"), 2, "NOBODY"),
    ],
)
def test_bad_input_is_one_sentence(files, tmp_path, arguments, code, said):
    (tmp_path / "text.db").write_text("This is a text, and long enough to be a header of one.")
    (tmp_path / "b.db").touch()
    words = [
        str(tmp_path / word) if word.endswith((".db", ".toml")) else word for word in arguments
    ]
    done = parity(*words, HUNTED="postgresql://u:hunter2@127.0.0.1:1/x")
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert "hunter2" not in done.stdout + done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("columns", "jobs"),
    [("id INTEGER PRIMARY KEY, v", "1"), ("id INTEGER PRIMARY KEY, v", "2"), ("id, v", "1")],
    ids=["joined", "joined twice", "a heap, sorted"],
)
def test_ctrl_c_while_two_files_are_read_ends_it_with_what_it_has(tmp_path, columns, jobs):
    made(
        tmp_path / "a.db",
        f"CREATE TABLE t ({columns}); WITH RECURSIVE s (n) AS (VALUES (1) UNION ALL"
        " SELECT n + 1 FROM s WHERE n < 800000) INSERT INTO t SELECT n, n FROM s;",
    )
    shutil.copy(tmp_path / "a.db", tmp_path / "b.db")
    process = subprocess.Popen(
        [sys.executable, "-m", "compare", "diff", "a.db", "b.db", "--rows-only", "--jobs", jobs],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeds_ctrl_c,
    )
    try:
        # The first line of progress: the rows are counted, and the join begins.
        assert process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        said, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "interrupted" in said.lower()
    assert "Traceback" not in errors
    # Nobody of the process's group is left.
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


@pytest.mark.parametrize("damaged", ["a.db", "b.db"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_error_is_told_of_the_database_that_it_was_met_in(tmp_path, damaged, jobs):
    script = (
        "CREATE TABLE t (k TEXT PRIMARY KEY NOT NULL, v TEXT); WITH RECURSIVE s (n) AS"
        " (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < 5000)"
        " INSERT INTO t SELECT n, hex(randomblob(50)) FROM s;"
    )
    left, right = made(tmp_path / "a.db", script), made(tmp_path / "b.db", script)
    with (tmp_path / damaged).open("r+b") as file:
        file.seek(300_000)
        file.write(b"\xff" * 40_000)
    done = parity(left, right, "--rows-only", "--jobs", jobs)
    (told,) = (line for line in done.stdout.splitlines() if "not compared" in line)
    other = "b.db" if damaged == "a.db" else "a.db"
    assert done.returncode == 3
    assert damaged in told
    assert other not in told
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("damaged", ["a.db", "b.db"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_error_of_a_statement_about_both_files_is_told_of_the_one_that_has_it(
    tmp_path, damaged, jobs
):
    script = (
        "PRAGMA page_size = 4096; CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT);"
        " INSERT INTO t VALUES (1, 'short'), (2, replace(hex(zeroblob(9999)), '0', 'x'));"
    )
    left, right = made(tmp_path / "a.db", script), made(tmp_path / "b.db", script)
    # What of the text does not fit beside its row is in a chain of pages, which counting them
    # does not follow: it leads nowhere now.
    content = bytearray((tmp_path / damaged).read_bytes())
    pages = range(0, len(content), 4096)
    chain = [at for at in pages if content[at + 4 : at + 4096] == b"x" * 4092]
    content[chain[0] : chain[0] + 4] = b"\xff" * 4
    (tmp_path / damaged).write_bytes(content)
    done = parity(left, right, "--rows-only", "--jobs", jobs)
    (told,) = (line for line in done.stdout.splitlines() if "not compared" in line)
    other = "b.db" if damaged == "a.db" else "a.db"
    assert done.returncode == 3
    assert f"{damaged}: the file is damaged" in told
    assert other not in told
    assert "Traceback" not in done.stderr


def test_an_error_that_neither_file_has_alone_is_told_of_both(tmp_path):
    script = (
        "CREATE TABLE t (id INTEGER PRIMARY KEY, v); WITH RECURSIVE s (n) AS"
        " (VALUES (1) UNION ALL SELECT n + 1 FROM s WHERE n < 30000)"
        " INSERT INTO t SELECT n, n FROM s;"
    )
    left, right = made(tmp_path / "a.db", script), made(tmp_path / "b.db", script)
    done = parity(left, right, "--rows-only", "--timeout", "0.0001")
    assert done.returncode == 3
    assert f"{left} or {right}: a statement took longer than allowed" in done.stdout
    assert "Traceback" not in done.stderr
