"""CSV files keep every byte that is not filled in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.exchange.errors import SheetError
from service.exchange.sheet_cells import fill_record, parse_sheet, write_sheet


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        (b"a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
        (b'\xef\xbb\xbfa;b\r\n"1;2";"say ""x"""', [["a", "b"], ["1;2", 'say "x"']]),
        (b"a\tb\r1\t\r", [["a", "b"], ["1", ""]]),
        (b'a,"two\nlines, one cell",c\n', [["a", "two\nlines, one cell", "c"]]),
        (b'"a"x,b"c\n\n', [["ax", 'b"c'], [""]]),
        (b"a,b", [["a", "b"]]),
        (b"a,", [["a", ""]]),
    ],
)
def test_cells_are_read_and_written_again(body: bytes, rows: list[list[str]]) -> None:
    sheet = parse_sheet(body)
    assert [[cell.value for cell in record.cells] for record in sheet.records] == rows
    assert write_sheet(sheet) == body


@given(st.text(alphabet='ab,;\t"\n\r= é', min_size=1))
def test_whatever_can_be_read_comes_back_byte_for_byte(text: str) -> None:
    try:
        sheet = parse_sheet(text.encode())
    except SheetError:
        return
    assert write_sheet(sheet) == text.encode()


@pytest.mark.parametrize("body", [b"", b" \n", "Zoë".encode("latin-1"), b"a\0b", b'a,"never closed\n'])
def test_what_is_no_sheet_is_refused(body: bytes) -> None:
    with pytest.raises(SheetError):
        parse_sheet(body)


@pytest.mark.parametrize(
    ("value", "raw"),
    [
        ("62.50", "62.50"),
        ("-3", "-3"),
        ("=1+1", "'=1+1"),
        ("+cmd", "'+cmd"),
        ("-cmd", "'-cmd"),
        ("@cmd", "'@cmd"),
        ("\tcmd", "'\tcmd"),
        ("\rcmd", '"\'\rcmd"'),
        ('say "x", y', '"say ""x"", y"'),
        (" spaced ", '" spaced "'),
        ("", ""),
    ],
)
def test_new_cells_are_quoted_and_escaped(value: str, raw: str) -> None:
    record = parse_sheet(b'"a",b\n').records[0]
    assert [cell.raw for cell in fill_record(record, {1: value}, ",").cells] == ['"a"', raw]


def test_a_place_beyond_the_last_cell_is_empty() -> None:
    assert parse_sheet(b"a,b\n").records[0].value(5) == ""
