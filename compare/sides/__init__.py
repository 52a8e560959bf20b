"""The two frameworks, called in process through their own APIs.

``open_side(name, scenario, url)`` imports the framework when it is first needed.
"""

from __future__ import annotations

import importlib

from compare.engines import Pair
from compare.model import SideName
from compare.scenario import Scenario
from compare.sides.base import MigrationFailed, Project, Side

__all__ = ["MigrationFailed", "Project", "Side", "open_side"]


def open_side(name: SideName, scenario: Scenario, pair: Pair, engine: str) -> Side:
    """A side at work on its database of a pair.

    Args:
        name: ``flask`` or ``django``.
        scenario: whose revisions it runs.
        pair: the databases, of which it uses its own.
        engine: the engine's name.

    Raises:
        ToolError: the side's code cannot be imported.
    """
    # The frameworks take a third of a second to import: not before they are needed.
    module = importlib.import_module(f"compare.sides.{name}")
    side: Side = module.open_side(scenario, pair, engine)
    return side
