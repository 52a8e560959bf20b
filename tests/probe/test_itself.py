"""Databases of every shape behave as themselves, and none of them breaks a probe."""

import pytest

from tests.inspect.test_sqlite_faults import FAULTS
from tests.probe.databases import diff, made

SHAPES = sorted(
    {tuple(each) for case in FAULTS for each in case[1:3] if any("CREATE" in s for s in each)}
)


@pytest.mark.parametrize("part", range(4))
def test_a_database_behaves_as_itself(tmp_path, part):
    probed = 0
    for number, statements in enumerate(SHAPES[part::4]):
        with made("sqlite", statements, tmp_path, f"{number}") as url:
            found = diff(url, url).behaviour
            assert found.differences == (), statements
            # What SQLite does not take of anybody: a foreign key that leads nowhere.
            assert all("mismatch" in t or "no such table" in t for t in found.not_probed), (
                statements
            )
            probed += len(found.same)
    assert probed > 200
