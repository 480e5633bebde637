"""Learners' text made safe to show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.rendering.safe_text import escape_cell, on_one_line, quoted, show_hidden


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, café £5 – “so”", "plain, café £5 – “so”"),
        ("lines\nand\ttabs\r\n", "lines\nand\ttabs\r\n"),
        ("a\x1b[31mred", "a\ufffd[31mred"),  # a terminal's escape
        ("a\x00b\x85c", "a\ufffdb\ufffdc"),
        ("a\u202eb\u200bc\u2066d", "a\ufffdb\ufffdc\ufffdd"),  # reordering, zero width, isolates
        ("co\u00adop \u200d", "co\u00adop \u200d"),  # soft hyphen and joiner are honest
        ("\ud800", "\ufffd"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str) -> None:
    assert show_hidden(text) == shown


@given(st.text())
def test_offsets_stay_true(text: str) -> None:
    assert len(show_hidden(text)) == len(text)


def test_one_line_has_single_spaces() -> None:
    assert on_one_line(" a\n\nb\t c\x07 ") == "a b c\ufffd"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The hall is small.", "“The hall is small.”"),
        ("The hall is small", "“The hall is small…”"),
        ("because it\nis small,", "“…because it is small…”"),
        ("Is it “small”?", "“Is it “small”?”"),
        ("It is 'small.'", "“It is 'small.'”"),
    ],
)
def test_a_quotation_shows_where_it_was_cut(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_cell_that_a_spreadsheet_would_run_is_escaped(start: str) -> None:
    assert escape_cell(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "1+1", "a=b", "'=1", "…-"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert escape_cell(text) == text
