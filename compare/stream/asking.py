"""Questions to the two databases, each connection in a thread of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial

from sqlalchemy import Connection

from compare.stream.pair import Side
from compare.stream.source import Digest, Source, TooLong
from compare.stream.spans import Span


def packed(source: Source, connection: Connection, span: Span) -> bytes | None:
    """The lines of a span; None where they do not fit into one value."""
    try:
        return source.packed(connection, span)
    except TooLong:
        return None


def hashed(source: Source, connection: Connection, span: Span) -> Digest | None:
    """Their hash, likewise."""
    try:
        return source.digest(connection, span)
    except TooLong:
        return None


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
