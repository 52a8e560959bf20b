"""Whoever breaks one side is told exactly what is wrong and where, with the right exit code."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compare.scenario import ROOT
from tests.signals import heeds_ctrl_c
from tests.workspace import copy_workspace


@pytest.fixture
def workspace(tmp_path):
    """A copy of the workspace, to be broken."""
    (tmp_path / "work").mkdir()
    copy_workspace(tmp_path / "work")
    (tmp_path / "tmp").mkdir()
    return tmp_path / "work"


def parity(workspace: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run ``parity`` of that workspace; its temporary files go beside it."""
    return subprocess.run(
        [sys.executable, "-m", "compare", *arguments],
        cwd=workspace,
        env=environment(workspace),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def environment(workspace: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    return {
        **kept,
        "TMPDIR": str(workspace.parent / "tmp"),
        "PYTHONPATH": str(workspace),
        "PYTHONWARNINGS": "error",
        "COLUMNS": "160",
    }


def edit(path: Path, old: str, new: str) -> None:
    """Replace a text in a file, which must hold it."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path} no longer holds {old!r}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def differences(workspace: Path, *arguments: str) -> tuple[int, set[str]]:
    """The exit code, and every difference that is not explained and expected."""
    done = parity(workspace, "run", *arguments, "--json", "-")
    document = json.loads(done.stdout)
    found = set()
    for scenario in document["scenarios"]:
        assert scenario["error"] is None, scenario["error"]
        for step in scenario["steps"]:
            found |= {
                f"{each['kind']} {each['where']}: {each['flask']} | {each['django']}"
                for each in step["differences"]
                if each["verdict"] == "unexplained"
            }
    return done.returncode, found


def nothing_left(workspace: Path) -> bool:
    return not list((workspace.parent / "tmp").iterdir())


def test_a_column_dropped_from_the_django_migration(workspace):
    edit(
        workspace / "django_side/blog/migrations/0003_create_comentario.py",
        '("texto", models.TextField()),',
        "",
    )
    code, found = differences(workspace, "blog")
    assert code == 1
    assert "column.missing comentario.texto: text not null | None" in found
    done = parity(workspace, "run", "blog", "--quiet")
    assert done.returncode == 1
    assert "column.missing comentario.texto" in done.stdout
    assert "unexplained" in done.stdout
    assert nothing_left(workspace)


def test_a_column_dropped_from_the_flask_revision(workspace):
    path = workspace / "flask_side/blog/migrations/0002_add_avatar_url.py"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(
        "".join(
            line.replace(line.strip(), "pass") if "add_column" in line else line for line in lines
        ),
        encoding="utf-8",
    )
    path.write_text(
        path.read_text(encoding="utf-8").replace('batch_op.drop_column("avatar_url")', "pass"),
        encoding="utf-8",
    )
    code, found = differences(workspace, "blog")
    assert code == 1
    assert "column.missing usuario.avatar_url: None | varchar(200) null" in found


def test_a_row_changed_in_the_data_migration(workspace):
    edit(workspace / "django_side/rol/migrations/0003_set_admin.py", '"admin"', '"jefe"')
    code, found = differences(workspace, "rol")
    assert code == 1
    assert found == {"row.value usuario[1].rol: 'admin' | 'jefe'"}


def test_another_row_changed_in_the_data_migration(workspace):
    edit(
        workspace / "flask_side/rol/migrations/0003_set_admin.py",
        "usuario.c.id == 1",
        "usuario.c.id == 2",
    )
    code, found = differences(workspace, "rol")
    assert code == 1
    assert "row.value usuario[1].rol: 'usuario' | 'admin'" in found
    assert "row.value usuario[2].rol: 'admin' | 'usuario'" in found


@pytest.mark.parametrize(
    ("file", "old", "new", "expected"),
    [
        (
            "flask_side/blog/migrations/0001_create_usuario_post.py",
            "sa.String(length=120)",
            "sa.String(length=121)",
            "column.type usuario.email: varchar(121) | varchar(120)",
        ),
        (
            "django_side/blog/migrations/0001_create_usuario_post.py",
            "unique=True",
            "unique=False",
            "unique.missing usuario(email): constraint | None",
        ),
        (
            "flask_side/blog/migrations/0001_create_usuario_post.py",
            '"nombre", sa.String(length=100), nullable=False',
            '"nombre", sa.String(length=100), nullable=True',
            "column.nullable usuario.nombre: null | not null",
        ),
        (
            "django_side/blog/migrations/0004_add_publicado.py",
            "default=False",
            "default=True",
            "row.value post[1].publicado: 0 | 1",
        ),
        (
            "flask_side/blog/migrations/0004_add_publicado.py",
            "server_default=sa.false()",
            "server_default=sa.true()",
            "column.default post.publicado: 1 | None",
        ),
    ],
)
def test_a_small_fault_is_named(workspace, file, old, new, expected):
    edit(workspace / file, old, new)
    code, found = differences(workspace, "blog")
    assert code == 1
    assert expected in found


def test_a_downgrade_that_forgets_something_breaks_the_round_trip(workspace):
    path = workspace / "django_side/blog/migrations/0004_add_publicado.py"
    edit(
        path,
        "    operations = [",
        "    operations = [migrations.RunSQL("
        "'CREATE INDEX IF NOT EXISTS forgotten ON blog_usuario (nombre)', ''),",
    )
    code, found = differences(workspace, "blog")
    assert code == 1
    assert "index.missing usuario(nombre): None | index forgotten" in found
    assert "index.missing django: blog_usuario(nombre): None | index forgotten" in found


def test_a_migration_that_raises_is_named_with_its_line(workspace):
    path = workspace / "flask_side/blog/migrations/0003_create_comentario.py"
    edit(path, "def upgrade():\n", "def upgrade():\n    raise RuntimeError('boom')\n")
    line = path.read_text(encoding="utf-8").splitlines().index("    raise RuntimeError('boom')") + 1
    done = parity(workspace, "run", "blog", "--quiet")
    assert done.returncode == 3
    assert (
        "The flask side failed to migrate to 0003_create_comentario at "
        f"flask_side/blog/migrations/0003_create_comentario.py:{line}: RuntimeError: boom"
    ) in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
    assert nothing_left(workspace)


def test_a_migration_that_cannot_be_read_is_named_with_its_line(workspace):
    path = workspace / "django_side/blog/migrations/0002_add_avatar_url.py"
    path.write_text("class Migration(\n", encoding="utf-8")
    done = parity(workspace, "run", "blog", "--quiet")
    assert done.returncode == 3
    assert "django_side/blog/migrations/0002_add_avatar_url.py:1: SyntaxError" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


FIRST_LINE = "def upgrade():\n"
CAMPO3 = "flask_side/usuario/migrations/0002_add_campo3.py"
TELLING = "import compare.run.pool as pool; pool._events._wlock.acquire()"
"""As if the process were in the middle of telling how far it is."""


@pytest.mark.parametrize(
    ("line", "code", "sentence"),
    [
        ("import os; os._exit(0)", 3, "A process of the run ended before its walk did"),
        (f"{TELLING}; import os; os._exit(0)", 3, "A process of the run ended before its walk did"),
        ("import sys; sys.exit(0)", 3, "The flask side failed to migrate to 0002_add_campo3"),
        ("raise KeyboardInterrupt", 3, "KeyboardInterrupt"),
        ("raise GeneratorExit('x')", 3, "GeneratorExit: x"),
        ("raise RuntimeError('\\udcff \\x1b[2J')", 3, r"RuntimeError: \udcff \x1b[2J"),
        ("input('sure? ')", 3, "EOFError"),
    ],
)
def test_whatever_a_revision_does_to_its_process_is_a_failure(workspace, line, code, sentence):
    edit(workspace / CAMPO3, FIRST_LINE, f"{FIRST_LINE}    {line}\n")
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == code
    assert sentence in done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert nothing_left(workspace)


def test_what_a_revision_prints_or_where_it_goes_does_not_touch_the_results(workspace):
    edit(
        workspace / CAMPO3,
        FIRST_LINE,
        f"{FIRST_LINE}    import os; print('hello'); os.system('echo hello'); os.chdir('/')\n",
    )
    done = parity(workspace, "run", "usuario", "--json", "run.json", "--quiet")
    assert done.returncode == 0
    assert "hello" not in done.stdout
    assert json.loads((workspace / "run.json").read_text(encoding="utf-8"))["exit_code"] == 0
    assert json.loads(parity(workspace, "run", "usuario", "--json", "-").stdout)["version"] == 1


def test_the_environment_s_database_and_settings_are_none_of_its_business(workspace):
    done = subprocess.run(
        [sys.executable, "-m", "compare", "run", "usuario", "--quiet"],
        cwd=workspace,
        env={
            **environment(workspace),
            "DATABASE_URL": "oracle://ana:S3cr3t@nowhere/db",
            "DJANGO_SETTINGS_MODULE": "somebody.elses",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_ledger_row_of_another_app_is_seen(workspace):
    edit(
        workspace / "django_side/rol/migrations/0003_set_admin.py",
        "    operations = [\n",
        '    operations = [\n        migrations.RunSQL("INSERT INTO django_migrations '
        "(app, name, applied) VALUES ('blog', '0001_x', '2024-01-01')\", "
        "\"DELETE FROM django_migrations WHERE app = 'blog'\"),\n",
    )
    code, found = differences(workspace, "rol")
    assert code == 1
    assert found == {"ledger.foreign blog.0001_x: None | applied"}


def test_a_view_that_names_the_other_side_s_table_is_not_the_same(workspace):
    for path, up, down in (
        (CAMPO3, "def upgrade():\n", "def downgrade():\n"),
        ("django_side/usuario/migrations/0002_add_campo3.py", "    operations = [\n", ""),
    ):
        view = "CREATE VIEW v AS SELECT id FROM usuario"
        if down:
            edit(workspace / path, up, f"{up}    op.execute('{view}')\n")
            edit(workspace / path, down, f"{down}    op.execute('DROP VIEW v')\n")
        else:
            edit(workspace / path, up, f"{up}        migrations.RunSQL('{view}', 'DROP VIEW v'),\n")
    done = parity(workspace, "run", "usuario", "--quiet")
    # Not green, and in the end a failure: Django cannot take the revision back beside such a view.
    assert done.returncode == 3
    assert "django: view v: it cannot be read (no such table: main.usuario)" in done.stdout


def test_a_schema_changed_behind_sqlite_s_back_is_seen(workspace):
    edit(
        workspace / "flask_side/rol/migrations/0003_set_admin.py",
        FIRST_LINE,
        f"{FIRST_LINE}    op.execute('PRAGMA writable_schema = ON')\n"
        '    op.execute("UPDATE sqlite_master SET sql = '
        "replace(sql, 'NOT NULL', '') WHERE name = 'usuario'\")\n",
    )
    done = parity(workspace, "run", "rol", "--json", "-")
    steps = json.loads(done.stdout)["scenarios"][0]["steps"]
    assert done.returncode != 0
    assert steps[4]["areas"]["schema"] == "unexplained"


def test_a_locked_database_in_a_load_is_a_failure_and_no_difference(workspace):
    edit(
        workspace / "scenarios/usuario/scenario.toml",
        '[[step]]\nmigrate = "0002_add_campo3"',
        "[[step]]\nload = { usuario = [ { id = 90, campo1 = 10:00:00, campo2 = 'x' } ] }\n\n"
        '[[step]]\nmigrate = "0002_add_campo3"',
    )
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 3
    assert "failed to load rows" in done.stdout


@pytest.mark.parametrize(
    "before", ["pass", TELLING], ids=["while it sleeps", "while something is told"]
)
def test_sigterm_ends_the_run_and_leaves_nothing(workspace, before):
    lines = f"    {before}\n    print('sleeps', flush=True)\n    import time; time.sleep(60)\n"
    edit(workspace / CAMPO3, FIRST_LINE, FIRST_LINE + lines)
    process = subprocess.Popen(
        [sys.executable, "-m", "compare", "run", "usuario", "--jobs", "1"],
        cwd=workspace,
        env=environment(workspace),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        # Each line until it sleeps; no line at all is the end of the file.
        assert any("sleeps" in line for line in iter(process.stderr.readline, ""))
        process.terminate()
        output, _ = process.communicate(timeout=40)
    finally:
        process.kill()
    assert process.returncode == 143
    assert "summary" not in output
    assert nothing_left(workspace)


def test_the_other_scenarios_go_on(workspace):
    path = workspace / "django_side/usuario/migrations/0002_add_campo3.py"
    edit(path, "operations = [", "operations = [1 / 0,")
    done = parity(workspace, "run", "rol", "usuario", "--quiet", "--jobs", "2")
    assert done.returncode == 3
    summary = [line.split() for line in done.stdout.split("summary")[1].splitlines()]
    verdicts = {words[0]: words[-1] for words in summary if words}
    assert (verdicts["rol"], verdicts["usuario"]) == ("explained", "failed")


def test_a_missing_twin(workspace):
    (workspace / "django_side/blog/migrations/0004_add_publicado.py").unlink()
    done = parity(workspace, "run", "blog")
    assert done.returncode == 2
    assert "0004_add_publicado.py is missing" in done.stdout


def test_a_revision_that_does_not_exist(workspace):
    edit(workspace / "scenarios/blog/scenario.toml", '"0002_add_avatar_url"', '"0002_add_avatar"')
    done = parity(workspace, "run", "blog", "--quiet")
    assert done.returncode == 2
    assert "did you mean “0002_add_avatar_url”?" in done.stdout


def test_rows_for_a_table_that_is_nowhere(workspace):
    edit(
        workspace / "scenarios/usuario/scenario.toml", "step.load.usuario]]", "step.load.usuaria]]"
    )
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 2
    assert "neither side has a table “usuaria”" in done.stdout


def test_rows_that_one_database_refuses_are_a_difference(workspace):
    edit(
        workspace / "django_side/blog/migrations/0002_add_avatar_url.py",
        "null=True",
        "default=''",
    )
    code, found = differences(workspace, "blog")
    assert code == 1
    assert any("load.refused step 4: accepted | IntegrityError" in line for line in found)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("step = ", "is not valid TOML"), ("[[stpe]]", "unknown key “stpe”"), ("step = 3", "golden")],
)
def test_a_broken_golden(workspace, text, sentence):
    (workspace / "scenarios/usuario/expected/sqlite.toml").write_text(text)
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 2
    assert sentence in done.stdout
    assert "parity run usuario --accept" in done.stdout


def test_a_folder_that_is_missing(workspace):
    shutil.rmtree(workspace / "django_side/usuario")
    done = parity(workspace, "run", "usuario")
    assert done.returncode == 2
    assert "has no folder django_side/usuario/migrations" in done.stdout
    shutil.rmtree(workspace / "scenarios")
    done = parity(workspace, "run")
    assert done.returncode == 3
    assert "There are no scenarios" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_golden_that_cannot_be_read_or_written(workspace):
    folder = workspace / "scenarios/usuario/expected"
    shutil.rmtree(folder)
    folder.write_text("a file where a folder should be")
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 3
    assert "Cannot read scenarios/usuario/expected/sqlite.toml: Not a directory." in done.stdout
    folder.unlink()
    folder.symlink_to("/proc/nothing")
    done = parity(workspace, "run", "usuario", "--quiet", "--accept")
    assert done.returncode == 3
    assert "Cannot write scenarios/usuario/expected/sqlite.toml" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_a_golden_with_a_side_that_is_not_there(workspace):
    path = workspace / "scenarios/usuario/expected/sqlite.toml"
    edit(path, "[step.lost]\n", "[step.lost]\nflsk = ['x']\n")
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 2
    assert "unknown key “flsk”" in done.stdout


def test_a_golden_that_expects_something_that_is_gone(workspace):
    path = workspace / "scenarios/usuario/expected/sqlite.toml"
    edit(path, "table.name usuario: usuario | usuario_usuario", "table.name usuario: usuario | x")
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 1
    assert "stale: table.name usuario: usuario | x (table-prefix)" in done.stdout
    assert "new table-prefix" in done.stdout
    accepted = parity(workspace, "run", "usuario", "--quiet", "--accept")
    assert accepted.returncode == 0
    assert path.read_bytes() == (ROOT / "scenarios/usuario/expected/sqlite.toml").read_bytes()


def test_without_a_golden_everything_is_new(workspace):
    (workspace / "scenarios/usuario/expected/sqlite.toml").unlink()
    done = parity(workspace, "run", "usuario", "--quiet")
    assert done.returncode == 1
    assert "There is no golden yet: `parity run usuario --accept` writes one." in done.stdout


def test_accept_refuses_the_unexplained(workspace):
    path = workspace / "scenarios/usuario/expected/sqlite.toml"
    before = path.read_bytes()
    edit(workspace / "django_side/usuario/migrations/0001_create_usuario.py", "128", "127")
    done = parity(workspace, "run", "usuario", "--quiet", "--accept")
    assert done.returncode == 1
    assert "the golden of usuario stays as it is" in done.stderr
    assert path.read_bytes() == before


def test_ctrl_c_leaves_nothing_behind(workspace):
    # However late this process is told of the first line, the run is still going on.
    edit(workspace / CAMPO3, FIRST_LINE, f"{FIRST_LINE}    import time; time.sleep(30)\n")
    process = subprocess.Popen(
        [sys.executable, "-m", "compare", "run", "--jobs", "2"],
        cwd=workspace,
        env=environment(workspace),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=heeds_ctrl_c,
    )
    try:
        # The first line of progress: the databases are there.
        assert process.stderr.readline()
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 130
    assert "interrupted; nothing is left behind" in errors
    assert "Traceback" not in errors
    deadline = time.monotonic() + 5
    while not nothing_left(workspace) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert nothing_left(workspace)
    assert not list(workspace.rglob("*.sqlite3"))
    assert not list(workspace.rglob("*.db"))
