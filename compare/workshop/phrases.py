"""The runner's own sentences, in the learner's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from compare.workshop.languages import LANGUAGES
from compare.workshop.texts import Section, read_sections, said

_AS_KEY = str.maketrans("_. ", "---")
_FOLDER = Path(__file__).parent / "phrases"


@cache
def phrases() -> dict[str, dict[str, Section]]:
    """All sentences, by language and key."""
    return {code: read_sections(_FOLDER / f"{code}.md") for code in LANGUAGES}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says things in one language.

    Attributes:
        language: a key of ``LANGUAGES``.
    """

    language: str

    def say(self, key: str, **told: object) -> str:
        """A sentence.

        Args:
            key: which one.
            told: what stands in its braces.
        """
        return said(phrases(), key.replace(".", "-"), self.language).text.format(**told)

    def word(self, group: str, name: str) -> str:
        """A word for a thing, or its own name where there is none."""
        key = f"{group}-{name}".translate(_AS_KEY)
        return self.say(key) if key in phrases()["en"] else name
