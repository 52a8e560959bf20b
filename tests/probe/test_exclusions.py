"""Exclusion constraints are not probed, and nobody is to think they were."""

from compare.between import Asked
from compare.between.waivers import Waiver
from tests.probe.databases import diff, made

BOOKING = (
    "CREATE TABLE booking (id integer PRIMARY KEY, room integer,"
    " CONSTRAINT no_overlap EXCLUDE (room WITH =))"
)
OTHER = BOOKING.replace("EXCLUDE (room WITH =)", "EXCLUDE (room WITH =) WHERE (room > 5)")


def test_an_exclusion_constraint_is_told_as_not_probed(tmp_path):
    waiver = Waiver("probe booking exclusion no_overlap", "tried by hand", uncompared=True)
    with made("postgresql", [BOOKING], tmp_path, "a") as left:
        result = diff(left, left)
        accepted = diff(left, left, Asked(rows=False, probe=True, waivers=(waiver,)))
    (text,) = result.behaviour.not_probed
    assert text.startswith("booking exclusion no_overlap: exclusion constraints are not probed (A")
    assert "A and B: " in text
    assert (result.verdict, result.exit_code) == ("undetermined", 1)
    assert (accepted.behaviour.verdict, accepted.behaviour.not_probed) == ("same", ())
    assert [each.text for each in accepted.accepted] == [f"probe {text}"]


def test_each_of_two_exclusion_constraints_that_differ_is_told(tmp_path):
    with (
        made("postgresql", [BOOKING], tmp_path, "a") as left,
        made("postgresql", [OTHER], tmp_path, "b") as right,
    ):
        found = diff(left, right).behaviour.not_probed
    assert ["(A: " in text for text in found] == [True, False]
    assert ["(B: " in text for text in found] == [False, True]
