"""Where an address was typed: on the command line, in an environment variable or in a file.

Command lines are seen by others (``ps``) and kept by shells; passwords belong in the other two.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from compare.errors import UsageError


def spelled_out(text: str, environ: Mapping[str, str]) -> str:
    """The address itself.

    Args:
        text: an address, or where it is: ``env:NAME``, ``file:PATH`` or ``@PATH``.
        environ: the environment's variables.

    Returns:
        The address, without spaces around it; never empty.

    Raises:
        UsageError: there is none at that place, or nothing was typed.
    """
    text = text.strip()
    if text.startswith("env:"):
        return _from_environment(text.removeprefix("env:"), environ)
    file = named_file(text)
    if file is not None:
        return _from_file(file)
    if not text:
        raise UsageError(
            "The address of a database is empty: give a URL, the path of a SQLite file, env:NAME"
            " or file:PATH."
        )
    return text


def named_file(text: str) -> Path | None:
    """The file that holds the address, for ``file:PATH`` and ``@PATH``."""
    text = text.strip()
    for prefix in ("file:", "@"):
        if text.startswith(prefix):
            return Path(text.removeprefix(prefix))
    return None


def _from_environment(name: str, environ: Mapping[str, str]) -> str:
    found = environ.get(name, "").strip()
    if not found:
        state = "empty" if name in environ else "not set"
        raise UsageError(
            f"The environment variable “{name}” is {state}: put the address of a database into it."
        )
    return found


def _from_file(name: Path) -> str:
    try:
        with name.open(encoding="utf-8-sig") as file:
            found = file.readline().strip()
    except UnicodeDecodeError:
        found = "\0"
    except OSError as error:
        raise UsageError(
            f"The file “{name}” with the address of a database cannot be read"
            f" ({error.strerror}): name one that holds the address in its first line."
        ) from None
    if "\0" in found:
        raise UsageError(
            f"The file “{name}” holds no text: a SQLite file is named by its path alone, without"
            " file: or @."
        )
    if not found:
        raise UsageError(
            f"The first line of the file “{name}” is empty: put the address of a database there."
        )
    return found
