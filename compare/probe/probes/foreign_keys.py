"""The probe ``foreign_key``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from compare.diff.describe import columns as listed
from compare.diff.describe import word
from compare.model import Value
from compare.probe.found import NotProbed
from compare.probe.outcomes import STORED, Refusal
from compare.probe.places import Link, Place
from compare.probe.probes.base import MISSING, Probe
from compare.probe.reading import Values
from compare.probe.rows import Row
from compare.probe.values import shown

_NO_CHILD = "the child is"


class ForeignKeys(Probe):
    """Inserts children without their parents, and takes their parents from others."""

    def run(self) -> None:
        """Do so for every foreign key."""
        for link in self._links:
            self._foreign_key(link)

    def _foreign_key(self, link: Link) -> None:
        if not all(self._place.by_name[name].shared for name in link.slots):
            return
        where = f"{self._word}{listed(link.slots)}"
        parent = self._map.places[link.parent]
        if not all(
            name in parent.by_name and parent.by_name[name].shared for name in link.referred
        ):
            self._probed.notes.append(f"{where}: only one side has what it refers to")
            return
        there = self._parents.get(link)
        if there is None:
            return
        missing = self._rows.row(parent, MISSING)
        orphan = self._child(link, missing)
        did = self._both(lambda side: self._late(self._insert(side, orphan)))
        self._put(
            "foreign_key", f"{where} without a parent", f"insert {where} without a parent", did
        )
        child = self._child(link, there)
        name = word(parent.name)
        for act, done in (("delete", f"delete the {name} of"), ("update", f"change the {name} of")):
            did = self._both(partial(self._parent_goes, link, act, child, there, missing))
            if all(each.startswith(_NO_CHILD) for each in did):
                self._probed.not_probed.append(NotProbed(where, did[0]))
                return
            self._put("foreign_key", f"{where} {act} parent", f"{done} {where}", did)

    def _child(self, link: Link, parent: Row) -> Row:
        keys = {n: parent[r] for n, r in zip(link.slots, link.referred, strict=True)}
        return {**self._first, **keys}

    @staticmethod
    def _late(refused: Refusal | None) -> str:
        return STORED if refused is None else refused.when

    def _parent_goes(
        self, link: Link, act: str, child: Row, there: Row, missing: Row, side: int
    ) -> str:
        """Delete a parent, or give it another key; what becomes of the child."""
        bench, parent = self._benches[side], self._map.places[link.parent]
        before = self._at_rest(side)
        refused = self._insert(side, child)
        if refused is not None:
            return f"{_NO_CHILD} {refused}"
        born = self._read(side) - before
        table = bench.copy.source(parent.tables[side]).place  # type: ignore[arg-type]
        pairs = [self._column(side, parent, name) for name in link.referred]
        where = " AND ".join(f"{name} = {text(there)}" for name, text in pairs)
        if act == "delete":
            sql = f"DELETE FROM {table} WHERE {where}"
        else:
            sets = ", ".join(f"{name} = {text(missing)}" for name, text in pairs)
            sql = f"UPDATE {table} SET {sets} WHERE {where}"
        refused = bench.whole(sql)
        if refused is not None:
            return str(refused)
        return self._fate(side, link, before, born, missing)

    def _column(self, side: int, place: Place, name: str) -> tuple[str, Callable[[Row], str]]:
        slot = place.by_name[name]
        column = slot.columns[side]
        assert column is not None
        return (
            self._benches[side].name(column.name),
            lambda row: self._rows.literal(side, slot, row[name]),
        )

    def _fate(
        self,
        side: int,
        link: Link,
        before: Counter[Values],
        born: Counter[Values],
        missing: Row,
    ) -> str:
        """What became of a child whose parent went."""
        now = self._read(side)
        if born <= now:
            return "the child stays as it is"
        changed = list((now - before).elements())
        itself = link.parent == self._place.name
        at = [self._places[name] for name in link.slots]
        followed = [missing[name] for name in link.referred]
        rest = [n for n in range(len(self._places)) if n not in at]
        (old,) = list(born.elements())[:1]
        for row in changed:
            if all(row[n] == old[n] for n in rest):
                return self._became([row[n] for n in at], followed)
        if changed and not itself:
            return self._became([changed[0][n] for n in at], followed)
        return "the child goes with it"

    @staticmethod
    def _became(values: list[Value], followed: list[str | None]) -> str:
        """What a child refers to now; ``followed`` is the key that its parent was given."""
        if all(value.kind == "null" for value in values):
            return "the child has NULL"
        if all(
            text is not None and value.canonical.startswith(text.removeprefix("x"))
            for value, text in zip(values, followed, strict=True)
        ):
            return "the child follows"
        return f"the child has {', '.join(map(shown, values))}"
