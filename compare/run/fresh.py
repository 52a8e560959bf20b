"""Processes for code that is somebody's: a revision may end its process, print, or hang.

A fork server imports the frameworks once for all of them, and unlike a plain fork copies no threads
or connections. Where there can be none (Windows, a temporary folder with a long path), every
process imports them itself.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import forkserver, resource_tracker
from typing import TYPE_CHECKING

from compare.scenario import ROOT

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

_IMPORTED = (
    "compare.run.walk",
    "compare.sides.flask_project",
    "compare.sides.django_project",
    # Imported when first needed, which every walk does.
    "flask_migrate",
    "flask_sqlalchemy",
    "django.db.backends.sqlite3.base",
    "django.core.management.commands.migrate",
)
_LONGEST = 70
"""The server listens on a socket in the temporary folder, whose path may have 107 bytes."""


def fresh_processes() -> ForkServerContext | SpawnContext:
    """How processes begin that walk; to be started within :func:`undisturbed`."""
    too_long = len(os.fsencode(tempfile.gettempdir())) > _LONGEST
    if too_long or "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(_IMPORTED))
    # The server and its children inherit what is blocked: Ctrl-C is for this process alone. Were
    # the tracker not there yet, it would be begun with the server, which unblocks it again.
    with undisturbed():
        resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with undisturbed():
            forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return context


@contextmanager
def undisturbed() -> Iterator[None]:
    """Within it, a Python that starts imports nothing from the folder one happens to be in.

    A learner may have called a file ``json.py``. This workspace, which need not be installed, is
    found.
    """
    wanted = {"PYTHONSAFEPATH": "1", "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
