"""MariaDB: the server that is named, else the machine's own program, for one run."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from compare.engines.base import Offer
from compare.engines.keeper import Plan
from compare.engines.server import (
    ServerDatabases,
    Statements,
    new_prefix,
    url_from_environment,
)
from compare.engines.throwaway import server_folder, serving
from compare.errors import EngineMissing, ToolError

VARIABLE = "PARITY_MARIADB_URL"
_INSTALL = "python -m pip install 'django-parity[mariadb]'"
_DRIVERS = {"mariadb": "mariadb+pymysql", "mysql": "mysql+pymysql"}
_PLACES = ("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/opt/mariadb/bin")
_STATEMENTS = Statements(
    # Whatever the server's own: text is to be sorted and folded in one way everywhere.
    create="CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
    drop="DROP DATABASE IF EXISTS `{name}`",
    named_like="SELECT schema_name FROM information_schema.schemata"
    " WHERE left(schema_name, char_length('{name}')) = '{name}'",
    version="SELECT version()",
)
_SMALL = (
    "--innodb-doublewrite=0",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--skip-name-resolve",
)
_FAST = (
    "--sync-binlog=0",
    "--skip-log-bin",
    "--skip-networking",
    "--character-set-server=utf8mb4",
    "--default-time-zone=+00:00",
)


class MariaDB:
    """MariaDB 10.6 or newer."""

    name = "mariadb"

    def offer(self) -> Offer:
        """The server that ``PARITY_MARIADB_URL`` names, else the machine's ``mariadbd``."""
        if importlib.util.find_spec("pymysql") is None:
            return Offer("", missing=f"the driver PyMySQL is not installed: {_INSTALL}")
        url = url_from_environment(VARIABLE, _DRIVERS)
        if url is not None:
            try:
                version = ServerDatabases(url, "", _STATEMENTS).version()
            except ToolError as error:
                return Offer(VARIABLE, missing=str(error))
            return Offer(VARIABLE, version)
        server = _program("mariadbd")
        if server is None or _program("mariadb-install-db") is None:
            return Offer(
                "",
                missing=f"no server: set {VARIABLE}, or install MariaDB's server, which need not "
                "run (Debian and Ubuntu: apt install mariadb-server; macOS: brew install mariadb)",
            )
        told = subprocess.run([server, "--version"], capture_output=True, text=True, check=False)
        found = re.search(r"Ver ([0-9.]+)", told.stdout)
        return Offer(f"throw-away server of {server}", found[1] if found else "")

    @contextmanager
    def running(self, folder: Path) -> Iterator[ServerDatabases]:
        """The server that is named, or a new one, gone when the context ends.

        Raises:
            EngineMissing: there is neither.
            ToolError: it does not start or does not answer.
        """
        offer = self.offer()
        if offer.missing:
            raise EngineMissing(self.name, offer.missing)
        url = url_from_environment(VARIABLE, _DRIVERS)
        if url is not None:
            databases = ServerDatabases(url, new_prefix(), _STATEMENTS)
            try:
                yield databases
            finally:
                databases.clean()
            return
        with _throwaway(folder) as databases:
            yield databases


@contextmanager
def _throwaway(parent: Path) -> Iterator[ServerDatabases]:
    # It runs as whoever one is; as root it wants to be told so.
    user = ["--user=root"] if os.geteuid() == 0 else []
    server_program, install_program = _program("mariadbd"), _program("mariadb-install-db")
    with server_folder(parent) as folder:
        socket, data = folder / "socket", f"--datadir={folder / 'data'}"
        url = URL.create(
            "mariadb+pymysql",
            username="root",
            host="localhost",
            database="mysql",
            query={"unix_socket": str(socket), "charset": "utf8mb4"},
        )
        databases = ServerDatabases(
            url.render_as_string(hide_password=False), new_prefix(), _STATEMENTS
        )
        normal = ["--auth-root-authentication-method=normal", "--skip-test-db"]
        files = [f"--socket={socket}", f"--pid-file={folder / 'pid'}", f"--tmpdir={folder}"]
        plan: Plan = {
            "folder": str(folder),
            "prepare": [str(install_program), "--no-defaults", data, *normal, *_SMALL, *user],
            "serve": [str(server_program), "--no-defaults", data, *files, *_SMALL, *_FAST, *user],
            # Nobody will read its files again.
            "stop": signal.SIGKILL,
            "uid": -1,
            "gid": -1,
        }
        with serving(plan, socket, databases.why_not_ready, "MariaDB"):
            yield databases


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES))
