"""What ``parity diff`` prints of how far it is."""

import io

import pytest
from rich.console import Console

from compare.reports.diff_progress import Lines


@pytest.mark.parametrize(
    ("rows", "about", "line"),
    [
        (1, False, "post 1/2 (1 row)"),
        (70_000, False, "post 1/2 (70,000 rows)"),
        (70_000, True, "post 1/2 (about 70,000 rows)"),
    ],
)
def test_a_number_that_the_server_only_believes_is_said_to_be_one(rows, about, line):
    console = Console(file=io.StringIO())
    Lines(console).table("post", 1, 2, rows, about)
    assert console.file.getvalue() == line + "\n"
