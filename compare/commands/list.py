"""``parity list``: the scenarios and what each teaches."""

from __future__ import annotations

import click

from compare.errors import EXIT_OK


@click.command("list")
def command() -> int:
    """Show the scenarios and what each teaches."""
    from compare.reports.catalogue import print_scenarios
    from compare.reports.console import stdout
    from compare.scenario import read_scenario, scenario_names

    print_scenarios(stdout(), [read_scenario(name) for name in scenario_names()])
    return EXIT_OK
