"""Ctrl-C, and whatever else ends a program, while threads or other processes are at work.

What a signal raises comes between any two steps of the main thread. Within the standard library's
own ones (a thread that is being started, a lock that is being given back) it does harm: nobody
waits for the thread, which reads on while its connection is closed, and on SQLite that ends the
process (https://docs.python.org/3/library/signal.html#note-on-signal-handlers-and-exceptions). So
where others are at work a signal is noted, and heeded where that is asked for. Whoever sends two
does not want to wait.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

Handler = Callable[[int, FrameType | None], object]

_ENDING = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


@dataclass(slots=True)
class _Noted:
    """Which signal came, who sees to it, and what is done at once."""

    end: Callable[[], object]
    handlers: dict[int, Handler] = field(default_factory=dict)
    came: int | None = None

    def note(self, number: int, frame: FrameType | None) -> None:
        if self.came is not None:
            self.handlers[number](number, frame)
            return
        self.came = number
        self.end()

    def heed(self) -> None:
        number, self.came = self.came, None
        if number is not None:
            self.handlers[number](number, None)


_noted: _Noted | None = None


@contextmanager
def postponed(end: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Within it a signal that has a handler is noted; :func:`heed` calls that, and so does the end.

    It changes nothing in a thread that signals do not reach, nor within another one.

    Args:
        end: what ends at once what is waited for.

    Raises:
        KeyboardInterrupt, SystemExit: what the handler of the signal raises that came meanwhile.
    """
    global _noted
    if _noted is not None or threading.current_thread() is not threading.main_thread():
        yield
        return
    noted = _noted = _Noted(end)
    for number in _ENDING:
        handler = signal.getsignal(number)
        if callable(handler):
            noted.handlers[number] = handler
    for number in noted.handlers:
        signal.signal(number, noted.note)
    try:
        yield
    finally:
        _noted = None
        for number, handler in noted.handlers.items():
            signal.signal(number, handler)
        noted.heed()


def heed() -> None:
    """End here, where a signal has come that ends the program.

    Raises:
        KeyboardInterrupt, SystemExit: what its handler raises.
    """
    if _noted is not None:
        _noted.heed()
