"""Where two sides have to agree exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from compare.workshop.exercise import read_exercise
from compare.workshop.judge import _has_to_go
from compare.workshop.trial import _rows


@pytest.fixture
def exercise():
    rows = (("usuario", ()), ("blog_post", ()))
    return replace(read_exercise("13_close_a_convention"), exact=True, rows=rows)


def test_exactly_means_the_names_of_tables_too(exercise):
    assert _has_to_go(exercise, "table-prefix")
    assert not _has_to_go(replace(exercise, leaves=("table-prefix",)), "table-prefix")
    assert not _has_to_go(exercise, "migration-ledger")


def test_rows_go_into_a_table_that_has_djangos_name_on_both_sides(exercise):
    assert [table for table, _ in _rows(exercise, "flask")] == ["usuario", "blog_post"]
    assert [table for table, _ in _rows(exercise, "django")] == ["blog_usuario", "blog_post"]
