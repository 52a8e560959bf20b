"""Where databases come from: one module an engine, each with fresh, empty pairs on request.

* ``base``: what an engine is; ``registry``: which there are
* ``sqlite``, ``postgresql``, ``mariadb``: one engine each; ``mysql``: for copies of databases alone
* ``server``: pairs of databases on a server, made and dropped
* ``throwaway``: a server for one run; ``keeper``: the process that keeps it and clears it away
"""

from compare.engines.base import Engine, Offer, Pair, Server
from compare.engines.registry import ENGINES, engine_for_copies, engine_named, engines_named

__all__ = [
    "ENGINES",
    "Engine",
    "Offer",
    "Pair",
    "Server",
    "engine_for_copies",
    "engine_named",
    "engines_named",
]
