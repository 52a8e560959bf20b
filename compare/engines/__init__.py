"""Where databases come from: one module an engine, each with a fresh, empty pair on request."""

from compare.engines.base import Engine, Pair
from compare.engines.registry import ENGINES, engine_named

__all__ = ["ENGINES", "Engine", "Pair", "engine_named"]
