"""Two addresses in, the comparison of their databases out."""

from __future__ import annotations

import os
from contextlib import ExitStack
from datetime import UTC, datetime

from compare.between.asked import Asked
from compare.between.diff import diff_databases
from compare.between.results import DiffResult
from compare.between.watch import Watch
from compare.databases import open_database, parse_address


def diff_addresses(
    left: str,
    right: str,
    asked: Asked,
    watch: Watch,
    *,
    statement_timeout: float | None,
    lock_timeout: float | None,
) -> DiffResult:
    """Open two databases to be read, compare them as of today, and close them.

    Args:
        left: where one is, as a person types it; ``env:NAME`` is looked up in the environment.
        right: where the other is.
        asked: what to compare, and how.
        watch: is told how far it is.
        statement_timeout: seconds that one statement may take at most; None: no limit.
        lock_timeout: seconds to wait for somebody else's lock.

    Returns:
        The result, which stands: what was read counts only once the databases are closed.

    Raises:
        UsageError: an address, or what was asked for, is not as it should be.
        ToolError: a database cannot be opened, or failed.
    """
    addresses = [parse_address(text, os.environ) for text in (left, right)]
    with ExitStack() as stack:
        one, other = (
            stack.enter_context(
                open_database(
                    address, statement_timeout=statement_timeout, lock_timeout=lock_timeout
                )
            )
            for address in addresses
        )
        return diff_databases(one, other, asked, watch, datetime.now(UTC).date())
