"""Canvas's gradebook goes out and comes back, with one assignment filled in and nothing else changed."""

from pathlib import Path

import pytest

from service.exchange.canvas_gradebook import fill_gradebook, list_assignments
from service.exchange.errors import SheetError
from service.exchange.marks import Mark

DATA = Path(__file__).parents[2] / "data" / "exchange"
GRADEBOOK = (DATA / "canvas_gradebook.csv").read_bytes()
MARKS = {
    "4401": Mark(percent=62.5),
    "4402": Mark(percent=100),
    "4403": Mark(percent=50),  # has a mark already
    "4404": Mark(percent=50),  # excused
    "4001": Mark(percent=3),
    "4999": Mark(comment="no mark"),
}


def test_the_golden_gradebook_is_filled_in() -> None:
    filled = fill_gradebook(GRADEBOOK, MARKS, assignment="7001")
    assert filled.body == (DATA / "canvas_gradebook_filled.csv").read_bytes()
    assert (filled.filled, filled.kept, filled.missing) == (("4401", "4402"), ("4403", "4404"), ("4001",))
    assert fill_gradebook(GRADEBOOK, MARKS, assignment="Plan for a cafe").body == filled.body


def test_without_marks_it_comes_back_byte_for_byte() -> None:
    assert fill_gradebook(GRADEBOOK, {}, assignment="7002").body == GRADEBOOK


def test_a_mark_gives_way_when_told_to_but_not_what_is_no_mark() -> None:
    body = fill_gradebook(GRADEBOOK, MARKS, assignment="7001", overwrite=True).body.decode()
    assert "OM7-A,10.00,3.00" in body
    assert "OM7-A,EX,5.00" in body


def test_assignments_are_listed() -> None:
    assert list_assignments(GRADEBOOK) == (("7001", "Plan for a cafe"), ("7002", "Reading log"))


@pytest.mark.parametrize(
    ("body", "assignment", "message"),
    [
        (GRADEBOOK, None, "Name one assignment"),
        (GRADEBOOK, "7003", "Plan for a cafe \\(7001\\); Reading log \\(7002\\)"),
        (b"Student,ID,Section\n", None, "It has: none"),
        (b"Identifier,Grade\n", "7001", "no gradebook of Canvas"),
        (b"Student,ID,Plan (7001)\nAda,4401,\n", None, "no points possible"),
    ],
)
def test_what_cannot_be_filled_in_is_refused(body: bytes, assignment: str | None, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        fill_gradebook(body, MARKS, assignment=assignment)
