"""For test suites: are two databases the same?

    from compare.testing import assert_same_database

    def test_the_port_holds_what_the_old_application_held():
        assert_same_database("env:OLD_DATABASE", "env:NEW_DATABASE", rows=True)

The pytest plugin that comes with it offers the same function as the fixture
``assert_same_database``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compare.between import DiffResult, NamesMode
    from compare.stream import Method


def assert_same_database(
    left: str,
    right: str,
    *,
    schema: bool = True,
    rows: bool = True,
    tables: Sequence[str] = (),
    exclude: Sequence[str] = (),
    mapping: Sequence[str] = (),
    keys: Sequence[str] = (),
    names: NamesMode = "normalise",
    waivers: str | Path | None = None,
    limit: int = 5,
    jobs: int = 1,
    method: Method = "rows",
    probe: bool = False,
    timeout: float | None = None,
    lock_timeout: float = 5.0,
) -> DiffResult:
    """See that two databases hold the same, or the same but for what is explained.

    Args:
        left: a database, as for ``parity diff``: a SQLite file, a URL, ``env:NAME``, ``file:PATH``.
        right: the other.
        schema: whether to compare schemas and ledgers.
        rows: whether to compare every row.
        tables: only these tables; ``*`` stands for anything.
        exclude: not these.
        mapping: what has another name on the right: ``old=new``, ``table.old=new``,
            ``old_*=new_*``.
        keys: what names a row of a table without a primary key: ``table=column,column``.
        names: what names of constraints count for: ``exact``, ``normalise``, ``ignore``.
        waivers: a file of accepted differences.
        limit: how many examples a failure shows of each kind of difference.
        jobs: how many connections to each database read at once.
        method: ``hash``, for a slow wire: the databases send hashes of their rows at first.
        probe: whether to try on copies what both do.
        timeout: seconds that one statement may take at most; None: no limit.
        lock_timeout: seconds to wait for somebody else's lock.

    Returns:
        What was found, all of it explained.

    Raises:
        AssertionError: they differ, or something could not be compared; with the whole report.
        ParityError: what was asked for is not there, or a database failed; where that was at a
            table, with the whole report.
    """
    from compare.between import Asked, diff_addresses
    from compare.between.asked import read_keys
    from compare.between.mapping import read_mapping
    from compare.between.waivers import read_waivers
    from compare.errors import EXIT_FAILED, EXIT_OK, ParityError, ToolError
    from compare.reports.console import as_text
    from compare.reports.diff_progress import Silence
    from compare.reports.diff_terminal import print_diff

    asked = Asked(
        schema=schema,
        rows=rows,
        tables=tuple(tables),
        exclude=tuple(exclude),
        mapping=read_mapping(mapping),
        keys=read_keys(keys),
        names=names,
        waivers=read_waivers(Path(waivers)) if waivers is not None else (),
        limit=limit,
        jobs=jobs,
        method=method,
        probe=probe,
    )
    # A traceback shows what functions were called with, and drivers are called with passwords.
    __tracebackhide__ = True
    try:
        result = diff_addresses(
            left, right, asked, Silence(), statement_timeout=timeout, lock_timeout=lock_timeout
        )
    except ParityError as error:
        raise error.with_traceback(None) from None
    if result.interrupted:
        raise KeyboardInterrupt
    if result.exit_code != EXIT_OK:
        text = as_text(lambda console: print_diff(console, result, quiet=True))
        raise ToolError(text) if result.exit_code == EXIT_FAILED else AssertionError(text)
    return result
