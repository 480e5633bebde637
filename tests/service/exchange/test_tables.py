"""Results and class views as tables."""

import pytest

from service.exchange.tables import make_safe, tabulate_class, tabulate_results
from service.feedback.class_view import Entry, view_class
from tests.service.exchange.outcomes import UNREADABLE, build_class, build_outcome


@pytest.mark.parametrize(
    ("value", "safe"),
    [("=1", "'=1"), ("a\nb\x1b", "a b\ufffd"), (-3, -3), (2.5, 2.5), ("x" * 40_000, "x" * 32_000), ("\t=1", "'=1")],
)
def test_values_are_made_safe(value: str | float, safe: str | float) -> None:
    assert make_safe(value) == safe


def test_a_row_a_script_in_the_order_given() -> None:
    table = tabulate_results(build_class())
    assert all(len(row) == len(table.columns) for row in table.rows)
    rows = [dict(zip(table.columns, row, strict=True)) for row in table.rows]
    assert [row["script"] for row in rows] == ["a/plan.txt", "b/part.txt", "b/rest.txt"]
    assert (rows[1]["late"], rows[1]["participant"]) == ("yes", "=HYPERLINK(1)")
    assert (rows[0]["MP1 band estimate"], rows[0]["problem"]) == (2, "")
    assert (rows[2]["MP1 band estimate"], rows[2]["problem"]) == ("", UNREADABLE.detail)


def test_a_class_in_which_nothing_could_be_read_still_has_a_table() -> None:
    table = tabulate_results([build_outcome(report=None, problem=UNREADABLE)])
    assert table.columns[-1] == "problem"


def test_the_class_view_becomes_four_tables() -> None:
    outcomes = build_class()
    view = view_class([Entry(script=one.title, report=one.report, problem="It is empty.") for one in outcomes])
    tables = {table.title: table for table in tabulate_class(view)}
    assert list(tables) == ["Bands by criterion", "Commonest gaps", "Misconceptions", "Look at first"]
    assert tables["Bands by criterion"].rows[0][:7] == ("MP1", "criterion MP1", 0, 0, 2, 0, 0)
    assert tables["Misconceptions"].rows[0][2:5] == (2, 2, "The party is what we are for.")
    assert tables["Look at first"].rows[0] == ("=HYPERLINK(1), rest.txt", "It is empty.")
    assert all(len(row) == len(table.columns) for table in tables.values() for row in table.rows)
