"""What a run compares of two snapshots, beside what each comparison is tested for."""

from __future__ import annotations

from compare.model import Ledger, Schema, SchemaObject, Snapshot, TableRows
from compare.run.compared import Models, SideBySide


def snapshot(next_id: int) -> Snapshot:
    sequence = SchemaObject("sequence", "libre", "start 1")
    rows = TableRows("libre", (), (), (), next_id)
    return Snapshot(Schema(objects=(sequence,)), (rows,), Ledger(()))


def lines(left: Snapshot, right: Snapshot) -> list[str]:
    compared = SideBySide("blog", (), "postgresql", Models(), Models()).compare(left, right)
    return [finding.difference.line for finding in compared]


def test_where_a_sequence_of_no_table_stands_is_compared():
    assert lines(snapshot(5), snapshot(5)) == []
    assert lines(snapshot(5), snapshot(7)) == ["row.next-id libre: 5 | 7"]
