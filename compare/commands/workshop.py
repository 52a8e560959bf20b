"""``parity workshop``: exercises that check themselves."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compare.errors import EXIT_DIFFERENT, EXIT_FAILED, EXIT_OK

if TYPE_CHECKING:
    from compare.workshop import Classroom

_LANGUAGES = ("en", "es", "pt")


@dataclass(frozen=True, slots=True)
class _Asked:
    language: str | None
    folder: Path


@click.group("workshop")
@click.option(
    "--lang",
    "language",
    type=click.Choice(_LANGUAGES),
    help="The language of texts and hints.  [default: the locale's]",
)
@click.option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="PARITY_WORKSHOP",
    default=Path("~/parity-workshop"),
    show_default=True,
    metavar="FOLDER",
    help="The working folder, also from PARITY_WORKSHOP.",
)
@click.pass_context
def command(context: click.Context, language: str | None, folder: Path) -> None:
    """Do the evolution yourself, in both frameworks: exercises that check themselves.

    `start` lays a Flask project and a Django project into your working folder. You edit them and
    run the real `flask db …` and `manage.py …` there; `check` tries them on copies and says what
    is still different from the goal, and from the other side.
    """
    context.obj = _Asked(language, folder.expanduser().absolute())


def _classroom(asked: _Asked) -> Classroom:
    # Imported late: `parity --help` need not wait for it.
    from compare.workshop import Classroom

    return Classroom(asked.folder, asked.language, os.environ)


_EXERCISE = click.argument("exercise", required=False)


@command.command("doctor")
@click.pass_obj
def doctor(asked: _Asked) -> int:
    """Say whether everything is there that the exercises need."""
    from compare.reports.workshop import print_health

    health = _classroom(asked).health()
    print_health(_classroom(asked).speaker, health)
    return EXIT_OK if health.well else EXIT_FAILED


@command.command("list")
@click.pass_obj
def list_(asked: _Asked) -> int:
    """Show the exercises, and how far you are."""
    from compare.reports.workshop import print_exercises

    print_exercises(_classroom(asked))
    return EXIT_OK


@command.command("start")
@_EXERCISE
@click.pass_obj
def start(asked: _Asked, exercise: str | None) -> int:
    """Lay the files of an exercise: a number or a name; the first one you have not solved."""
    from compare.reports.workshop import print_task

    classroom = _classroom(asked)
    name = classroom.named(exercise) if exercise else classroom.first_unsolved()
    print_task(classroom, name, new=classroom.start(name))
    return EXIT_OK


@command.command("next")
@click.pass_obj
def next_(asked: _Asked) -> int:
    """Begin the exercise after the one you are at."""
    from compare.reports.workshop import print_task, print_the_end

    classroom = _classroom(asked)
    name = classroom.following()
    if name is None:
        print_the_end(classroom)
    else:
        print_task(classroom, name, new=classroom.start(name))
    return EXIT_OK


@command.command("check")
@_EXERCISE
@click.option("--watch", is_flag=True, help="Check again whenever a file is saved.")
@click.pass_obj
def check(asked: _Asked, exercise: str | None, watch: bool) -> int:
    """Try your work on copies, and say in a sentence or two what is still different."""
    from compare.reports.workshop import print_check, print_watching
    from compare.workshop import changes_in

    classroom = _classroom(asked)
    name = classroom.current(exercise)
    found = print_check(classroom, name)
    if watch:
        print_watching(classroom, name)
        for _ in changes_in(classroom.place(name)):
            found = print_check(classroom, name, again=True)
    return EXIT_DIFFERENT if found else EXIT_OK


@command.command("hint")
@_EXERCISE
@click.pass_obj
def hint(asked: _Asked, exercise: str | None) -> int:
    """Give a hint; ask again for a stronger one."""
    from compare.reports.workshop import print_hint

    return _about(asked, exercise, print_hint)


@command.command("solution")
@_EXERCISE
@click.pass_obj
def solution(asked: _Asked, exercise: str | None) -> int:
    """Show the solution, once you have solved it or asked for it twice."""
    from compare.reports.workshop import print_solution

    return _about(asked, exercise, print_solution)


@command.command("reset")
@_EXERCISE
@click.pass_obj
def reset(asked: _Asked, exercise: str | None) -> int:
    """Lay the exercise anew; what you had is kept under another name."""
    from compare.reports.workshop import print_reset

    return _about(asked, exercise, print_reset)


def _about(asked: _Asked, exercise: str | None, show: Callable[[Classroom, str], object]) -> int:
    classroom = _classroom(asked)
    show(classroom, classroom.current(exercise))
    return EXIT_OK
