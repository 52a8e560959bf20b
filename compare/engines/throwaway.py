"""A database server for one run: made, started, stopped and removed."""

from __future__ import annotations

import json
import os
import pwd
import select
import shutil
import socket
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from compare.engines import keeper
from compare.errors import ToolError

_LONGEST_FOLDER = 70
"""A socket's path has at most 107 characters (103 on macOS)."""

_START = 60.0
"""Seconds until a server that does not answer has failed."""


@dataclass(frozen=True, slots=True)
class Account:
    """Whose rights a server runs with: user and group id, -1 for one's own."""

    uid: int = -1
    gid: int = -1


OWN = Account()


@contextmanager
def server_folder(parent: Path, account: Account = OWN) -> Iterator[Path]:
    """A folder of the server's own, 0700, removed at the end.

    It is in the parent folder, unless the path would be too long for a socket or the account may
    not go there; then where the system keeps temporary files.

    Raises:
        ToolError: there is no such place.
    """
    places = [str(parent), tempfile.gettempdir(), "/tmp", "/var/tmp"]
    for place in places:
        if len(place) > _LONGEST_FOLDER or not (account == OWN or open_to_all(Path(place))):
            continue
        try:
            folder = Path(tempfile.mkdtemp(prefix="parity-", dir=place))
        except OSError:
            continue
        break
    else:
        raise ToolError(
            "There is no temporary folder for a database server; set TMPDIR to a folder with a "
            "short path that can be written."
        )
    try:
        if account != OWN:
            os.chown(folder, account.uid, account.gid)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def serving(plan: keeper.Plan, listens_on: Path, ready: str, what: str) -> Iterator[None]:
    """Run a server, from when it is ready until the context ends.

    A process of its own keeps the server and stops it also when this one is killed.

    Args:
        plan: what to prepare and to run.
        listens_on: its socket.
        ready: what it writes into its log once it takes connections.
        what: the server's name, for sentences.

    Raises:
        ToolError: it does not start.
    """
    process = subprocess.Popen(
        [sys.executable, "-I", keeper.__file__, json.dumps(plan)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        _wait(
            process,
            Path(plan["folder"], "log"),
            lambda log: ready in log and _listens(listens_on),
            what,
        )
        yield
    finally:
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        process.wait()


def _wait(
    process: subprocess.Popen[bytes], log: Path, ready: Callable[[str], bool], what: str
) -> None:
    assert process.stdout is not None
    end = time.monotonic() + _START
    while not ready(_read(log)):
        ended, _, _ = select.select([process.stdout], [], [], 0.02)
        if ended or time.monotonic() > end:
            raise ToolError(
                f"The throw-away {what} server does not start: {_last_words(_read(log))}"
            )


def _listens(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(path)) == 0


def _read(log: Path) -> str:
    try:
        return log.read_text(errors="replace")
    except OSError:
        return ""


def _last_words(log: str) -> str:
    lines = (line.strip() for line in reversed(log.splitlines()))
    return next((line for line in lines if line), "it says nothing.")


def unprivileged(*names: str) -> Account:
    """The account for a server that refuses to run as root: one's own, unless one is root.

    Args:
        names: accounts to look for; ``nobody`` is there everywhere.
    """
    if os.geteuid() != 0:
        return OWN
    for name in (*names, "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    return OWN


def open_to_all(path: Path) -> bool:
    """Whether everybody may go to a folder and read it."""
    try:
        mode = path.stat().st_mode
        parents = [parent.stat().st_mode for parent in path.resolve().parents]
    except OSError:
        return False
    return bool(mode & stat.S_IROTH and mode & stat.S_IXOTH) and all(
        parent & stat.S_IXOTH for parent in parents
    )
