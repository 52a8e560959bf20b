"""``parity show``: twin revision files side by side."""

from __future__ import annotations

import click

from compare.errors import EXIT_OK


@click.command("show")
@click.argument("scenario")
@click.argument("step", required=False)
@click.option("--engine", default="sqlite", show_default=True, help="Whose SQL is shown.")
def command(scenario: str, step: str | None, engine: str) -> int:
    """Put the twin revision files side by side, with the SQL each emits.

    STEP is the number of a step or the name of a revision (`parity list`, `parity run`); without
    it every revision is shown as it is applied for the first time.
    """
    from compare.engines import engine_named
    from compare.errors import ToolError, UsageError
    from compare.reports.console import stdout
    from compare.reports.twins import choose_steps, print_twins
    from compare.run import run_scenarios
    from compare.scenario import read_scenario

    engine_named(engine)
    found = read_scenario(scenario)
    result = run_scenarios([scenario], [engine]).scenarios[0]
    chosen = choose_steps(result, step)
    if not chosen:
        if result.error is not None:
            raise ToolError(result.error)
        raise UsageError(
            f"The scenario “{scenario}” has no step “{step}”; its steps are 1 to "
            f"{len(found.steps)} and its revisions {', '.join(found.revisions)}."
        )
    print_twins(stdout(), found, chosen)
    return EXIT_OK
