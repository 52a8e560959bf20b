"""MariaDB: the server that is named, else the machine's own program, for one run."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import URL

from compare.engines.base import Offer
from compare.engines.keeper import Plan
from compare.engines.server import ServerDatabases, ServerEngine, Statements
from compare.engines.throwaway import OWN, server_folder, serving

_PLACES = ("/usr/sbin", "/usr/libexec", "/usr/local/sbin", "/opt/homebrew/opt/mariadb/bin")
_INIT = ("--auth-root-authentication-method=normal", "--skip-test-db")
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


class MariaDB(ServerEngine):
    """MariaDB 10.6 or newer."""

    name = "mariadb"
    variable = "PARITY_MARIADB_URL"
    driver = "pymysql"
    drivers = MappingProxyType({"mariadb": "mariadb+pymysql", "mysql": "mysql+pymysql"})
    statements = Statements(
        # Whatever the server's own: text is to be sorted and folded in one way everywhere.
        create="CREATE DATABASE `{name}` CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci",
        drop="DROP DATABASE IF EXISTS `{name}`",
        named_like="SELECT schema_name FROM information_schema.schemata"
        " WHERE left(schema_name, char_length('{name}')) = '{name}'",
        version="SELECT version()",
    )

    def _own(self) -> Offer:
        server = _program("mariadbd")
        if server is None or _program("mariadb-install-db") is None:
            return Offer(
                "",
                missing=f"no server: set {self.variable}, or install MariaDB's server, which need "
                "not run (Debian and Ubuntu: apt install mariadb-server; macOS: brew install "
                "mariadb)",
            )
        told = subprocess.run([server, "--version"], capture_output=True, text=True, check=False)
        found = re.search(r"Ver ([0-9.]+)", told.stdout)
        return Offer(f"throw-away server of {server}", found[1] if found else "")

    @contextmanager
    def _started(self, folder: Path) -> Iterator[ServerDatabases]:
        # It runs as whoever one is; as root it wants to be told so.
        common = ["--no-defaults", *_SMALL, *(["--user=root"] if os.geteuid() == 0 else [])]
        with server_folder(folder) as own:
            # In a folder that it shares, a server that starts clears away what another is working
            # with; so does the one that makes the first files.
            common += [f"--datadir={own / 'data'}", f"--tmpdir={own}"]
            socket = own / "socket"
            url = URL.create(
                "mariadb+pymysql",
                username="root",
                host="localhost",
                database="mysql",
                # Nobody listens on a socket in a private folder, and to get ready for TLS takes
                # PyMySQL fifty times as long as to connect.
                query={"unix_socket": str(socket), "charset": "utf8mb4", "ssl_disabled": "1"},
            )
            databases = self._databases(url.render_as_string(hide_password=False))
            files = [f"--socket={socket}", f"--pid-file={own / 'pid'}"]
            plan: Plan = {
                "folder": str(own),
                "prepare": [str(_program("mariadb-install-db")), *common, *_INIT],
                "serve": [str(_program("mariadbd")), *common, *files, *_FAST],
                # Nobody will read its files again.
                "stop": signal.SIGKILL,
                "uid": OWN.uid,
                "gid": OWN.gid,
            }
            with serving(plan, socket, "ready for connections", "MariaDB"):
                yield databases


def _program(name: str) -> str | None:
    return shutil.which(name) or shutil.which(name, path=os.pathsep.join(_PLACES))
