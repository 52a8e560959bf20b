"""Ctrl-C while threads read.

KeyboardInterrupt comes between any two steps of the main thread. Within the standard library's own
ones (a thread that is being started, a lock that is being given back) it does harm: nobody waits
for the thread, which reads on while its connection is closed, and on SQLite that ends the process
(https://docs.python.org/3/library/signal.html#note-on-signal-handlers-and-exceptions). So where
threads are at work Ctrl-C is noted, and heeded where that is asked for. Whoever presses it twice
does not want to wait.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class _Noted:
    """Whether it was pressed, and what is done at once then."""

    end: Callable[[], object]
    came: bool = False

    def note(self, *_: object) -> None:
        if self.came:
            raise KeyboardInterrupt
        self.came = True
        self.end()


_noted: _Noted | None = None


@contextmanager
def postponed(end: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Within it Ctrl-C is noted, and heeded by :func:`heed` and at the end.

    It changes nothing in a thread that Ctrl-C does not reach, where somebody else sees to it, or
    within another one.

    Args:
        end: what ends at once what is waited for.

    Raises:
        KeyboardInterrupt: it was pressed meanwhile.
    """
    global _noted
    ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if _noted is not None or not ours or threading.current_thread() is not threading.main_thread():
        yield
        return
    noted = _noted = _Noted(end)
    signal.signal(signal.SIGINT, noted.note)
    try:
        yield
    finally:
        _noted = None
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if noted.came:
            raise KeyboardInterrupt


def heed() -> None:
    """End here, where Ctrl-C was pressed.

    Raises:
        KeyboardInterrupt: it was.
    """
    if _noted is not None and _noted.came:
        raise KeyboardInterrupt
