"""Canvas's gradebook export: the tutor's own file with one assignment filled in, otherwise byte for byte as it was."""

import re
from collections.abc import Mapping

from service.exchange.errors import SheetError
from service.exchange.marks import Filled, Mark, scale
from service.exchange.sheet_cells import Sheet, fill_record, parse_sheet, write_sheet

_ASSIGNMENT = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)", re.DOTALL)
_POINTS = "points possible"
_OPEN = ("", "-")


def list_assignments(body: bytes) -> tuple[tuple[str, str], ...]:
    """The id and the title of every assignment in a gradebook.

    Raises:
        SheetError: it is no gradebook, or not in UTF-8.
    """
    return tuple((found["id"], found["title"]) for _, found in _assignments(parse_sheet(body)))


def fill_gradebook(
    body: bytes, marks: Mapping[str, Mark], *, assignment: str | None = None, overwrite: bool = False
) -> Filled:
    """The gradebook with the marks of one assignment; students are found by Canvas's user id.

    Marks are scaled to the points possible. A mark that is there already, `EX` and `N/A` are left alone unless
    `overwrite`, which replaces marks only. Canvas's gradebook has no place for comments.

    Args:
        body: The file as Canvas exported it.
        marks: The marks by user id.
        assignment: The id or the title of the assignment; may be left out where there is only one.
        overwrite: Whether a mark that is there gives way.

    Raises:
        SheetError: it is no gradebook, the assignment is not in it, or has no points to be had.
    """
    sheet = parse_sheet(body)
    column = _choose(sheet, assignment)
    ids = [cell.value.strip() for cell in sheet.records[0].cells].index("ID")
    most = next((one.value(column) for one in sheet.records if one.value(0).strip().lower() == _POINTS), "")
    if scale(0, most) is None:
        raise SheetError("The gradebook names no points possible for this assignment. Export it from Canvas again.")
    records, seen = [sheet.records[0]], set[str]()
    filled, kept = list[str](), list[str]()
    for record in sheet.records[1:]:
        user_id, there = record.value(ids).strip(), record.value(column).strip()
        mark = marks.get(user_id)
        points = scale(mark.percent, most) if mark and mark.percent is not None else None
        seen.add(user_id)
        if points is None or column >= len(record.cells):
            records.append(record)
        elif there in _OPEN or (overwrite and scale(0, there) is not None):
            records.append(fill_record(record, {column: points}, sheet.delimiter))
            filled.append(user_id)
        else:
            records.append(record)
            kept.append(user_id)
    written = Sheet(has_bom=sheet.has_bom, delimiter=sheet.delimiter, records=tuple(records))
    missing = tuple(each for each in marks if each not in seen)
    return Filled(body=write_sheet(written), filled=tuple(filled), kept=tuple(kept), missing=missing)


def _assignments(sheet: Sheet) -> list[tuple[int, re.Match[str]]]:
    header = [cell.value.strip() for cell in sheet.records[0].cells]
    if "ID" not in header or header[0] not in ("Student", "LastName"):
        raise SheetError("This is no gradebook of Canvas: its first row has no columns 'Student' and 'ID'.")
    return [(index, found) for index, name in enumerate(header) if (found := _ASSIGNMENT.fullmatch(name))]


def _choose(sheet: Sheet, assignment: str | None) -> int:
    found = _assignments(sheet)
    chosen = [index for index, one in found if assignment is None or assignment in (one["id"], one["title"], one[0])]
    if len(chosen) == 1:
        return chosen[0]
    names = "; ".join(one[0] for _, one in found) or "none"
    raise SheetError(f"Name one assignment of the gradebook by its id or title. It has: {names}.")
