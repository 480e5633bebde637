from typing import Any

import pytest

from service.extraction.blocks import write_blocks
from service.extraction.layout import Line, PageSize, join_lines, plain_letters

PAGES = [PageSize(height=800)] * 3


def line(text: str, row: int, **changes: Any) -> Line:
    """A full line of 12-point letters on the first page, `row` lines below the middle."""
    values = {"page": 0, "left": 100, "right": 500, "base": 600 - 14 * row, "size": 12, "first_word": 40}
    return Line(**({"text": text} | values | changes))


def joined(*lines: Line) -> str:
    return write_blocks(join_lines(lines, PAGES))


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        ([line("a full line", 0), line("and its end.", 1, right=200)], "a full line and its end."),
        ([line("Ended early.", 0, right=300), line("A new start", 1)], "Ended early.\n\nA new start"),
        ([line("ends near", 0, right=470), line("the edge", 1)], "ends near the edge"),
        ([line("A full line.", 0), line("and", 1), line("After a gap.", 3)], "A full line. and\n\nAfter a gap."),
        ([line("One two", 0), line("three.", 1), line("Four", 2, left=124)], "One two three.\n\nFour"),
        ([line("One two", 0), line("three", 1), line("four", 2, left=124)], "One two three four"),
        ([line("Big", 0, size=16, right=140), line("A full line", 2)], "# Big\n\nA full line"),
        ([line("Bold head", 0, bold=True, right=180), line("A full line", 1)], "# Bold head\n\nA full line"),
        ([line("Bold sentence.", 0, bold=True), line("goes on", 1)], "Bold sentence. goes on"),
        ([line("• one item that", 0), line("goes on", 1, left=112)], "- one item that goes on"),
        ([line("• one item.", 0), line("• another", 1)], "- one item.\n- another"),
        ([line("• one item", 0), line("ends.", 1, left=112), line("Text", 2, left=90)], "- one item ends.\n\nText"),
        ([line("\u2013 an item", 0)], "- an item"),
        ([line("\u20135 degrees", 0)], "\u20135 degrees"),
        ([line("a | b", 0, is_row=True), line("c | d", 1, is_row=True)], "| a | b |\n| c | d |"),
        ([line("over the", 30), line("page", 0, page=1)], "over the page"),
        ([line("left column", 30), line("right column", 0, left=520, right=900)], "left column right column"),
    ],
)
def test_lines_become_the_blocks_they_were(lines: list[Line], text: str) -> None:
    assert joined(*lines) == text


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("informa-", "tion", "information"),
        ("well-", "known", "well-known"),
        ("cost-", "cutting", "cost-cutting"),
        ("day-to-", "day", "day-to-day"),
        ("Anglo-", "Saxon", "Anglo-Saxon"),
        ("2\u2013", "5pm", "2\u20135pm"),
        ("one \u2013", "two", "one \u2013 two"),
        ("and/", "or", "and/or"),
        ("- ", "x", "- x"),
    ],
)
def test_a_word_parted_at_the_end_of_a_line_is_made_whole(before: str, after: str, text: str) -> None:
    assert joined(line(f"so {before}", 0), line(f"{after} it", 1)) == f"so {text} it"


def test_a_hyphen_stays_where_the_draft_has_the_word_with_one_elsewhere() -> None:
    assert joined(line("a re-form is a re-", 0), line("form", 1)) == "a re-form is a re-form"


@pytest.mark.parametrize(
    ("texts", "base", "kept"),
    [
        (("Student 42, 1", "Student 42, 2"), 780, ""),
        (("Page 1", "Page 2"), 20, ""),
        (("- 3 -", "4 of 9"), 20, ""),
        (("First words", "Second words"), 780, "First words Second words"),
        (("Same words", "Same words"), 400, "Same words Same words"),
    ],
)
def test_what_repeats_in_the_margins_is_left_out(texts: tuple[str, str], base: float, kept: str) -> None:
    assert joined(*(line(text, 0, base=base, page=page) for page, text in enumerate(texts))) == kept


def test_ligatures_become_letters() -> None:
    assert plain_letters("\ufb01rst-class e\ufb00ort, o\ufb03ce") == "first-class effort, office"
