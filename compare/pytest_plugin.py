"""The pytest plugin: ``assert_same_database`` as a fixture.

pytest loads it by itself where the project is installed; it imports nothing heavy until it is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from compare.between import DiffResult


@pytest.fixture
def assert_same_database() -> Callable[..., DiffResult]:
    """A function that sees that two databases hold the same; see ``compare.testing``."""
    from compare.testing import assert_same_database as function

    return function
