"""What two engines call differently, or what only one of them has.

Each reason is narrow: it names the engines' own words and explains nothing where what they mean is
not the same, such as a shorter text, a smaller number or a time without microseconds.

* ``registry``: the list of all reasons, ``REASONS``, each with its words and where it is documented
* ``types``: types of the same meaning; ``hidden``: those of one name and two meanings
* ``identity``: ids that are handed out; ``defaults``: defaults
* ``foreign_keys``: foreign keys and their indexes; ``indexes``: other keys and indexes
* ``checks``: CHECKs; ``expressions``: what one says; ``json``: JSON, which a CHECK may say
* ``settings``: databases and tables as a whole
* ``reason``: what a reason is

To add one, write whether it is at work in a difference, in the module of its subject, and list it
in ``registry``.
"""

from compare.between.engines.hidden import hidden_types
from compare.between.engines.reason import EngineReason, Engines
from compare.between.engines.registry import REASONS, explain_engines
from compare.between.engines.types import in_common_words, meaning

__all__ = [
    "REASONS",
    "EngineReason",
    "Engines",
    "explain_engines",
    "hidden_types",
    "in_common_words",
    "meaning",
]
