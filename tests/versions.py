"""Which versions are installed; what a test asks of one.

``python -m tests.versions`` prints them, and says what keeps the newest corner from being newest.
"""

import sqlite3
import sys
from importlib.metadata import version

import pytest
from packaging.version import Version

SHOWN = ("Django", "SQLAlchemy", "alembic", "Flask", "Flask-Migrate", "Flask-SQLAlchemy")
NEWEST_PYTHON = (3, 14)


def since(name: str, least: str, what: str) -> pytest.MarkDecorator:
    """Skip a test where a distribution is older than the version that brought what it tests."""
    installed = version(name)
    return pytest.mark.skipif(
        Version(installed) < Version(least),
        reason=f"{name} {installed} does not {what} yet: it does since {least}",
    )


def main() -> None:
    """Print one line of versions, and one more where a newer Python was wanted."""
    python = ".".join(map(str, sys.version_info[:3]))
    shown = [f"Python {python}", f"SQLite {sqlite3.sqlite_version}"]
    print(", ".join(shown + [f"{name} {version(name)}" for name in SHOWN]))
    if sys.argv[1:] == ["newest"] and sys.version_info[:2] < NEWEST_PYTHON:
        wanted = ".".join(map(str, NEWEST_PYTHON))
        print(f"Python {wanted} is SKIPPED: it was not found, and this is the newest there is.")


if __name__ == "__main__":
    main()
