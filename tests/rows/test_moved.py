"""What has another name now is not lost, and what is lost is not taken for renamed."""

from compare.model import Ledger, Schema, Snapshot, TableRows, Value
from compare.rows import losses, moved_columns, moved_tables


def value(of):
    if of is None:
        return Value("null", "", "null")
    kind = "integer" if isinstance(of, int) else "text"
    return Value(kind, str(of), f"{kind} {of!r}")


def table(name, columns, *rows, key=("id",)):
    found = tuple(tuple(value(each) for each in row) for row in rows)
    return TableRows(name, tuple(columns), key, found)


def snapshot(*tables):
    return Snapshot(Schema(), tables, Ledger(()))


BEFORE = table("a", ("id", "x", "y"), (1, "one", None), (2, "two", "zwei"))


def lost(before, after):
    return [(loss.kind, loss.where) for loss in losses(snapshot(*before), snapshot(*after))]


def test_a_table_with_the_same_rows_is_renamed():
    after = table("b", ("id", "x", "y"), (1, "one", None), (2, "two", "zwei"))
    assert moved_tables(snapshot(BEFORE), snapshot(after)) == {"a": "b"}
    assert lost([BEFORE], [after]) == []


def test_a_renamed_table_may_have_gained_a_column():
    after = table("b", ("id", "x", "y", "z"), (1, "one", None, 3), (2, "two", "zwei", None))
    assert moved_tables(snapshot(BEFORE), snapshot(after)) == {"a": "b"}


def test_a_table_of_which_one_value_differs_is_lost():
    after = table("b", ("id", "x", "y"), (1, "one", None), (2, "two", "dos"))
    assert moved_tables(snapshot(BEFORE), snapshot(after)) == {}
    assert lost([BEFORE], [after]) == [("table", "a")]


def test_a_table_that_lacks_a_row_is_lost():
    after = table("b", ("id", "x", "y"), (1, "one", None))
    assert lost([BEFORE], [after]) == [("table", "a")]


def test_ids_alone_do_not_make_a_rename():
    before = table("a", ("id", "x"), (1, "one"))
    after = table("b", ("id", "z"), (1, "one"))
    assert moved_tables(snapshot(before), snapshot(after)) == {}


def test_two_tables_alike_are_not_both_the_new_one():
    twin = table("c", BEFORE.columns, (1, "one", None), (2, "two", "zwei"))
    after = table("d", BEFORE.columns, (1, "one", None), (2, "two", "zwei"))
    assert moved_tables(snapshot(BEFORE, twin), snapshot(after)) == {"a": "d"}
    assert lost([BEFORE, twin], [after]) == [("table", "c")]


def test_an_empty_table_is_no_loss():
    assert lost([table("a", ("id", "x"))], []) == []


def test_a_column_with_the_same_values_is_renamed():
    after = table("a", ("id", "x", "w"), (1, "one", None), (2, "two", "zwei"))
    assert moved_columns(BEFORE, after) == {"y": "w"}
    assert lost([BEFORE], [after]) == []


def test_a_column_dropped_and_added_again_empty_is_lost():
    after = table("a", ("id", "x", "w"), (1, "one", None), (2, "two", None))
    assert moved_columns(BEFORE, after) == {}
    assert lost([BEFORE], [after]) == [("column", "a.y")]


def test_a_column_of_nothing_but_null_is_not_recognised_and_not_lost():
    before = table("a", ("id", "y"), (1, None))
    after = table("a", ("id", "w"), (1, None))
    assert moved_columns(before, after) == {}
    assert lost([before], [after]) == []


def test_when_rows_are_gone_as_well_a_rename_is_in_doubt_and_told_as_a_loss():
    after = table("a", ("id", "x", "w"), (2, "two", "zwei"))
    assert lost([BEFORE], [after]) == [("column", "a.y"), ("rows", "a")]
