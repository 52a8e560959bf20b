"""Texts in several languages, section by section, and which translations are stale.

A text is a Markdown file, cut into sections by comments::

    <!-- hint-1 -->
    Look at the model first.

Its translation has the same sections, each with a hash of what it translates::

    <!-- hint-1 of 1f3b0c9a7d52 -->
    Mira primero el modelo.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from compare.errors import ToolError, UsageError
from compare.workshop.languages import SOURCE

_MARK = re.compile(r"^<!-- ([a-z0-9-]+)(?: of ([0-9a-f]{12}))? -->$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a text.

    Attributes:
        text: what it says.
        of: the hash of what it translates; None in the source.
    """

    text: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A text as it is shown.

    Attributes:
        text: what it says.
        stale: whether it is the source, because there is no translation, or one of an earlier
            source.
    """

    text: str
    stale: bool = False


def digest(text: str) -> str:
    """The hash by which a translation names its source: 12 hexadecimal digits of a SHA-256."""
    return hashlib.sha256(text.strip().encode()).hexdigest()[:12]


def read_sections(path: Path) -> dict[str, Section]:
    """The sections of a file by name, in its order; none where there is no file.

    Raises:
        UsageError: something stands before the first section, or a name stands twice.
        ToolError: the file cannot be read.
    """
    try:
        whole = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ToolError(f"Cannot read {path}: {error}.") from error
    before, *pieces = _MARK.split(whole)
    if before.strip():
        raise UsageError(f"{path}: the file begins with a section: <!-- task -->.")
    found: dict[str, Section] = {}
    for name, of, text in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
        if name in found:
            raise UsageError(f"{path}: there are two sections “{name}”; give each its own name.")
        found[name] = Section(text.strip(), of)
    return found


def said(sections: Mapping[str, Mapping[str, Section]], name: str, language: str) -> Said:
    """A section in a language, or its source where the translation is not of that.

    Args:
        sections: of each language, by name.
        name: of the section, which the source has.
        language: the language.
    """
    source = sections[SOURCE][name]
    if language == SOURCE:
        return Said(source.text)
    translated = sections.get(language, {}).get(name)
    if translated is None or translated.of != digest(source.text):
        return Said(source.text, stale=True)
    return Said(translated.text)


def stale(sections: Mapping[str, Mapping[str, Section]], language: str) -> list[str]:
    """What is wrong with the translation into a language, a line each.

    Args:
        sections: of each language, by name.
        language: not that of the source.
    """
    source, translated = sections[SOURCE], sections.get(language, {})
    found = [
        f"{name}: is not translated; the source is {digest(section.text)}"
        for name, section in source.items()
        if name not in translated
    ]
    found += [f"{name}: translates nothing" for name in translated if name not in source]
    found += [
        f"{name}: is of {translated[name].of}, and the source is {digest(section.text)}"
        for name, section in source.items()
        if name in translated and translated[name].of != digest(section.text)
    ]
    return found
