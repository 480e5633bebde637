"""A CSV file as raw cells, so that a sheet can be filled in while everything else in it stays byte for byte."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from service.exchange.errors import SheetError
from service.rendering.safe_text import escape_cell

_BOM = "\ufeff"
_DELIMITERS = ",;\t"
_NOT_UNICODE = "The sheet is not in UTF-8. Save it as 'CSV UTF-8', or use the file as it was downloaded."
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell as it stands in the file, quotes and all, and what it says."""

    raw: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One row and the characters that end it."""

    cells: tuple[Cell, ...]
    end: str

    def value(self, index: int) -> str:
        """What the cell at that place says; empty beyond the last."""
        return self.cells[index].value if index < len(self.cells) else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A whole file."""

    has_bom: bool
    delimiter: str
    records: tuple[Record, ...]


def parse_sheet(body: bytes) -> Sheet:
    """The cells of a CSV file in UTF-8, divided by commas, semicolons or tabs.

    Raises:
        SheetError: it is not in UTF-8, is empty, or a quotation mark is never closed.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SheetError(_NOT_UNICODE) from error
    has_bom = text.startswith(_BOM)
    text = text.removeprefix(_BOM)
    if not text.strip() or "\0" in text:
        raise SheetError("The sheet is empty or no CSV file. Use the file as it was downloaded.")
    head = text.splitlines()[0]
    delimiter = max(_DELIMITERS, key=head.count)
    return Sheet(has_bom=has_bom, delimiter=delimiter, records=tuple(_records(text, delimiter)))


def write_sheet(sheet: Sheet) -> bytes:
    """The file again: every raw cell as it is."""
    rows = (sheet.delimiter.join(cell.raw for cell in record.cells) + record.end for record in sheet.records)
    return f"{_BOM if sheet.has_bom else ''}{''.join(rows)}".encode()


def fill_record(record: Record, changes: Mapping[int, str], delimiter: str) -> Record:
    """The row with new cells at those places, safe from being taken for formulas; the others are not touched."""
    cells = list(record.cells)
    for index, value in changes.items():
        cells[index] = Cell(raw=_quote(value, delimiter), value=value)
    return Record(cells=tuple(cells), end=record.end)


def _quote(value: str, delimiter: str) -> str:
    safe = value if _NUMBER.fullmatch(value) else escape_cell(value)
    if any(char in safe for char in (delimiter, '"', "\n", "\r")) or safe != safe.strip():
        return '"' + safe.replace('"', '""') + '"'
    return safe


def _records(text: str, delimiter: str) -> Iterable[Record]:
    pattern = re.compile(
        rf'("(?:[^"]|"")*"[^{delimiter}\r\n]*|[^"{delimiter}\r\n][^{delimiter}\r\n]*|)(\r\n|[{delimiter}\r\n]|\Z)'
    )
    cells: list[Cell] = []
    position = 0
    while position < len(text) or cells:
        match = pattern.match(text, position)
        if match is None:
            raise SheetError("A quotation mark in the sheet is never closed. Use the file as it was downloaded.")
        position = match.end()
        cells.append(Cell(raw=match[1], value=_say(match[1])))
        if match[2] != delimiter:
            yield Record(cells=tuple(cells), end=match[2])
            cells = []


def _say(raw: str) -> str:
    if not raw.startswith('"'):
        return raw
    inside, _, after = raw[1:].rpartition('"')
    return inside.replace('""', '"') + after
