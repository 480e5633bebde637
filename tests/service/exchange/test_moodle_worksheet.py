"""Moodle's grading worksheet goes out and comes back, with nothing changed but what was to be filled in."""

from pathlib import Path

import pytest

from service.exchange.errors import SheetError
from service.exchange.marks import Mark, marks_from
from service.exchange.moodle_worksheet import fill_worksheet
from service.exchange.sheet_cells import parse_sheet
from tests.service.exchange.outcomes import build_class

DATA = Path(__file__).parents[2] / "data" / "exchange"
WORKSHEET = (DATA / "moodle_worksheet.csv").read_bytes()
MARKS = {
    "2101": Mark(percent=62.5, comment='<p>Say "why", then how.</p>'),
    "2102": Mark(comment="=1+1"),
    "2103": Mark(percent=10, comment="<p>new</p>"),  # has a mark and a comment already
    "2104": Mark(percent=50, comment="x"),  # cannot be changed
    "2999": Mark(percent=1),
}
HEADER = b"Identifier,Grade,Maximum Grade,Last modified (grade),Feedback comments\n"


def test_the_golden_worksheet_is_filled_in() -> None:
    filled = fill_worksheet(WORKSHEET, MARKS)
    assert filled.body == (DATA / "moodle_worksheet_filled.csv").read_bytes()
    assert (filled.filled, filled.kept, filled.missing) == (("2101", "2102"), ("2103", "2104"), ("2999",))


def test_without_marks_it_comes_back_byte_for_byte() -> None:
    assert fill_worksheet(WORKSHEET, {}).body == WORKSHEET
    assert fill_worksheet(WORKSHEET, {"2101": Mark()}).body == WORKSHEET


def test_only_grade_and_comments_ever_change() -> None:
    sheets = [parse_sheet(body) for body in (WORKSHEET, fill_worksheet(WORKSHEET, MARKS, overwrite=True).body)]
    header = [cell.value for cell in sheets[0].records[0].cells]
    changed = {
        header[place]
        for before, after in zip(sheets[0].records, sheets[1].records, strict=True)
        for place, (old, new) in enumerate(zip(before.cells, after.cells, strict=True))
        if old.raw != new.raw
    }
    assert changed == {"Grade", "Feedback comments"}


def test_what_is_there_gives_way_only_when_told_to() -> None:
    row = parse_sheet(fill_worksheet(WORKSHEET, MARKS, overwrite=True).body).records[3]
    assert [row.value(4), row.value(10)] == ["8.00", "<p>new</p>"]
    locked = parse_sheet(fill_worksheet(WORKSHEET, MARKS, overwrite=True).body).records[4]
    assert [locked.value(4), locked.value(10)] == ["", ""]


def test_a_real_report_becomes_one_cell() -> None:
    body = HEADER + b"Participant 7,-,100,-,\nParticipant 8,,Good,-,\nTeilnehmer/in 9,,100,-,\nnobody,,100,-,\n"
    filled = fill_worksheet(body, marks_from(build_class(), estimates=True))
    rows = parse_sheet(filled.body).records
    assert len(rows) == 5
    assert rows[1].value(1) == "40.00"
    assert rows[1].value(4).startswith("<p><strong>Feedback on a/plan.txt")
    assert rows[2].value(1) == ""  # a scale has no numbers
    assert filled.filled == ("7", "8")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"Student,ID\n", "has no column 'Identifier'"),
        (b"Identifier,Grade\n", "Last modified \\(grade\\)"),
        (HEADER.replace(b"Grade,", "Zoë,".encode("latin-1"), 1), "not in UTF-8"),
    ],
)
def test_another_file_is_refused(body: bytes, message: str) -> None:
    with pytest.raises(SheetError, match=message):
        fill_worksheet(body, {})
