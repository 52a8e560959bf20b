"""Work that is done once for the same objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Once(Generic[T]):
    """What came of some objects, for as long as this lasts.

    The same objects, not equal ones: a photograph gives what has not changed as the same object,
    and looking twice at two schemas in full would cost what this is to save.
    """

    def __init__(self) -> None:
        # The objects are kept too: an address is one object's only while that lives.
        self._done: dict[tuple[int, ...], tuple[tuple[object, ...], T]] = {}

    def of(self, *objects: object, work: Callable[[], T]) -> T:
        """The result for these objects.

        Args:
            objects: all that the result depends on; none of them may change.
            work: finds it, when these objects come for the first time.
        """
        key = tuple(map(id, objects))
        if key not in self._done:
            self._done[key] = (objects, work())
        return self._done[key][1]
