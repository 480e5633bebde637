"""Reading a page into sections."""

import pytest

from rubric.importers.sections import Page, SectionKind, parse_page

HEADINGS = {"marking_points": ["examiner marking points", "marking points"], "tips": ["exam tips", "tips"]}


def read(text: str) -> Page:
    """The page under the two kinds of headings of these tests."""
    return parse_page(text, HEADINGS)


def bullets(text: str) -> tuple[str, ...]:
    """The marking points of a page."""
    return tuple(text for section in read(text).of_kind(SectionKind.MARKING_POINTS) for text in section.bullets)


@pytest.mark.parametrize(
    "heading",
    [
        "Examiner Marking Points",
        "EXAMINER MARKING POINTS",
        "Marking points:",
        "marking points:",
        "## Examiner marking points",
        "## 3. Examiner marking points ##",
        "**Marking Points**",
        "**Marking points:**",
        "3. Marking Points",
        "Section 3: Marking Points",
        "Marking Points & What They Mean",
        "Marking points \u2013 what earns credit",
        "Marking Points (Level 7)",
        "\ufeffMarking Points",
        "  Marking\u00a0Points  ",
    ],
)
def test_a_heading_is_known_however_it_is_dressed(heading: str) -> None:
    assert bullets(f"A title\n{heading}\n- first\n- second\n") == ("first", "second")


@pytest.mark.parametrize(
    "line",
    [
        "marking points are listed overleaf",
        "Marking points are listed in the specification.",
        "- Marking points",
        "The marking points",
        "Marking points and everything else that a teacher who is new to this has to know",
    ],
)
def test_a_line_that_only_speaks_of_a_heading_is_none(line: str) -> None:
    assert bullets(f"A title\n{line}\n- first\n") == ()


@pytest.mark.parametrize(
    "mark",
    [
        "-",
        "*",
        "\u2022",
        "\u2013",
        "\u2014",
        "\u2212",
        "\u25aa",
        "\uf0b7",
        "o ",
        "1.",
        "2)",
        "(3)",
        "a)",
        "b.",
        "iv.",
        "MP1:",
        "1.2",
        "- [ ]",
    ],
)
def test_a_bullet_is_known_by_any_mark(mark: str) -> None:
    assert bullets(f"Marking points\n{mark} First of all\n{mark} Second\n") == ("First of all", "Second")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("-First\n-Second", ("First", "Second")),
        ("\u2022First\n\u2022Second", ("First", "Second")),
        ("\u2022\nFirst\n\u2022\nSecond", ("First", "Second")),
        ("- First that\n  goes on\n- Second", ("First that goes on", "Second")),
        ("- First that\ngoes on\n\nand on\n- Second", ("First that goes on and on", "Second")),
        ("- On trade-\n  offs\n- Second", ("On trade-offs", "Second")),
        ("- First\n\n- Second\n\nNot a bullet.", ("First", "Second")),
        ("  - First\n  - Second", ("First", "Second")),
        ("- Models:\n    - one\n    - two\n- Second", ("Models (one; two)", "Second")),
        ("1. Models\n   a) one,\n   b) two.\n2. Second", ("Models (one; two)", "Second")),
        ("- **First**: `code`\n- __Second__", ("First: code", "Second")),
        ("- First\n---\n- Second\n- ...", ("First", "Second")),
        ("- First\nFurther Reading\n- Second", ("First Further Reading", "Second")),
        ("- First.\nFurther Reading\n- Second", ("First.",)),
        ("- First\n\nFurther Reading\n- Second", ("First",)),
        ("- First\nFurther reading:\n- Second", ("First",)),
        ("- First\n# Further\n- Second", ("First",)),
        ("- First\nexam tips:\n- Second", ("First",)),
    ],
)
def test_bullets_end_where_they_should(text: str, expected: tuple[str, ...]) -> None:
    assert bullets(f"Marking points\n{text}\n") == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One line\nAnother line", ("One line", "Another line")),
        ("One line\nthat goes on\nAnother line", ("One line that goes on", "Another line")),
        ("A paragraph\nOf two lines\n\nAnother", ("A paragraph Of two lines", "Another")),
        ("Net Profit\n\nGross Profit", ("Net Profit", "Gross Profit")),
    ],
)
def test_lines_without_marks_are_kept_apart(text: str, expected: tuple[str, ...]) -> None:
    (section,) = read(f"Marking points\n\n{text}\n").of_kind(SectionKind.MARKING_POINTS)
    assert section.paragraphs == expected
    assert section.bullets == ()


def test_words_behind_a_heading_are_its_first_line() -> None:
    (section,) = read("Exam tips: plan first\n").of_kind(SectionKind.TIPS)
    assert (section.heading, section.paragraphs) == ("Exam tips", ("plan first",))


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Running Shops\n\nTips\n- a", "Running Shops"),
        ("\n\n# Running shops\ntext", "Running shops"),
        ("This page is about shops and is cut o\nTips\n- a", "This page is about shops and is cut o"),
        ("Tips\n- a", ""),
        ("- a\n- b", ""),
        ("", ""),
    ],
)
def test_the_title_is_the_first_line_that_is_no_heading(text: str, title: str) -> None:
    assert read(text).title == title


def test_two_sections_of_one_kind_are_both_kept() -> None:
    assert bullets("Marking points\n- one\nTips\n- x\nMarking points\n- two\n") == ("one", "two")


def test_a_bullet_of_a_hundred_thousand_lines_is_no_trouble() -> None:
    (bullet,) = bullets("Marking points\n- start\n" + "more words\n" * 100_000)
    assert len(bullet) < 5_000
