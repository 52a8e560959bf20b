"""Why a difference may stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ReasonKind = Literal["convention", "engines", "names", "mapping", "waiver"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a difference may stand.

    Attributes:
        kind: a ``convention`` of the frameworks, the two ``engines``, a name that counts for
            nothing, a ``mapping`` that was declared, or a ``waiver``.
        name: the convention's or the engines' slug; ``names``; ``--map``; what the waiver is about.
        text: in one line.
    """

    kind: ReasonKind
    name: str
    text: str
