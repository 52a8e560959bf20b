"""How objects of two tables find their counterpart."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Matched(Generic[T]):
    """Counterparts, and what found none on either side, each in the order given."""

    pairs: tuple[tuple[T, T], ...]
    only_left: tuple[T, ...]
    only_right: tuple[T, ...]


def match(
    left: Sequence[T],
    right: Sequence[T],
    keys: Sequence[Callable[[T], Hashable | None]],
) -> Matched[T]:
    """Pair each object with at most one counterpart.

    Args:
        left: objects of the left table.
        right: objects of the right table.
        keys: what counterparts have in common, the most telling first; every key is tried on
            all that the keys before it left over. A key of None matches nothing.

    Returns:
        The pairs and the rest. Of two equal objects on one side and one on the other, one is
        left over: a duplicate is never swallowed.
    """
    pairs: list[tuple[int, T, T]] = []
    rest_left = list(enumerate(left))
    rest_right = list(right)
    for key in keys:
        waiting: dict[Hashable, list[T]] = {}
        for item in rest_right:
            found = key(item)
            if found is not None:
                waiting.setdefault(found, []).append(item)
        still_left = []
        for position, item in rest_left:
            candidates = waiting.get(key(item)) if key(item) is not None else None
            if candidates:
                other = candidates.pop(0)
                rest_right = [each for each in rest_right if each is not other]
                pairs.append((position, item, other))
            else:
                still_left.append((position, item))
        rest_left = still_left
    pairs.sort(key=lambda pair: pair[0])
    return Matched(
        pairs=tuple((item, other) for _, item, other in pairs),
        only_left=tuple(item for _, item in rest_left),
        only_right=tuple(rest_right),
    )
