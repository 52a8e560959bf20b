"""How much of a walk the frameworks take for themselves."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, ParamSpec, TypeVar

from compare.run import walk
from compare.sides.django import DjangoSide
from compare.sides.flask import FlaskSide

P = ParamSpec("P")
R = TypeVar("R")


class FrameworkClock:
    """Counts the seconds inside the two sides.

    Attributes:
        migrating: in ``migrate``, ``rollback`` and ``stamp``.
        other: in loading rows, making the applications and reading the revision files, which is
            neither migrating nor the harness's own work.
    """

    def __init__(self) -> None:
        self.migrating = 0.0
        self.other = 0.0

    @contextmanager
    def installed(self) -> Iterator[None]:
        """Count while the context lasts."""
        before: list[tuple[Any, str, Any]] = []
        migrating = ("migrate", "rollback", "stamp")
        for side in (FlaskSide, DjangoSide):
            for name in (*migrating, "load", "execute", "history"):
                method = getattr(side, name)
                before.append((side, name, method))
                setattr(side, name, self._timed(method, migrating=name in migrating))
        before.append((walk, "open_side", walk.open_side))
        walk.open_side = self._timed(walk.open_side, migrating=False)
        try:
            yield
        finally:
            for side, name, method in before:
                setattr(side, name, method)

    def _timed(self, method: Callable[P, R], *, migrating: bool) -> Callable[P, R]:
        def timed(*args: P.args, **kwargs: P.kwargs) -> R:
            begin = time.perf_counter()
            try:
                return method(*args, **kwargs)
            finally:
                spent = time.perf_counter() - begin
                if migrating:
                    self.migrating += spent
                else:
                    self.other += spent

        return timed
