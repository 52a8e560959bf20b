"""How objects of two tables find their counterpart."""

from __future__ import annotations

from collections import deque
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
    partner: dict[int, int] = {}
    rest_left = list(range(len(left)))
    rest_right = list(range(len(right)))
    for key in keys:
        waiting: dict[Hashable, deque[int]] = {}
        for theirs in rest_right:
            found = key(right[theirs])
            if found is not None:
                waiting.setdefault(found, deque()).append(theirs)
        for ours in rest_left:
            found = key(left[ours])
            if found is not None and waiting.get(found):
                partner[ours] = waiting[found].popleft()
        taken = set(partner.values())
        rest_left = [ours for ours in rest_left if ours not in partner]
        rest_right = [theirs for theirs in rest_right if theirs not in taken]
    return Matched(
        pairs=tuple((left[ours], right[theirs]) for ours, theirs in sorted(partner.items())),
        only_left=tuple(left[ours] for ours in rest_left),
        only_right=tuple(right[theirs] for theirs in rest_right),
    )
