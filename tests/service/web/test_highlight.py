"""Every comment finds its words in the draft, however comments overlap."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport, Quote
from service.web.highlight import MarkedDraft, mark_draft
from tests.builders import build_rubric, build_scored

TEXT = "# Events\n\nThe budget is 900 pounds, so the venue is small.\n\nWe advise a hall. The party is the purpose."


def report_on(text: str, **scores: Any) -> FeedbackReport:
    rubric = build_rubric()
    return compose_feedback(rubric, build_scored(rubric, text, **scores), draft_name="one")


def marked(**scores: Any) -> MarkedDraft:
    return mark_draft(TEXT, report_on(TEXT, **scores))


def printed(draft: MarkedDraft) -> str:
    return unspaced("".join(piece.text for block in draft.blocks for piece in block.pieces))


def unspaced(text: str) -> str:
    return "".join(text.split())


def test_the_draft_is_printed_whole() -> None:
    assert printed(marked()) == unspaced(TEXT)


def test_paragraphs_are_numbered_as_the_report_numbers_them() -> None:
    assert [block.number for block in marked().blocks] == [None, 1, 2]


def test_a_quote_is_marked_with_a_label_that_leads_to_its_comment() -> None:
    draft = marked(levels={"MP1.budget": (2, "The budget is 900 pounds")})
    piece = draft.blocks[1].pieces[0]
    assert piece.text == "The budget is 900 pounds"
    assert [(note.label, note.lane) for note in piece.ends] == [("1a", "1")]


def test_overlapping_quotes_keep_their_own_lanes_and_ends() -> None:
    draft = marked(
        levels={
            "MP1.budget": (2, "The budget is 900 pounds, so"),
            "MP2.advice": (1, "900 pounds, so the venue is small."),
        }
    )
    assert [(piece.text, piece.lanes, [note.label for note in piece.ends]) for piece in draft.blocks[1].pieces] == [
        ("The budget is ", ("1",), []),
        ("900 pounds, so", ("1", "2"), ["1a"]),
        (" the venue is small.", ("2",), ["2a"]),
    ]


def test_the_same_words_quoted_twice_on_a_point_get_one_label() -> None:
    words = "The budget is 900 pounds, so the venue is small."
    draft = marked(levels={"MP1.budget": (2, words), "MP1.venue": (1, words)})
    assert [note.label for note in draft.blocks[1].pieces[0].ends] == ["1a"]


def test_labels_follow_the_order_of_the_draft() -> None:
    draft = marked(levels={"MP1.budget": (2, "We advise a hall."), "MP1.venue": (1, "The budget is 900 pounds")})
    assert [note.label for block in draft.blocks for piece in block.pieces for note in piece.ends] == ["1a", "1b"]


def test_a_misconception_is_marked_in_a_lane_of_its_own() -> None:
    draft = marked(present={"MC1": "The party is the purpose."})
    assert ("The party is the purpose.", ("misconception",)) in [
        (piece.text, piece.lanes) for piece in draft.blocks[2].pieces
    ]


def test_a_missing_point_stands_where_it_would_fit() -> None:
    draft = marked(levels={"MP1.budget": (2, "The budget is 900 pounds")})
    placed = {gap.name: block.number for block in draft.blocks for gap in block.gaps}
    placed |= {gap.name: None for gap in draft.closing_gaps}
    assert set(placed) == {"venue", "advice"}


@pytest.mark.parametrize("text", ["", " \n\n ", "word", "\u202eright to left\u200b", "<script>alert(1)</script>"])
def test_any_text_is_printed_as_it_is(text: str) -> None:
    draft = mark_draft(text, report_on(text))
    assert printed(draft) == unspaced(text)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_pieces_cover_every_quote_exactly(data: st.DataObject) -> None:
    words = st.integers(0, len(TEXT.split()) - 1)
    ranges = data.draw(st.lists(st.tuples(words, words).map(sorted), max_size=6))
    starts = [match.start() for match in re.finditer(r"\S+", TEXT)]
    ends = [match.end() for match in re.finditer(r"\S+", TEXT)]
    spans = [(starts[first], ends[last]) for first, last in ranges]
    quotes = tuple(Quote(text=TEXT[start:end], start_char=start, end_char=end) for start, end in spans)
    report = report_on(TEXT)
    element = report.support[0].model_copy(update={"quotes": quotes})
    draft = mark_draft(TEXT, report.model_copy(update={"support": (element,)}))
    assert printed(draft) == unspaced(TEXT)
    covered = "".join(piece.text for block in draft.blocks for piece in block.pieces if piece.lanes)
    expected = "".join(char for at, char in enumerate(TEXT) if any(start <= at < end for start, end in spans))
    assert unspaced(covered) == unspaced(expected)
    begun = sorted(note.label for block in draft.blocks for piece in block.pieces for note in piece.begins)
    ended = sorted(note.label for block in draft.blocks for piece in block.pieces for note in piece.ends)
    assert begun == ended == sorted({draft.note("support", quote).label for quote in quotes})
