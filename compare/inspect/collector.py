"""Python's garbage collector, while a great many objects are made that all stay.

It would look through all of them again and again as they grow in number and find nothing: half of
the time that reading a large schema takes.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def no_collecting() -> Iterator[None]:
    """Within it, nothing is collected; afterwards as before."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
