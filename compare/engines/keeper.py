"""Keeps one server running for as long as somebody listens, then leaves nothing of it behind.

Run as a script, with nothing but the standard library, so that it starts at once::

    python keeper.py '{"folder": …, "prepare": […], "serve": […], "stop": 3, "uid": -1, "gid": -1}'

Its stdin is the lifeline: at its end, whatever happened to the process at the other end, the server
is stopped and the folder removed. Should the server end by itself, a line on stdout tells.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, BinaryIO, TypedDict

PATIENCE = 5.0
"""Seconds between asking a server to stop and killing it."""


class Plan(TypedDict):
    """What is kept.

    Attributes:
        folder: the working folder, removed at the end with everything in it; output goes to the
            file ``log`` in it.
        prepare: a command that makes the server's files.
        serve: the server, in the foreground.
        stop: the signal that makes it stop at once.
        uid, gid: whose rights both run with; -1 for one's own.
    """

    folder: str
    prepare: list[str]
    serve: list[str]
    stop: int
    uid: int
    gid: int


def keep(plan: Plan) -> int:
    """Prepare and run the server, until stdin ends or the server does.

    Returns:
        The exit code of the command that failed, 0 if the server was stopped.
    """
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        # Ctrl-C goes to all in the terminal's group, and it is the parent's to answer. A handler,
        # because commands would inherit it if the signals were ignored.
        signal.signal(each, lambda *_: None)
    try:
        with Path(plan["folder"], "log").open("ab") as log:
            prepared = subprocess.run(plan["prepare"], **_settings(plan, log), check=False)
            if prepared.returncode:
                return prepared.returncode
            server = subprocess.Popen(plan["serve"], **_settings(plan, log))
        threading.Thread(target=_stop_at_the_end, args=(server, plan["stop"]), daemon=True).start()
        return max(server.wait(), 0)
    finally:
        # What went wrong stands in the log: the parent reads it before it lets go.
        with contextlib.suppress(OSError):
            os.write(1, b"ended\n")
        _listen()
        shutil.rmtree(plan["folder"], ignore_errors=True)


def _listen() -> None:
    """Wait for the end of stdin."""
    with contextlib.suppress(OSError):
        while os.read(0, 1024):
            pass


def _settings(plan: Plan, log: BinaryIO) -> dict[str, Any]:
    rights: dict[str, Any] = {"user": plan["uid"], "group": plan["gid"], "extra_groups": []}
    return {
        "stdin": subprocess.DEVNULL,
        "stdout": log,
        "stderr": log,
        "cwd": plan["folder"],
        "start_new_session": True,
        **(rights if plan["uid"] >= 0 else {}),
    }


def _stop_at_the_end(server: subprocess.Popen[bytes], stop: int) -> None:
    _listen()
    server.send_signal(stop)
    try:
        server.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    sys.exit(keep(json.loads(sys.argv[1])))
