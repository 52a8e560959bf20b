"""What tests of streams share."""

from __future__ import annotations

import pytest

import compare.stream.walk


@pytest.fixture
def asked_for(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows each span had that was asked for, of either side."""
    rows: list[int] = []
    asked = compare.stream.walk.packed

    def packed(*given):
        found = asked(*given)
        rows.append(found.rows)
        return found

    monkeypatch.setattr("compare.stream.walk.packed", packed)
    return rows
