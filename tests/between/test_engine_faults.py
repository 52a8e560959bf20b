"""Single faults in a database of one engine, seen from the other two engines.

What ``parity diff`` explains by the engines must not hide a fault. Into a scenario's database,
which is explained when it is held against the same of another engine, one fault after the other is
put, as ``mutants`` makes them, and each must be told: both ways round, from both other engines.

A sample is drawn here. ``PARITY_FAULTS=1000`` draws so many of each engine, scenario and side, and
``PARITY_FAULTS=all`` takes all there are (some 7000, five minutes)::

    PARITY_FAULTS=all pytest tests/between/test_engine_faults.py
"""

import os
import re

import pytest

from mutants.trial import spread
from tests.between.faults import ENGINES, Bed

SAMPLE = os.environ.get("PARITY_FAULTS", "22")

# What cannot be told: the engine, what is changed, whose eyes do not see it, and why.
ALL = ("sqlite", "postgresql", "mariadb")
SILENT = (
    # The other word means the same.
    ("sqlite", r": type (INT|TIMESTAMP|BOOLEAN)$", ALL),
    ("sqlite", r"publicado: default becomes '0'$", ALL),
    # An id of a row that was deleted may come again; Flask's databases have it never.
    ("sqlite", r": AUTOINCREMENT taken away$", ALL),
    # A naming convention's name instead of none: nobody chose either.
    ("sqlite", r" fk_entrada_autor_id_usuario .*: name taken away$", ALL),
    # MariaDB cannot defer, and its RESTRICT is NO ACTION.
    ("sqlite|postgresql", r": (foreign key )?(deferrable|deferred)\b", ("mariadb",)),
    ("sqlite|postgresql", r"ON (UPDATE|DELETE) RESTRICT$", ("mariadb",)),
    # MariaDB makes one for the foreign key whether the others have one or not.
    ("sqlite|postgresql", r"index \w+_id_[0-9a-f]{8}: dropped$", ("mariadb",)),
    # Every primary key of MariaDB is called PRIMARY.
    ("sqlite|postgresql", r"(_pkey|_pkc|PRIMARY KEY \(id\)): (re)?named$", ("mariadb",)),
    # SQLite's integer has 64 bits and is what both frameworks call an integer of 32.
    ("postgresql", r"id: type (integer|bigint)$", ("sqlite",)),
    # Neither SQLite nor MariaDB has times with a zone and microseconds.
    ("postgresql", r": type timestamp(\(6\))? with(out)? time zone$", ("sqlite", "mariadb")),
    # Only PostgreSQL has this index at all.
    ("postgresql", r"index \w+_like: dropped$", ALL),
    # So it was before PostgreSQL 15.
    ("postgresql", r"a schema privileges more$", ALL),
    # How many digits are shown of a number, and how a page holds its rows.
    ("mariadb", r"id: type (int|bigint)\(\d+\)$", ALL),
    ("mariadb", r": row format (compact|redundant)$", ALL),
    # The index that only MariaDB has.
    ("mariadb", r"^\w+ (\w+_id|fk_entrada_autor_id_usuario): dropped$", ALL),
)


@pytest.fixture(scope="module")
def beds(walked):
    """A scenario's databases, by its name."""
    made: dict[str, Bed] = {}
    return lambda name: made.setdefault(name, Bed(walked, name))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("side", ["django", "flask"])
@pytest.mark.parametrize("scenario", ["operations", "blog", "articulo"])
def test_a_fault_is_told_from_either_side(beds, scenario, side, engine):
    bed = beds(scenario)
    faults = list(bed.faults(engine, side))
    chosen = faults if SAMPLE == "all" else spread(faults, int(SAMPLE))
    tried = {each.name: bed.silent(engine, each) for each in chosen}
    missed = {
        name: sorted(others - _expected(engine, name))
        for name, others in tried.items()
        if others is not None and others - _expected(engine, name)
    }
    assert missed == {}
    assert sum(others == set() for others in tried.values()) > len(tried) / 2


def _expected(engine: str, name: str) -> set[str]:
    found = {
        other
        for mine, pattern, others in SILENT
        for other in others
        if re.fullmatch(mine, engine) and re.search(pattern, name)
    }
    # What MariaDB cannot tell, MySQL cannot; of MariaDB's own, what both others cannot.
    blind = "mariadb" in found or (engine == "mariadb" and {"sqlite", "postgresql"} <= found)
    return found | {"mysql"} if blind else found
