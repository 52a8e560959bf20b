"""Why the two frameworks differ: one file a convention, each found by its file.

To add one, add a module with a ``CONVENTION`` and a file of cases beside the others in
``tests/conventions/cases/``. A module whose name starts with an underscore is shared by several.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from functools import cache

from compare.conventions.base import ByColumn, Context, Convention, Declared, modes_of
from compare.errors import ToolError
from compare.model import Difference

__all__ = [
    "ByColumn",
    "Context",
    "Convention",
    "Declared",
    "all_conventions",
    "explain",
    "modes_of",
]


@cache
def all_conventions() -> tuple[Convention, ...]:
    """Every convention, in order of its slug."""
    found = [
        importlib.import_module(f"{__name__}.{module.name}").CONVENTION
        for module in pkgutil.iter_modules(__path__)
        if module.name != "base" and not module.name.startswith("_")
    ]
    return tuple(sorted(found, key=lambda convention: convention.slug))


def explain(
    differences: Iterable[Difference], context: Context
) -> tuple[tuple[Difference, Convention | None], ...]:
    """Name the convention behind each difference; None where no convention explains it.

    Raises:
        ToolError: two conventions claim the same difference, which is a mistake in one of them.
    """
    return tuple((difference, _claim(difference, context)) for difference in differences)


def _claim(difference: Difference, context: Context) -> Convention | None:
    claims = [
        convention for convention in all_conventions() if convention.explains(difference, context)
    ]
    if len(claims) > 1:
        names = " and ".join(convention.slug for convention in claims)
        raise ToolError(
            f"The conventions {names} both claim the difference “{difference.line}”; "
            "narrow one of them in compare/conventions/."
        )
    return claims[0] if claims else None
