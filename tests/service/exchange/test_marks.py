"""What goes into a tutor's sheet for each student."""

import pytest

from service.exchange.marks import marks_from, scale
from tests.service.exchange.outcomes import build_class, build_outcome


@pytest.mark.parametrize(
    ("percent", "most", "points"),
    [
        (62.5, "80.00", "50.00"),
        (62.5, "80", "50.00"),
        (62.5, "80,00", "50,00"),
        (0, " 20 ", "0.00"),
        (33.333, "100", "33.33"),
        (50, "", None),
        (50, "-", None),
        (50, "Distinction", None),
        (50, "1,000.00", None),
    ],
)
def test_a_share_is_written_as_the_sheet_writes_numbers(percent: float, most: str, points: str | None) -> None:
    assert scale(percent, most) == points


def test_every_student_gets_a_comment_and_no_mark_unless_asked_for() -> None:
    marks = marks_from([*build_class(), build_outcome("nobody.txt")], estimates=False)
    assert {each: mark.percent for each, mark in marks.items()} == {"7": None, "8": None}
    assert "Feedback on a/plan.txt<" in marks["7"].comment
    assert "Feedback on b/part.txt (1 more handed in)<" in marks["8"].comment
    assert {mark.percent for mark in marks_from(build_class(), estimates=True).values()} == {40.0}


def test_a_student_whose_script_could_not_be_read_gets_nothing() -> None:
    assert marks_from([build_outcome(participant_id="9", report=None)], estimates=True) == {}
