from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evidence import PartKind
from models.parts import find_parts

WRAPPED = """The clinic books every patient into a slot of ten minutes, and the
doctor runs late by noon because a third of the patients need more time
than that. A longer slot in the morning would let the day recover."""
ENTRY = "Slack, N. (2019) Operations Management. London: Pearson."
LINES = st.lists(
    st.sampled_from(
        [
            "",
            " ",
            "# Aims",
            "Aims",
            "1. Aims",
            "- a point",
            "> quoted words",
            "| a | b |",
            "References",
            ENTRY,
            "A full sentence stands here.",
        ]
    ),
    max_size=12,
)


def _kinds(text: str) -> list[PartKind]:
    return [part.kind for part in find_parts(text)]


def _bodies(text: str) -> list[str]:
    return [text[part.body_char : part.end_char] for part in find_parts(text)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("The queue is shorter since we added a till.", PartKind.PROSE),
        ("Why does it fail?", PartKind.PROSE),
        ("# Recommendations", PartKind.HEADING),
        ("### 2.1 Trade-offs in the ward", PartKind.HEADING),
        ("Recommendations and next steps", PartKind.HEADING),
        ("2.1 Layout and flow", PartKind.HEADING),
        ("Introduction", PartKind.HEADING),
        ("- The queue is shorter since we added a till.", PartKind.BULLET),
        ("* Move the trolley to the door.", PartKind.BULLET),
        ("\u2022 Move the trolley to the door.", PartKind.BULLET),
        ("1) Move the trolley to the door.", PartKind.BULLET),
        ("(a) Move the trolley to the door.", PartKind.BULLET),
        ("> Operations management is about processes.", PartKind.QUOTATION),
        ("| measure | now | target |", PartKind.TABLE),
        ("measure\tnow\ttarget", PartKind.TABLE),
        (ENTRY, PartKind.REFERENCES),
    ],
)
def test_a_line_is_told_by_its_shape(line: str, kind: PartKind) -> None:
    assert _kinds(line) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        "References to lean are many in this industry.",
        "Sources of waste are easy to see.",
        "Speed - the time from order to delivery - is what guests notice first.",
        "Either | or: it is hard to say.",
        "Slack says that speed pays, and in 2019 he said so again.",
    ],
)
def test_prose_is_not_taken_for_something_else(line: str) -> None:
    assert _kinds(line) == [PartKind.PROSE]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("One is here.\n\nTwo is here.", ["One is here.", "Two is here."]),
        ("# Aims\nOne is here.", ["Aims", "One is here."]),
        ("- One is here.\n- Two is here.", ["One is here.", "Two is here."]),
        ("1. One is here.\n2. Two is here.", ["One is here.", "Two is here."]),
        ("  One is here.  \n\n\n", ["One is here."]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_a_part_s_body_is_its_words_without_its_sign(text: str, bodies: list[str]) -> None:
    assert _bodies(text) == bodies


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    assert _bodies(WRAPPED) == [WRAPPED]
    assert _kinds(f"{WRAPPED}\n\n{WRAPPED}") == [PartKind.PROSE] * 2


def test_a_wrapped_bullet_goes_on_to_the_next_line() -> None:
    text = "- The clinic books every patient into a slot of ten minutes, and\n  the doctor runs late.\n- It is full."
    assert _kinds(text) == [PartKind.BULLET] * 2


def test_a_line_end_alone_parts_paragraphs_that_are_not_wrapped() -> None:
    long = (
        "The clinic books every patient into a slot of ten minutes, and the doctor runs late by noon on every day "
        "of the week, so nobody is seen in time."
    )
    assert _bodies(f"{long}\n{long}\n{long}") == [long] * 3


def test_a_reference_list_goes_on_until_the_next_heading() -> None:
    text = (
        f"We cut the queue.\n\nReferences\n\n{ENTRY}\n\nA web page without a year.\n\nAppendix\n\nThe queue is shorter."
    )
    assert _kinds(text) == [
        PartKind.PROSE,
        PartKind.REFERENCES,
        PartKind.REFERENCES,
        PartKind.REFERENCES,
        PartKind.HEADING,
        PartKind.PROSE,
    ]


@pytest.mark.parametrize("title", ["References", "REFERENCE LIST", "Bibliography:", "## Works cited", "6. References"])
def test_a_reference_list_has_many_names(title: str) -> None:
    assert _kinds(f"{title}\n\nA book by somebody.") == [PartKind.REFERENCES] * 2


def test_a_table_may_stand_among_prose() -> None:
    text = "The figures follow.\n\n| measure | now |\n| --- | --- |\n| queue | 9 |\n\nThe queue is long."
    assert _kinds(text) == [PartKind.PROSE, *[PartKind.TABLE] * 3, PartKind.PROSE]


@given(LINES)
def test_windows_line_ends_change_nothing_but_offsets(lines: list[str]) -> None:
    unix, windows = "\n".join(lines), "\r\n".join(lines)
    assert _kinds(windows) == _kinds(unix)
    assert [body.replace("\r\n", "\n") for body in _bodies(windows)] == _bodies(unix)


@given(LINES)
def test_parts_hold_every_word_once_and_in_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    parts = find_parts(text)
    assert all(part.start_char <= part.body_char < part.end_char for part in parts)
    assert all(before.end_char <= after.start_char for before, after in pairwise(parts))
    assert " ".join(text[part.start_char : part.end_char] for part in parts).split() == text.split()


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_no_text_has_no_parts(text: str) -> None:
    assert find_parts(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "12 machines broke down last week because nobody had oiled them since March of last year.",
        "3.5 million customers wait in a queue that nobody has measured for a year.",
    ],
)
def test_a_figure_that_opens_a_paragraph_is_part_of_it(text: str) -> None:
    (part,) = find_parts(text)
    assert text[part.body_char : part.end_char] == text


def test_the_last_item_of_a_numbered_list_is_a_bullet() -> None:
    parts = find_parts("1. Reduce the batch size\n2. Train the crew\n\nThe crew is glad.")
    assert [part.kind.value for part in parts] == ["bullet", "bullet", "prose"]
