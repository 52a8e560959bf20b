"""All texts that are translated, and what is wrong with their translations.

``python -m tests.workshop.translations [LANGUAGE]`` lists it, each with the hash of the source.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from compare.scenario import ROOT
from compare.workshop.exercise import FOLDER
from compare.workshop.languages import LANGUAGES, SOURCE
from compare.workshop.texts import Section, read_sections, stale

TRANSLATED = tuple(code for code in LANGUAGES if code != SOURCE)
_ENGLISH = ("languages", "reference")
"""What is not translated: links to the translations, and the README after its beginning."""


def texts(language: str) -> Iterator[tuple[Path, dict[str, dict[str, Section]]]]:
    """Each translation's file, and the sections of its source and its own."""
    for source in [*sorted(FOLDER.glob("*/en.md")), ROOT / "compare/workshop/phrases/en.md"]:
        yield _both(source, source.with_name(f"{language}.md"), language)
    for source in [ROOT / "README.md", *sorted((ROOT / "scenarios").glob("*/README.md"))]:
        path, both = _both(source, source.with_name(f"README.{language}.md"), language)
        both[SOURCE] = {
            name: section for name, section in both[SOURCE].items() if name not in _ENGLISH
        }
        yield path, both


def _both(
    source: Path, translation: Path, language: str
) -> tuple[Path, dict[str, dict[str, Section]]]:
    return translation, {SOURCE: read_sections(source), language: read_sections(translation)}


def wrong(language: str) -> list[str]:
    """What is wrong with the translations into a language, a line each."""
    return [
        f"{path.relative_to(ROOT).as_posix()}: {line}"
        for path, both in texts(language)
        for line in stale(both, language)
    ]


if __name__ == "__main__":
    for code in sys.argv[1:] or TRANSLATED:
        print(*wrong(code), sep="\n")
