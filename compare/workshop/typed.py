"""What a learner types."""

from __future__ import annotations

from compare.model import SideName
from compare.scenario import BASE, HEAD
from compare.workshop.exercise import LABEL

_GENERATE = {
    "flask": 'flask db migrate -m "…"',
    "django": f"python manage.py makemigrations {LABEL}",
}
_MERGE = {
    "flask": "flask db merge heads",
    "django": "python manage.py makemigrations --merge",
}
_MIGRATE = "python manage.py migrate"


def workshop(words: str) -> str:
    """Asks the workshop for something."""
    return f"parity workshop {words}"


def generate(side: SideName) -> str:
    """Writes a revision from the models."""
    return _GENERATE[side]


def merge(side: SideName) -> str:
    """Writes a revision that two heads end in."""
    return _MERGE[side]


def forward(side: SideName, to: str = HEAD) -> str:
    """Applies revisions."""
    if side == "flask":
        return "flask db upgrade" if to == HEAD else f"flask db upgrade {to}"
    return _MIGRATE if to == HEAD else f"{_MIGRATE} {LABEL} {to}"


def back(side: SideName, to: str) -> str:
    """Takes revisions back, until one is the last that is applied.

    Args:
        side: where.
        to: that one; ``base``: none is.
    """
    if side == "flask":
        return f"flask db downgrade {to}"
    return f"{_MIGRATE} {LABEL} {'zero' if to == BASE else to}"
