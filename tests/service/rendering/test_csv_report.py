"""Reports as rows of a spreadsheet."""

import csv
import io

import pytest

from service.feedback.report import FeedbackReport
from service.rendering.csv_report import render_csv_header, render_csv_row
from tests.service.rendering.reports import TEXT, build_full_report


def row(report: FeedbackReport) -> dict[str, str]:
    [found] = csv.DictReader(io.StringIO(render_csv_header(report) + render_csv_row(report)))
    return found


def test_a_draft_is_a_row() -> None:
    found = row(build_full_report())
    assert found["draft"] == "plan.txt"
    assert found["do first 1"] == "At the end: Where does advice come in?"
    assert (found["MP1 band estimate"], found["MP1 how sure"]) == ("2", "likely")
    assert found["MP1 quote"] == TEXT.split("\n\n")[1]
    assert found["MP2 missing"] == "advice (at the end)"
    assert (found["MC1"], found["MC1 quote"]) == ("present", "The party is what we are for.")
    assert found["topics that earn nothing"] == "Music"
    assert found["worth knowing"] == "This is short. Read with care."
    assert found["overall estimate"] == "40"


def test_what_cannot_be_told_is_said_in_words() -> None:
    found = row(
        build_full_report(
            judgeable=False, reason="the text is not in English", criteria=(), misconceptions=(), overall=None
        )
    )
    assert found["judged"] == "no: the text is not in English"
    assert {found[name] for name in ("MP1 band estimate", "MP2 band estimate", "MC1", "overall estimate")} == {
        "cannot tell"
    }


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r@", "\u200b=", " ="])
def test_no_cell_can_be_taken_for_a_formula(start: str) -> None:
    risky = "=+-@\t\r"
    report = build_full_report(draft_name=f"{start}cmd|' /C calc'!A0.txt")
    for line in csv.reader(io.StringIO(render_csv_row(report))):
        assert not [cell for cell in line if cell.startswith(tuple(risky))]


def test_a_row_stays_one_line() -> None:
    report = build_full_report(draft_name="two\nlines\r\n.txt")
    assert render_csv_row(report).count("\n") == 1
    assert "\r" not in render_csv_row(report)


def test_every_row_has_the_columns_of_the_header() -> None:
    unjudged = build_full_report(
        judgeable=False, reason="it is empty", criteria=(), support=(), misconceptions=(), flags=()
    )
    header = next(csv.reader(io.StringIO(render_csv_header(build_full_report()))))
    assert len(set(header)) == len(header)
    assert render_csv_header(unjudged) == render_csv_header(build_full_report())
    assert len(next(csv.reader(io.StringIO(render_csv_row(unjudged))))) == len(header)
