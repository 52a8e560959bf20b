"""The ``parity`` command: its commands, and the one place where errors become exit codes."""

from __future__ import annotations

import importlib
import io
import os
import signal
import sys
from typing import NoReturn

import click

from compare.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_OK, ParityError
from compare.redaction import learn, redact

COMMANDS = {
    "list": "Show the scenarios and what each teaches.",
    "run": "Walk scenarios on both sides and compare after every step.",
    "diff": "Hold any two databases against each other, and only read them.",
    "show": "Put the twin revision files side by side, with the SQL each emits.",
    "doctor": "Say which databases would be used here, and what to install.",
    "workshop": "Do it yourself: exercises that check themselves.",
    "explain": "Say why the frameworks differ, what it costs and how to close it.",
}
"""The commands in the order of the help. Each has its module in ``compare/commands``; the line is
here too, so that the help need not import them."""


class LazyGroup(click.Group):
    """Imports a command when it is run: the frameworks take a while, the help must not."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands' names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and hand out its ``command``."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"compare.commands.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="django-parity", prog_name="parity")
def parity() -> None:
    """The same schema evolution in Flask-Migrate and in Django, compared after every step.

    Exit codes: 0 all the same or explained, 1 a difference that is unexplained, new or stale (or
    something that could not be compared), 2 wrong usage, 3 a tool or a database failed.
    """


def main() -> NoReturn:
    """Run ``parity`` and leave with its exit code; an expected error is one sentence."""
    learn(os.environ.get("DATABASE_URL", ""))
    for name in ("SIGTERM", "SIGHUP"):  # the latter is when the terminal is closed
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _on_terminate)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = parity.main(standalone_mode=False)
    except click.exceptions.Exit as leave:
        code = leave.exit_code
    except click.ClickException as error:
        shown = io.StringIO()
        error.show(file=shown)
        click.echo(redact(shown.getvalue()), err=True, nl=False)
        code = error.exit_code
    except ParityError as error:
        click.echo(f"parity: {redact(str(error))}", err=True)
        code = error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo("\nparity: interrupted; nothing is left behind.", err=True)
        code = EXIT_INTERRUPTED
    except BrokenPipeError:
        # The reader has gone (`parity list | head`): not an error, and nothing more to say.
        from compare.reports.console import silence_stdout

        silence_stdout()
        code = EXIT_OK
    except Exception as error:
        if os.environ.get("PARITY_TRACEBACK"):
            raise
        text = redact(f"{type(error).__name__}: {error}")
        click.echo(
            f"parity: something unforeseen happened ({text}). That is a mistake in parity; "
            "PARITY_TRACEBACK=1 shows where.",
            err=True,
        )
        code = EXIT_FAILED
    sys.exit(code if isinstance(code, int) else EXIT_OK)


def _on_terminate(signum: int, frame: object) -> NoReturn:
    raise SystemExit(128 + signum)
