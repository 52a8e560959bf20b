"""``parity explain``: why the frameworks differ."""

from __future__ import annotations

import difflib

import click

from compare.errors import EXIT_OK, UsageError


@click.command("explain")
@click.argument("convention", required=False)
@click.option("--markdown", is_flag=True, help="Print all of them as one Markdown page.")
def command(convention: str | None, markdown: bool) -> int:
    """Say why the frameworks differ, what it costs and how to close it.

    With the name of a CONVENTION everything about it; without, one line for each.
    """
    from compare.conventions import all_conventions
    from compare.reports.catalogue import print_convention, print_conventions
    from compare.reports.console import stdout
    from compare.reports.markdown import conventions_page

    if markdown:
        click.echo(conventions_page(all_conventions()), nl=False)
        return EXIT_OK
    known = {each.slug: each for each in all_conventions()}
    if convention is None:
        print_conventions(stdout(), list(known.values()))
    elif convention in known:
        print_convention(stdout(), known[convention])
    else:
        near = difflib.get_close_matches(convention, known, n=1)
        hint = f"; did you mean “{near[0]}”?" if near else "."
        raise UsageError(
            f"There is no convention “{convention}”{hint} `parity explain` lists them."
        )
    return EXIT_OK
