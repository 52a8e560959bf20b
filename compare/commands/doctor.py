"""``parity doctor``: which databases there are on this machine."""

from __future__ import annotations

import click

from compare.errors import EXIT_OK


@click.command("doctor")
def command() -> int:
    """Say which databases would be used here, and what to install."""
    from compare.engines import ENGINES
    from compare.reports.console import stdout
    from compare.reports.offers import print_offers

    print_offers(stdout(), {name: engine().offer() for name, engine in ENGINES.items()})
    return EXIT_OK
