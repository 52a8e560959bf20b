"""What each engine would use on this machine."""

from __future__ import annotations

from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from compare.engines import Offer
from compare.redaction import redact


def print_offers(console: Console, offers: Mapping[str, Offer]) -> None:
    """Print a line per engine: there or not, its version, and where it comes from.

    Args:
        console: where to.
        offers: by the engine's name.
    """
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column()
    for name, offer in offers.items():
        if offer.missing:
            table.add_row(
                name, Text("missing", style="verdict.skipped"), Text(redact(offer.missing))
            )
        else:
            table.add_row(
                name,
                Text(offer.version, style="verdict.same"),
                Text(offer.source),
            )
    console.print(table)
