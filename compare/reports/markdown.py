"""All conventions as one Markdown page: ``docs/conventions.md``."""

from __future__ import annotations

from collections.abc import Sequence

from compare.conventions import Convention

_HEAD = """\
# The conventions

Why the two frameworks differ: what each difference costs, and how to close it on either side.
`parity explain NAME` prints one of these. This page is written by
`parity explain --markdown > docs/conventions.md`.
"""


def conventions_page(conventions: Sequence[Convention]) -> str:
    """The page, with a table of all conventions and a section for each."""
    lines = [_HEAD, "| convention | what each side does |", "|---|---|"]
    lines += [f"| [{each.slug}](#{each.slug}) | {_cell(each.title)} |" for each in conventions]
    for each in conventions:
        lines += [
            f"\n## {each.slug}\n\n**{_prose(each.title)}**\n\n{_prose(each.why)}",
            f"\n**What it costs.** {_prose(each.costs)}",
            f"\n**To close it on the Flask side.** {_prose(each.close_flask)}",
            f"\n**To close it on the Django side.** {_prose(each.close_django)}",
            "\n**Sources**\n",
            *(f"- {_source(source)}" for source in each.sources),
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return _prose(text).replace("|", r"\|")


def _prose(text: str) -> str:
    """The text with what Markdown would take for its own escaped; code, indented, is left alone."""
    return "\n".join(
        line
        if line.startswith("    ")
        else line.replace("<", "&lt;").replace("__", r"\_\_").replace("*", r"\*")
        for line in text.splitlines()
    )


def _source(source: str) -> str:
    return f"<{source}>" if source.startswith("https://") else f"`{source}`"
