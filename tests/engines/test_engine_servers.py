"""Engines: pairs that come and go, servers that leave nothing behind, and what is said of none."""

import json
import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from compare.engines import ENGINES, engine_named, engines_named, mariadb, postgresql, throwaway
from compare.engines.mariadb import MariaDB
from compare.engines.postgresql import PostgreSQL
from compare.engines.server import ServerDatabases, url_from_environment
from compare.errors import EngineMissing, ToolError, UsageError
from compare.redaction import redact
from tests import servers
from tests.signals import heeds_ctrl_c

SERVERS = ("postgresql", "mariadb")
ADMIN = {"postgresql": servers.postgresql_url, "mariadb": servers.mariadb_url}
VARIABLES = {"postgresql": PostgreSQL.variable, "mariadb": MariaDB.variable}


@pytest.fixture(params=SERVERS)
def server(request, monkeypatch, tmp_path):
    """The engine on a server that was named, with the server's own list of databases."""
    monkeypatch.setenv(VARIABLES[request.param], ADMIN[request.param]())
    with engine_named(request.param).running(tmp_path) as found:
        yield found


def names(url: str) -> set[str]:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    return set(sa.inspect(engine).get_schema_names()) if "mariadb" in url else _databases(engine)


def _databases(engine: sa.Engine) -> set[str]:
    with engine.connect() as connection:
        return set(connection.scalars(sa.text("SELECT datname FROM pg_database")))


def works(url: str) -> None:
    engine = sa.create_engine(url, poolclass=sa.NullPool)
    with engine.begin() as connection:
        connection.execute(sa.text("CREATE TABLE t (a varchar(10))"))
        connection.execute(sa.text("INSERT INTO t VALUES ('ñ€😀')"))
        assert connection.scalar(sa.text("SELECT a FROM t")) == "ñ€😀"


def test_a_pair_comes_empty_and_goes_with_all_that_is_in_it(server):
    before = names(server.url)
    with server.pair() as pair, server.pair() as other:
        urls = {pair.flask, pair.django, other.flask, other.django}
        assert len(urls) == 4
        works(pair.flask)
        works(pair.django)
        assert len(names(server.url) - before) == 4
    assert names(server.url) == before


def test_a_pair_goes_even_if_somebody_is_connected(server):
    before = names(server.url)
    with server.pair() as pair:
        connection = sa.create_engine(pair.flask, poolclass=sa.NullPool).connect()
    assert names(server.url) == before
    connection.invalidate()
    connection.close()


def test_what_a_killed_worker_left_is_dropped_and_nothing_else(server):
    before = names(server.url)
    another = ServerDatabases(server.url, f"{server.prefix[:-2]}_", server.statements)
    with another.pair():
        left = server.pair()
        left.__enter__()
        assert len(names(server.url) - before) == 4
        server.clean()
        assert len(names(server.url) - before) == 2
    assert names(server.url) == before


@pytest.mark.parametrize("name", SERVERS)
def test_a_throw_away_server_is_private_and_leaves_nothing(name, monkeypatch, tmp_path):
    monkeypatch.delenv(VARIABLES[name], raising=False)
    with engine_named(name).running(tmp_path) as found:
        url = sa.make_url(found.url)
        socket = url.query.get("host") or url.query["unix_socket"]
        folder = Path(str(socket)) if name == "postgresql" else Path(str(socket)).parent
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "data").stat().st_mode) & 0o077 == 0 or name == "mariadb"
        with found.pair() as pair:
            works(pair.flask)
    assert not folder.exists()


def test_a_throw_away_server_leaves_the_files_of_another_alone(monkeypatch, tmp_path):
    monkeypatch.delenv(MariaDB.variable, raising=False)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    working = tmp_path / "#sql-temptable-1-2-3.MAI"
    working.touch()
    with engine_named("mariadb").running(tmp_path):
        pass
    assert working.exists()


STARTS = """
import sys, time
from pathlib import Path
from compare.engines import engine_named
with engine_named(sys.argv[1]).running(Path(sys.argv[2])) as server:
    print(server.url, flush=True)
    time.sleep(60)
"""


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.parametrize("name", SERVERS)
def test_a_server_ends_with_whoever_started_it(name, ending, root, tmp_path):
    environment = {k: v for k, v in os.environ.items() if k not in VARIABLES.values()}
    process = subprocess.Popen(
        [sys.executable, "-c", STARTS, name, str(tmp_path)],
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        preexec_fn=heeds_ctrl_c,
    )
    url = sa.make_url(process.stdout.readline().strip())
    socket = Path(str(url.query.get("host") or url.query["unix_socket"]))
    assert socket.exists()
    written = socket / "data/postmaster.pid" if name == "postgresql" else socket.parent / "pid"
    pid = int(written.read_text().split()[0])
    process.send_signal(ending)
    process.wait(20)
    process.stdout.close()
    for _ in range(200):
        if not socket.exists() and not is_running(pid):
            break
        time.sleep(0.1)
    assert not socket.exists()
    assert not is_running(pid)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_server_that_does_not_start_is_one_sentence(tmp_path):
    plan = {
        "folder": str(tmp_path),
        "prepare": [sys.executable, "-c", "print('the disk is full'); raise SystemExit(7)"],
        "serve": ["false"],
        "stop": signal.SIGTERM,
        "uid": -1,
        "gid": -1,
    }
    serving = throwaway.serving(plan, tmp_path / "socket", "ready", "Example")
    with pytest.raises(ToolError, match="Example server does not start: the disk is full"):
        serving.__enter__()


def test_a_server_in_a_folder_with_a_long_path_is_elsewhere(tmp_path):
    deep = tmp_path / ("x" * 90)
    deep.mkdir()
    with throwaway.server_folder(deep) as folder:
        assert len(str(folder)) < 100
        assert folder.parent == Path(tempfile.gettempdir()) or folder.parent == Path("/tmp")
    assert not folder.exists()


def test_a_folder_that_not_all_may_enter_is_not_for_another_account(tmp_path):
    tmp_path.chmod(0o700)
    assert not throwaway.open_to_all(tmp_path)
    assert throwaway.open_to_all(Path("/"))
    assert not throwaway.open_to_all(tmp_path / "missing")


@pytest.mark.parametrize("name", SERVERS)
def test_a_named_server_that_cannot_be_reached_is_missing_without_its_password(
    name, monkeypatch, tmp_path
):
    monkeypatch.setenv(VARIABLES[name], f"{name}://ana:s3creto@127.0.0.1:1/x")
    offer = engine_named(name).offer()
    assert offer.missing
    assert "s3creto" not in redact(offer.missing)
    with (
        pytest.raises(EngineMissing, match=f"There is no {name} here: "),
        engine_named(name).running(tmp_path),
    ):
        raise AssertionError


def test_without_any_server_it_is_said_what_to_install(monkeypatch):
    monkeypatch.delenv(MariaDB.variable, raising=False)
    monkeypatch.delenv(PostgreSQL.variable, raising=False)
    monkeypatch.setattr(mariadb, "_program", lambda name: None)
    monkeypatch.setattr(postgresql, "_installed", lambda: None)
    assert "apt install mariadb-server" in engine_named("mariadb").offer().missing
    assert "django-parity[postgresql]" in engine_named("postgresql").offer().missing


@pytest.mark.parametrize(
    "url", ["no url", "oracle://x/y", "postgresql+nodriver://x/y", "sqlite://"]
)
def test_a_variable_that_leads_nowhere_is_wrong_usage(url, monkeypatch):
    monkeypatch.setenv("PARITY_POSTGRESQL_URL", url)
    with pytest.raises(UsageError, match=r"^PARITY_POSTGRESQL_URL "):
        url_from_environment("PARITY_POSTGRESQL_URL", {"postgresql": "postgresql+psycopg"})


def test_engines_come_once_and_in_one_order():
    assert engines_named(["mariadb", "sqlite", "mariadb"]) == ("sqlite", "mariadb")
    assert engines_named(["all"]) == engines_named(["all", "sqlite"]) == tuple(ENGINES)
    with pytest.raises(UsageError, match="no engine “oracle”"):
        engines_named(["all", "oracle"])


@pytest.mark.parametrize(("allowed", "code"), [("0", 3), ("1", 0)])
def test_a_run_without_the_engine_is_skipped_and_said_to_be(allowed, code, root, tmp_path):
    done = subprocess.run(
        [
            *(sys.executable, "-m", "compare", "run", "usuario", "-q"),
            *("-e", "sqlite", "-e", "mariadb", "--json", str(tmp_path / "run.json")),
        ],
        cwd=root,
        env={
            **os.environ,
            MariaDB.variable: "mysql://ana:s3creto@127.0.0.1:1/x",
            "PARITY_SKIP_MISSING": allowed,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code
    assert "s3creto" not in done.stdout + done.stderr
    assert "skipped: There is no mariadb here:" in done.stdout
    verdicts = {
        each["engine"]: each["verdict"]
        for each in json.loads((tmp_path / "run.json").read_text())["scenarios"]
    }
    assert verdicts == {"sqlite": "explained", "mariadb": "skipped"}
