"""The state in which a SQLite file is met, and what keeps it from changing meanwhile.

SQLite itself leaves a ``-wal`` and a ``-shm`` file behind when it opens a file in WAL mode to read
only. This is avoided where nobody else has the file open, on the ground of these facts:

* Whoever has a database open in WAL mode holds a SHARED lock on the file, and only the holder of
  an EXCLUSIVE one deletes the ``-wal`` and ``-shm`` files or leaves WAL mode
  (https://www.sqlite.org/walformat.html, "File Locks": "all active processes hold a shared lock on
  the database"; "when the last connection closes" they are deleted).
* With a rollback journal the file is written under an EXCLUSIVE lock only
  (https://www.sqlite.org/lockingv3.html).
* So while *we* hold a SHARED lock, a missing ``-wal`` file that is still missing later was never
  there in between: nothing was written.

The lock is of the kind that belongs to the open file (Linux: ``F_OFD_SETLK``); a lock that belongs
to the process would be lost whenever SQLite, or anybody, closes the same file in this process
(https://www.sqlite.org/howtocorrupt.html, 2.2). For the same reason no file is closed here while
another user of this module has it open.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
import stat
import struct
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from compare.errors import ToolError

State = Literal["journal", "wal", "still"]
"""With a rollback journal; in WAL mode with connections of others or ours; known not to change."""

_MAGIC = b"SQLite format 3\0"
_WAL = b"\x02\x02"
_VERSIONS = slice(18, 20)
_SHARED_FIRST, _SHARED_SIZE = 0x40000002, 510
_PAUSE = 0.02
_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class File:
    """A SQLite file that may be opened.

    Attributes:
        path: of the file, or of a private copy.
        state: what is known of it.
    """

    path: str
    state: State


@dataclass(slots=True)
class _Held:
    users: int = 0
    descriptors: list[int] = field(default_factory=list)


_held: dict[tuple[int, int], _Held] = {}
_guard = threading.Lock()


@contextmanager
def looked_at(name: str, lock_timeout: float | None) -> Iterator[File]:
    """Find out how a file may be opened, and keep it so.

    Args:
        name: the file's path.
        lock_timeout: seconds to wait for somebody who is writing; None: five.

    Yields:
        What to open.

    Raises:
        ToolError: there is no such file, it may not be read or is no SQLite database; at the end:
            somebody began to write while the file was read as one that nobody writes.
    """
    # SQLite looks for the files beside the one that a link leads to.
    path = os.path.realpath(name)
    with _opened(path, name) as descriptor:
        locked = _lock(descriptor, name, _PATIENCE if lock_timeout is None else lock_timeout)
        header = _header(descriptor, name)
        wal, shared = Path(f"{path}-wal"), Path(f"{path}-shm")
        if wal.exists() and shared.exists():
            yield File(path, "wal")
            return
        _refuse_part(descriptor, header, path, name)
        if wal.exists():
            _refuse_without(locked, name)
            _refuse_hot_journal(path, name)
            with _copied(descriptor, path, name) as copy:
                yield File(copy, "wal")
            return
        if header[_VERSIONS] != _WAL:
            yield File(path, "journal")
            return
        _refuse_without(locked, name)
        _refuse_hot_journal(path, name)
        try:
            yield File(path, "still")
        finally:
            # In place of whatever a file that changed under the reader made of the body.
            if wal.exists():
                raise ToolError(
                    f"{name}: another program opened the database while it was read, so what was"
                    " read may be of two moments: run it again."
                )


def hot_journal(name: str) -> ToolError:
    """What to say where a transaction was cut off and its journal must be rolled back first."""
    return ToolError(
        f"{name}: there is a hot journal ({name}-journal), left by a program that was cut off while"
        " writing: keep a copy of both files, then open the database once with a program that may"
        " write, such as sqlite3 with a SELECT, so that SQLite rolls it back."
    )


@contextmanager
def _opened(path: str, name: str) -> Iterator[int]:
    """A descriptor of a regular file with something in it."""
    try:
        # Without waiting for the other end of a pipe.
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        raise ToolError(f"{name}: there is no such file: check the path.") from None
    except OSError as error:
        raise ToolError(
            f"{name}: the file cannot be read ({error.strerror}): check the path, and that you may"
            " read the file and enter its folder."
        ) from None
    status = os.fstat(descriptor)
    key = (status.st_dev, status.st_ino)
    with _guard:
        held = _held.setdefault(key, _Held())
        held.users += 1
        held.descriptors.append(descriptor)
    try:
        _check(status, name)
        yield descriptor
    finally:
        with _guard:
            held.users -= 1
            if not held.users:
                del _held[key]
                for each in held.descriptors:
                    os.close(each)


def _check(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "no regular file"
        raise ToolError(f"{name}: this is {what}: give the path of a SQLite file.")
    if not status.st_size:
        raise ToolError(
            f"{name}: the file is empty, so there is nothing to compare: check the path, or run the"
            " migrations first."
        )


def _lock(descriptor: int, name: str, patience: float) -> bool:
    """Take a SHARED lock as SQLite does; False where this system has no such locks."""
    if sys.platform != "linux":
        return False
    lock = struct.pack("hhqqi", fcntl.F_RDLCK, os.SEEK_SET, _SHARED_FIRST, _SHARED_SIZE, 0)
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, lock)
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.EACCES):
                return False
        else:
            return True
        if time.monotonic() > end:
            raise ToolError(
                f"{name}: another program has locked the database: run it again when that program"
                " is done, or allow more time for locks."
            )
        time.sleep(_PAUSE)


def _header(descriptor: int, name: str) -> bytes:
    try:
        header = os.pread(descriptor, 100, 0)
    except OSError as error:
        raise ToolError(f"{name}: the file cannot be read: {error.strerror}.") from None
    if not header.startswith(_MAGIC):
        raise not_a_database(name)
    return header


def _refuse_part(descriptor: int, header: bytes, path: str, name: str) -> None:
    """Refuse a last page that is not whole: SQLite would take zeros for what is missing.

    https://www.sqlite.org/fileformat2.html, 1.3.2: the page size; 65536 is written as 1.
    """
    size = int.from_bytes(header[16:18], "big")
    if os.fstat(descriptor).st_size % (65536 if size == 1 else size or 1):
        # Where a disk was full while somebody wrote, the journal has the file as it was.
        _refuse_hot_journal(path, name)
        raise ToolError(
            f"{name}: the file is damaged or cut off (its last page is not whole): take a whole"
            " copy."
        )


def not_a_database(name: str) -> ToolError:
    """What to say of a file that SQLite cannot make anything of."""
    return ToolError(
        f"{name}: this is no SQLite database, or one that is encrypted: check the path, or give a"
        " copy that is decrypted."
    )


def _refuse_without(locked: bool, name: str) -> None:
    if not locked:
        raise ToolError(
            f"{name}: the database is in WAL mode, nobody has it open, and here it cannot be kept"
            " from changing without writing beside it: open it in another program meanwhile, such"
            " as sqlite3 with a SELECT, or give a copy made with its .backup."
        )


def _refuse_hot_journal(path: str, name: str) -> None:
    """For where SQLite itself does not look for one (https://www.sqlite.org/fileformat2.html)."""
    try:
        with Path(f"{path}-journal").open("rb") as journal:
            begins = journal.read(1)
    except FileNotFoundError:
        return
    except OSError:
        raise hot_journal(name) from None
    if begins.strip(b"\0"):
        raise hot_journal(name)


@contextmanager
def _copied(descriptor: int, path: str, name: str) -> Iterator[str]:
    """A private copy of a file and the ``-wal`` that a program left when it was cut off.

    To read them in place SQLite would have to make a ``-shm`` file. Whoever opens them makes one
    too, and cannot take it away while we hold a lock: as long as there is none, nobody is there.
    """
    try:
        folder = tempfile.TemporaryDirectory(prefix="parity-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_room(name, error) from None
    with folder as place:
        copy = Path(place, "copy.db")
        try:
            with open(descriptor, "rb", closefd=False) as source, copy.open("wb") as target:
                source.seek(0)
                shutil.copyfileobj(source, target, 1 << 20)
            shutil.copyfile(f"{path}-wal", f"{copy}-wal")
        except OSError as error:
            raise _no_room(name, error) from None
        if Path(f"{path}-shm").exists():
            raise ToolError(
                f"{name}: another program opened the database while it was copied: run it again."
            )
        yield str(copy)


def _no_room(name: str, error: OSError) -> ToolError:
    return ToolError(
        f"{name}: a program that was cut off left a -wal file, and no copy of both can be made to"
        f" read them ({error.strerror}): set TMPDIR to a folder with room for them."
    )
