"""The script of each engine's rich database: every kind of object, every type of column, rows.

Statements end with a semicolon at the end of a line; one that holds such semicolons itself stands
between lines of ``--{`` and ``--}``.
"""

from __future__ import annotations

import re
from pathlib import Path

_STATEMENT = re.compile(
    r"^--\{\n(.*?)\n--\}$|(?:^|(?<=\n))(?!--)(.+?);[ ]*$", re.DOTALL | re.MULTILINE
)


def statements(engine: str) -> tuple[str, ...]:
    """The statements of an engine's script, in order."""
    text = Path(__file__).with_name(f"{engine}.sql").read_text(encoding="utf-8")
    return tuple((whole or one).strip() for whole, one in _STATEMENT.findall(text))
