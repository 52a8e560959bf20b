"""``parity workshop``: exercises that check themselves."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from compare.errors import EXIT_DIFFERENT, EXIT_FAILED, EXIT_OK, UsageError

if TYPE_CHECKING:
    from compare.workshop import Classroom

_LANGUAGES = ("en", "es", "pt")
_VARIABLE = "PARITY_WORKSHOP"


@dataclass(slots=True)
class _Asked:
    folder: Path
    language: str | None

    def classroom(self) -> Classroom:
        # Imported late: `parity --help` need not wait for it.
        from compare.workshop import Classroom

        try:
            here = Path.cwd()
        except FileNotFoundError:  # it was deleted under the terminal
            here = self.folder.parent
        return Classroom(self.folder, here, self.language, os.environ)


def _speak(context: click.Context, _: click.Parameter, language: str | None) -> str | None:
    """Heed ``--lang`` behind the command as well."""
    if language is not None and isinstance(context.obj, _Asked):
        context.obj.language = language
    return language


def _lang(*, expose: bool) -> Callable[[click.decorators.FC], click.decorators.FC]:
    return click.option(
        "--lang",
        "language",
        type=click.Choice(_LANGUAGES),
        expose_value=expose,
        callback=_speak,
        help="The language of texts and hints, from now on.  [default: the locale's]",
    )


@click.group("workshop")
@_lang(expose=True)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar=_VARIABLE,
    default=Path("~/parity-workshop"),
    show_default=True,
    metavar="FOLDER",
    help=f"The working folder, also from {_VARIABLE}.",
)
@click.pass_context
def command(context: click.Context, language: str | None, folder: Path) -> None:
    """Do it yourself: exercises that check themselves.

    `start` puts a Flask project and a Django project into your working folder. You edit them and
    run the real `flask db …` and `manage.py …` there; `check` tries them on copies and says what
    is still different from the goal, and from the other side.
    """
    folder = folder.expanduser()
    variable = context.get_parameter_source("folder") is ParameterSource.ENVIRONMENT
    if variable and not folder.is_absolute():
        raise UsageError(
            f"{_VARIABLE} is “{folder}”, another place from every folder; give the whole path:"
            f" {folder.absolute()}."
        )
    context.obj = _Asked(folder.absolute(), language)


_EXERCISE = click.argument("exercise", required=False)


@command.command("doctor")
@_lang(expose=False)
@click.pass_obj
def doctor(asked: _Asked) -> int:
    """Check that everything is installed that the exercises need."""
    from compare.reports.workshop import print_health

    classroom = asked.classroom()
    health = classroom.health()
    print_health(classroom.speaker, health)
    return EXIT_OK if health.well else EXIT_FAILED


@command.command("list")
@_lang(expose=False)
@click.pass_obj
def list_(asked: _Asked) -> int:
    """Show the exercises, and how far you are."""
    from compare.reports.workshop import print_exercises

    print_exercises(asked.classroom())
    return EXIT_OK


@command.command("start", short_help="Start an exercise, or show its task again.")
@_EXERCISE
@_lang(expose=False)
@click.pass_obj
def start(asked: _Asked, exercise: str | None) -> int:
    """Start an exercise: its number or its name; without one, the first you have not solved.

    Where it is there already, its files stay as they are, and the task is shown again.
    """
    from compare.reports.workshop import print_task

    classroom = asked.classroom()
    name = classroom.named(exercise) if exercise else classroom.first_unsolved()
    print_task(classroom, name, new=classroom.start(name))
    return EXIT_OK


@command.command("next")
@_lang(expose=False)
@click.pass_obj
def next_(asked: _Asked) -> int:
    """Start the exercise after the one you are at."""
    from compare.reports.workshop import print_left_behind, print_task, print_the_end

    classroom = asked.classroom()
    before, name = classroom.at, classroom.following()
    if name is None:
        print_the_end(classroom)
        return EXIT_OK
    print_task(classroom, name, new=classroom.start(name))
    if before and not classroom.solved(before):
        print_left_behind(classroom, before)
    return EXIT_OK


@command.command("check", short_help="Say what is still different.")
@_EXERCISE
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@_lang(expose=False)
@click.pass_obj
def check(asked: _Asked, exercise: str | None, watch: bool) -> int:
    """Try your work on copies, and say in a sentence or two what is still different."""
    from compare.reports.workshop import print_check, print_watching
    from compare.workshop import changes_in

    classroom = asked.classroom()
    name = classroom.current(exercise)
    # Before the check, during which something may be saved.
    changes = changes_in(classroom.place(name))
    found = print_check(classroom, name)
    if watch:
        print_watching(classroom, name)
        for _ in changes:
            found = print_check(classroom, name, again=True)
    return EXIT_DIFFERENT if found else EXIT_OK


@command.command("hint")
@_EXERCISE
@_lang(expose=False)
@click.pass_obj
def hint(asked: _Asked, exercise: str | None) -> int:
    """Give a hint; ask again for a stronger one."""
    from compare.reports.workshop import print_hint

    return _about(asked, exercise, print_hint)


@command.command("solution", short_help="Show the solution: once solved, or asked for twice.")
@_EXERCISE
@_lang(expose=False)
@click.pass_obj
def solution(asked: _Asked, exercise: str | None) -> int:
    """Show the solution, once you have solved the exercise or asked for it twice."""
    from compare.reports.workshop import print_solution

    return _about(asked, exercise, print_solution)


@command.command("reset", short_help="Start an exercise over; what you had is kept.")
@_EXERCISE
@_lang(expose=False)
@click.pass_obj
def reset(asked: _Asked, exercise: str | None) -> int:
    """Start an exercise over; what you had is kept under another name."""
    from compare.reports.workshop import print_reset

    return _about(asked, exercise, print_reset)


def _about(asked: _Asked, exercise: str | None, show: Callable[[Classroom, str], object]) -> int:
    classroom = asked.classroom()
    show(classroom, classroom.current(exercise))
    return EXIT_OK
