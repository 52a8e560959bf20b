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
            f"\n## {each.slug}\n\n**{each.title}**\n\n{each.why}",
            f"\n**What it costs.** {each.costs}",
            f"\n**To close it on the Flask side.** {each.close_flask}",
            f"\n**To close it on the Django side.** {each.close_django}",
            "\n**Sources**\n",
            *(f"- {_source(source)}" for source in each.sources),
        ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", r"\|").replace("<", "&lt;")


def _source(source: str) -> str:
    return f"<{source}>" if source.startswith("https://") else f"`{source}`"
