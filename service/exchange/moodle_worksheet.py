"""Moodle's offline grading worksheet: the tutor's own file, filled in and otherwise as it was, byte for byte."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from service.exchange.errors import SheetError
from service.exchange.marks import Filled, Mark, scale
from service.exchange.sheet_cells import Record, Sheet, fill_record, parse_sheet, write_sheet

IDENTIFIER, GRADE, COMMENTS = "Identifier", "Grade", "Feedback comments"
MOST, CHANGEABLE, MODIFIED = "Maximum Grade", "Grade can be changed", "Last modified (grade)"
_NEEDED = (IDENTIFIER, GRADE, MODIFIED)
"""Without these, Moodle does not take the worksheet back."""
_PARTICIPANT = re.compile(r"\D*(\d+)\s*")
_UNMARKED = ("", "-")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    identifier: int
    grade: int
    comments: int | None
    most: int | None
    changeable: int | None


def fill_worksheet(body: bytes, marks: Mapping[str, Mark], *, overwrite: bool = False) -> Filled:
    """The worksheet with marks and comments for those participants.

    Marks are scaled to the maximum of their row. A mark or comment that is there already is left alone unless
    `overwrite`; so is the row of a participant whose grade cannot be changed.

    Raises:
        SheetError: it is no such worksheet, or not in UTF-8.
    """
    sheet = parse_sheet(body)
    columns = _find_columns(sheet)
    records, seen = [sheet.records[0]], set[str]()
    filled, kept = list[str](), list[str]()
    for record in sheet.records[1:]:
        participant_id = _participant_of(record, columns)
        mark = marks.get(participant_id) if participant_id is not None else None
        if participant_id is None or mark is None:
            records.append(record)
            continue
        seen.add(participant_id)
        wanted = _wanted(record, mark, columns)
        changes = wanted if overwrite else {at: new for at, new in wanted.items() if _is_open(record.value(at))}
        if not _may_change(record, columns):
            changes = {}
        records.append(fill_record(record, changes, sheet.delimiter))
        (filled if changes else kept).append(participant_id)
    written = Sheet(has_bom=sheet.has_bom, delimiter=sheet.delimiter, records=tuple(records))
    missing = tuple(each for each in marks if each not in seen)
    return Filled(body=write_sheet(written), filled=tuple(filled), kept=tuple(kept), missing=missing)


def _find_columns(sheet: Sheet) -> _Columns:
    header = [cell.value.strip() for cell in sheet.records[0].cells]
    absent = [name for name in _NEEDED if name not in header]
    if absent:
        raise SheetError(
            f"This is no grading worksheet of Moodle: its first row has no column '{absent[0]}'. "
            "Download it with Moodle's language set to English."
        )

    def place(name: str) -> int | None:
        return header.index(name) if name in header else None

    return _Columns(
        identifier=header.index(IDENTIFIER),
        grade=header.index(GRADE),
        comments=place(COMMENTS),
        most=place(MOST),
        changeable=place(CHANGEABLE),
    )


def _participant_of(record: Record, columns: _Columns) -> str | None:
    """The number in `Participant 123`; None in a row without one."""
    match = _PARTICIPANT.fullmatch(record.value(columns.identifier))
    return match[1] if match else None


def _wanted(record: Record, mark: Mark, columns: _Columns) -> dict[int, str]:
    wanted = {}
    points = None if mark.percent is None or columns.most is None else scale(mark.percent, record.value(columns.most))
    if points is not None and columns.grade < len(record.cells):
        wanted[columns.grade] = points
    if mark.comment and columns.comments is not None and columns.comments < len(record.cells):
        wanted[columns.comments] = mark.comment
    return wanted


def _is_open(value: str) -> bool:
    return value.strip() in _UNMARKED


def _may_change(record: Record, columns: _Columns) -> bool:
    return columns.changeable is None or record.value(columns.changeable).strip().lower() != "no"
