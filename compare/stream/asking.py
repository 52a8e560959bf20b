"""Questions to the two databases, each connection in a thread of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from typing import TypeVar

from sqlalchemy import Connection

from compare.interrupts import heed, postponed
from compare.stream.pair import Side
from compare.stream.source import Digests, Lines, Source, TooLong
from compare.stream.spans import Span

T = TypeVar("T")
_LARGER = 20 * 2**20
"""Bytes: more than a span of rows has."""


def packed(source: Source, connection: Connection, *spans: Span) -> Lines | None:
    """The lines of some spans; None where they do not fit into one value."""
    try:
        return source.packed(connection, *spans)
    except TooLong:
        return None


def hashed(source: Source, connection: Connection, span: Span, width: int) -> Digests | None:
    """The hashes of a span's parts, likewise."""
    try:
        return source.digests(connection, span, width)
    except TooLong:
        return None


def summed(source: Source, connection: Connection, span: Span, width: int) -> Digests | None:
    """The sums of hashes of a span's parts, likewise."""
    try:
        return source.sums(connection, span, width)
    except TooLong:
        return None


def together(asked: Sequence[Callable[[], T]]) -> list[T]:
    """The answers to some questions that are asked at once, each of another connection."""
    with postponed(), ThreadPoolExecutor(len(asked), thread_name_prefix="parity-rows") as pool:
        return [awaited(each) for each in [pool.submit(one) for one in asked]]


def awaited(answer: Future[T]) -> T:
    """An answer, once it has come.

    Raises:
        KeyboardInterrupt: Ctrl-C was pressed meanwhile.
    """
    found = answer.result()
    heed()
    return found


@cache
def _keep_memory() -> None:
    """Let this process keep the memory that it takes for an answer.

    glibc gives a large piece of memory back to the system as soon as it is free, and takes it anew
    for each answer, until it has seen a larger one
    (https://man7.org/linux/man-pages/man3/mallopt.3.html, M_MMAP_THRESHOLD). Once is enough.
    """
    bytes(_LARGER)


@contextmanager
def readers(sides: Sequence[Side]) -> Iterator[list[list[ThreadPoolExecutor]]]:
    """For each connection of each side a thread of its own; at the end none is at work.

    What they answer is to be asked for by :func:`awaited`: nothing else ends at Ctrl-C.
    """
    _keep_memory()
    with postponed(), ExitStack() as stack:
        made = []
        for side in sides:
            lane = []
            for _ in side.connections:
                pool = ThreadPoolExecutor(1, thread_name_prefix="parity-rows")
                stack.callback(partial(pool.shutdown, cancel_futures=True))
                lane.append(pool)
            made.append(lane)
        yield made
