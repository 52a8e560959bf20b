"""The workshop in the terminal, in the learner's language."""

from __future__ import annotations

import shlex
import time

from rich.console import Console
from rich.markdown import Markdown
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from compare.model import SIDES
from compare.reports.console import stderr, stdout
from compare.workshop import Classroom, typed
from compare.workshop.exercise import HINTS, Exercise
from compare.workshop.finding import Finding
from compare.workshop.health import Health
from compare.workshop.languages import LANGUAGES
from compare.workshop.phrases import Speaker
from compare.workshop.progress import Done


def print_health(speaker: Speaker, health: Health) -> None:
    """Print what there is, and what to install."""
    console = stdout()
    install = "python -m pip install -e ."
    console.print(speaker.say("doctor-python", version=health.python))
    for name, version in health.packages:
        if version:
            console.print(speaker.say("doctor-package", name=name, version=version))
        else:
            console.print(_wrong(speaker.say("doctor-missing", name=name, command=install)))
    if health.flask:
        _print(console, speaker.say("doctor-flask", path=health.flask))
    else:
        console.print(_wrong(speaker.say("doctor-no-flask")))
    _print(console, speaker.say("doctor-folder", folder=health.folder))
    for name in health.misleading:
        console.print(_wrong(speaker.say("doctor-misleading", name=name)))
    if health.unwritable:
        console.print(_wrong(speaker.say("doctor-unwritable", reason=health.unwritable)))
    _command(
        console,
        speaker.say("doctor-language", language=LANGUAGES[speaker.language]),
        f"--lang {'es' if speaker.language != 'es' else 'en'} list",
    )
    if health.well:
        console.print()
        _command(console, speaker.say("doctor-well"), "start")


def print_exercises(classroom: Classroom) -> None:
    """Print all exercises, and how far the learner is."""
    console, speaker = stdout(), classroom.speaker
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for column in ("number", "exercise", "minutes", "sides", "state"):
        right = column in ("number", "minutes")
        table.add_column(speaker.say(f"column-{column}"), justify="right" if right else "left")
    for exercise, done in classroom.exercises():
        table.add_row(
            str(exercise.number),
            exercise.text("title", speaker.language).text,
            str(exercise.minutes),
            _sides(speaker, exercise),
            Text(speaker.say(f"state-{_state(done)}"), style=_STYLES[_state(done)]),
        )
    console.print(speaker.say("title-list"))
    console.print()
    console.print(table)
    console.print()
    _command(console, speaker.say("list-next"), "start")


_STYLES = {"solved": "verdict.same", "started": "verdict.skipped", "new": "quiet"}


def _state(done: Done) -> str:
    return "solved" if done.solved else "started" if done.started else "new"


def _sides(speaker: Speaker, exercise: Exercise) -> str:
    if exercise.sides == SIDES:
        return speaker.say("sides-both")
    return speaker.say(f"side-{exercise.sides[0]}")


def print_task(classroom: Classroom, name: str, *, new: bool) -> None:
    """Print what an exercise asks for, and where its files are."""
    console, speaker = stdout(), classroom.speaker
    exercise = classroom.exercise(name)
    _heading(console, classroom, exercise)
    _section(console, classroom, exercise, "task")
    console.print()
    if not new:
        console.print(speaker.say("already-started", command=typed.workshop("reset")))
    _print(console, speaker.say("started", folder=classroom.place(name)))
    console.print()
    console.print(speaker.say("started-go"))
    for side in exercise.sides:
        _print(console, f"    cd {shlex.quote(str(classroom.place(name) / side))}")
    _command(console, speaker.say("started-check"), "check")
    _command(console, speaker.say("started-watch"), "check --watch")
    _command(console, speaker.say("started-stuck"), "hint")


def print_left_behind(classroom: Classroom, name: str) -> None:
    """Print that an exercise was left unsolved."""
    console = stdout()
    console.print()
    _command(console, classroom.speaker.say("left-behind"), f"start {name[:2]}")


def _heading(console: Console, classroom: Classroom, exercise: Exercise) -> None:
    title = exercise.text("title", classroom.speaker.language).text
    console.rule(Text(f"{exercise.number}. {title}", style="bold"), align="left")


def _section(console: Console, classroom: Classroom, exercise: Exercise, section: str) -> None:
    said = exercise.text(section, classroom.speaker.language)
    if said.stale:
        console.print(Text(classroom.speaker.say("stale"), style="quiet"))
    console.print(Markdown(said.text))


def print_the_end(classroom: Classroom) -> None:
    """Print that there are no more exercises."""
    count = sum(1 for _ in classroom.exercises())
    stdout().print(classroom.speaker.say("solved-all", count=count))


def print_check(classroom: Classroom, name: str, *, again: bool = False) -> tuple[Finding, ...]:
    """Check an exercise, and print in a sentence or two what is still to be mended.

    Args:
        classroom: whose.
        name: the exercise.
        again: whether it is because a file was saved.

    Returns:
        All that is to be mended.
    """
    console, speaker = stdout(), classroom.speaker
    if again:
        console.print()
        console.print(speaker.say("watching-again", time=time.strftime("%H:%M:%S")), style="quiet")
    stderr().print(speaker.say("checking"), style="quiet")
    found = classroom.check(name)
    _heading(console, classroom, classroom.exercise(name))
    if not found:
        _print_solved(console, classroom, name)
        return found
    console.print(Text(speaker.say("not-yet"), style="bold"))
    shown = _first_of_each_side(found)
    for each in shown:
        _bullet(console, sentence(speaker, each))
        if each.look:
            _print(console, f"  {speaker.say('look', file=classroom.place(name) / each.look)}")
        if each.back:
            _bullet(console, speaker.say("take-back", command=each.back), mark=" ")
    if len(found) > len(shown):
        console.print(speaker.say("more", count=len(found) - len(shown)), style="quiet")
    console.print()
    _command(console, speaker.say("task-again"), f"start {name[:2]}")
    return found


def _first_of_each_side(found: tuple[Finding, ...]) -> list[Finding]:
    """One thing a side; where only one side has any, its first two, unless they are of one kind."""
    first = list({each.side: each for each in reversed(found)}.values())[::-1]
    if len(first) == 1:
        first += [each for each in found[1:] if each.key != first[0].key][:1]
    return first


def _print_solved(console: Console, classroom: Classroom, name: str) -> None:
    speaker = classroom.speaker
    console.print(Text(speaker.say("solved-line"), style="verdict.same"))
    console.print()
    _section(console, classroom, classroom.exercise(name), "solved")
    console.print()
    if classroom.following() is None:
        print_the_end(classroom)
    else:
        _command(console, speaker.say("solved-next"), "next")


def sentence(speaker: Speaker, finding: Finding) -> str:
    """What is to be mended, in words.

    Args:
        speaker: in whose language.
        finding: what it is.
    """
    told = dict(finding.told)
    for group in ("thing", "facet"):
        if group in told:
            told[group] = speaker.word(group, told[group])
    if finding.key == "rule":
        told |= {name: speaker.word("rule", told[name]) for name in ("have", "want")}
    if finding.side is not None:
        told["side"] = speaker.say(f"side-{finding.side}")
    said = speaker.say(finding.key, **told)
    # A reason often has no place.
    return said.replace(" ().", ".")


def print_watching(classroom: Classroom, name: str) -> None:
    """Print that files are watched."""
    _print(stderr(), classroom.speaker.say("watching", folder=classroom.place(name)))


def print_hint(classroom: Classroom, name: str) -> None:
    """Give the next hint."""
    console, speaker = stdout(), classroom.speaker
    number = classroom.hint(name)
    exercise = classroom.exercise(name)
    _heading(console, classroom, exercise)
    count = len(HINTS)
    console.print(Text(speaker.say("hint", number=number, count=count), style="bold"))
    _section(console, classroom, exercise, HINTS[number - 1])
    console.print()
    if number == count:
        _command(console, speaker.say("hint-last"), "solution")
    else:
        _command(console, speaker.say("hint-more"), "hint")


def print_solution(classroom: Classroom, name: str) -> None:
    """Show the solution, or say that it has to be asked for once more."""
    console, speaker = stdout(), classroom.speaker
    solution = classroom.solution(name)
    if solution is None:
        words = {"hint": typed.workshop("hint"), "command": typed.workshop("solution")}
        console.print(speaker.say("solution-ask-again", **words))
        return
    _heading(console, classroom, classroom.exercise(name))
    if solution.files:
        console.print(Text(speaker.say("solution-files"), style="bold"))
        for diff in solution.files:
            console.print(Syntax(diff, "diff", background_color="default", word_wrap=True))
    for side, commands in solution.commands:
        folder = classroom.place(name) / side
        _print(console, speaker.say("solution-commands", folder=folder))
        for line in commands:
            _print(console, f"    {line}")


def print_reset(classroom: Classroom, name: str) -> None:
    """Lay an exercise anew, and say where what was there is kept."""
    kept = classroom.reset(name)
    _print(stdout(), classroom.speaker.say("reset", kept=kept))


def _command(console: Console, text: str, words: str) -> None:
    """A sentence, and the command it speaks of on a line of its own, to be copied."""
    console.print(text)
    _print(console, f"    {typed.workshop(words)}")


def _bullet(console: Console, text: str, mark: str = "·") -> None:
    """A sentence behind a mark, its further lines below its beginning."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_row(mark, Text(text))
    console.print(table)


def _print(console: Console, text: str) -> None:
    """A line with a path in it, which a terminal may break but nobody else."""
    console.print(text, soft_wrap=True, markup=False)


def _wrong(text: str) -> Text:
    return Text(text, style="verdict.failed")
