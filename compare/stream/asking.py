"""Questions to the two databases, each connection in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from compare.stream.pair import Refused, Side
from compare.stream.source import Digest, Source, TooLong
from compare.stream.spans import Span

T = TypeVar("T")


def asked(place: int, ask: Callable[..., T], *arguments: object) -> T:
    """What one of the two databases says.

    Args:
        place: which of them: 0 is the left.
        ask: asks it.
        arguments: for that.

    Raises:
        Refused: it refuses.
    """
    try:
        return ask(*arguments)
    except DBAPIError as error:
        raise Refused(place, error) from error


def packed(place: int, source: Source, connection: Connection, span: Span) -> bytes | None:
    """The lines of a span; None where they do not fit into one value."""
    try:
        return asked(place, source.packed, connection, span)
    except TooLong:
        return None


def hashed(place: int, source: Source, connection: Connection, span: Span) -> Digest | None:
    """Their hash, likewise."""
    try:
        return asked(place, source.digest, connection, span)
    except TooLong:
        return None


def blocks(place: int, source: Source, connection: Connection) -> Iterator[list[bytes]]:
    """All lines of a table."""
    try:
        yield from source.blocks(connection)
    except DBAPIError as error:
        raise Refused(place, error) from error


@contextmanager
def readers(sides: Sequence[Side]) -> Iterator[list[list[ThreadPoolExecutor]]]:
    """For each connection of each side a thread of its own."""
    with ExitStack() as stack:
        made = []
        for side in sides:
            lane = []
            for _ in side.connections:
                pool = ThreadPoolExecutor(1, thread_name_prefix="parity-rows")
                stack.callback(partial(pool.shutdown, cancel_futures=True))
                lane.append(pool)
            made.append(lane)
        yield made
