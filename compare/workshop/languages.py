"""The languages of the workshop, and which of them somebody reads."""

from __future__ import annotations

from collections.abc import Mapping

SOURCE = "en"
"""The language that the others are translated from."""

LANGUAGES = {"en": "English", "es": "español", "pt": "português"}

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first of them that says anything counts
(https://pubs.opengroup.org/onlinepubs/9799919799/basedefs/V1_chap08.html#tag_08_02)."""


def chosen(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language to speak.

    Args:
        asked: what was asked for on the command line, if anything.
        environment: the environment's variables.

    Returns:
        A key of ``LANGUAGES``; English where the locale is of none of them.
    """
    if asked in LANGUAGES:
        return asked
    said = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    # In a locale that is a language's, LANGUAGE lists those that are read, the best one first
    # (https://www.gnu.org/software/gettext/manual/html_node/The-LANGUAGE-variable.html).
    listed = environment.get("LANGUAGE", "").split(":") if said not in ("", "C", "POSIX") else []
    for name in (*listed, said):
        code = name.replace("-", "_").partition("_")[0].partition(".")[0].lower()
        if code in LANGUAGES:
            return code
    return SOURCE
