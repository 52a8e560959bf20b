"""XML elements without passwords, and without what XML cannot hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from xml.etree import ElementTree

from compare.redaction import redact

# XML 1.0 has no place for these, not even escaped.
_NOT_XML = re.compile(r"[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]")


def suite(name: str, cases: Sequence[ElementTree.Element], seconds: float) -> ElementTree.Element:
    """A JUnit suite of some cases, with its counts.

    Args:
        name: the suite's.
        cases: elements of the kind ``testcase``.
        seconds: how long it took.
    """
    counted = {
        f"{outcome}s" if outcome != "skipped" else outcome: str(
            sum(case.find(outcome) is not None for case in cases)
        )
        for outcome in ("failure", "error", "skipped")
    }
    found = element("testsuite", name=name, tests=str(len(cases)), **counted, time=f"{seconds:.3f}")
    found.extend(cases)
    return found


def document(suites: Iterable[ElementTree.Element]) -> str:
    """A JUnit document of some suites."""
    root = ElementTree.Element("testsuites", name="parity")
    root.extend(suites)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def element(tag: str, text: str | None = None, /, **attributes: str) -> ElementTree.Element:
    """An element; passwords are masked in its text and its attributes."""
    found = ElementTree.Element(tag, {key: _clean(value) for key, value in attributes.items()})
    if text is not None:
        found.text = _clean(text)
    return found


def _clean(text: str) -> str:
    return _NOT_XML.sub("\ufffd", redact(text))
