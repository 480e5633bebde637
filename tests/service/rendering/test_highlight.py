"""The draft cut into segments that carry their evidence."""

from hypothesis import given
from hypothesis import strategies as st

from service.feedback.compose import compose_feedback
from service.rendering.highlight import Passage, Segment, anchor_of, highlight_draft
from tests.builders import build_rubric, build_scored

TEXT = "# Plan\n\nBefore. The budget sets the venue. After.\n\nThe party is what we are for."


def passages(levels: dict[str, tuple[int | None, str]], present: dict[str, str] | None = None) -> tuple[Passage, ...]:
    rubric = build_rubric()
    scored = build_scored(rubric, TEXT, levels=levels, present=present)
    return highlight_draft(compose_feedback(rubric, scored, draft_name="plan"), TEXT)


def marked(found: tuple[Passage, ...]) -> list[Segment]:
    return [segment for passage in found for segment in passage.segments if segment.subjects]


def test_evidence_is_marked_where_it_stands() -> None:
    [segment] = marked(passages({"MP1.budget": (2, "The budget sets the venue.")}))
    assert (segment.text, segment.subjects, segment.ending) == ("The budget sets the venue.", ("MP1",), ("MP1",))
    start = TEXT.index("The budget")
    assert segment.anchors == (f"q{start}-{start + 26}",)


def test_overlapping_evidence_is_cut_where_it_changes() -> None:
    found = marked(passages({"MP1.budget": (2, "The budget sets"), "MP2.advice": (1, "sets the venue.")}))
    assert [(segment.text, segment.subjects, segment.ending) for segment in found] == [
        ("The budget ", ("MP1",), ()),
        ("sets", ("MP1", "MP2"), ("MP1",)),
        (" the venue.", ("MP2",), ("MP2",)),
    ]


def test_a_present_misconception_is_marked_too() -> None:
    [segment] = marked(passages({}, {"MC1": "The party is what we are for."}))
    assert segment.subjects == ("MC1",)


def test_paragraphs_carry_the_numbers_that_places_use() -> None:
    assert [passage.number for passage in passages({})] == [None, 1, 2]


@given(ends=st.lists(st.tuples(st.integers(8, len(TEXT)), st.integers(8, len(TEXT))), max_size=3))
def test_no_character_of_the_draft_is_lost_or_doubled(ends: list[tuple[int, int]]) -> None:
    spans = [TEXT[min(pair) : max(pair)] for pair in ends]
    names = ("MP1.budget", "MP1.venue", "MP2.advice")
    found = passages({name: (2, words) for name, words in zip(names, spans, strict=False)})
    shown = "".join(segment.text for passage in found for segment in passage.segments)
    assert "".join(shown.split()) == "".join(TEXT.split())


def test_anchors_name_their_quote() -> None:
    rubric = build_rubric()
    scored = build_scored(rubric, TEXT, levels={"MP1.budget": (2, "The budget")})
    report = compose_feedback(rubric, scored, draft_name="plan")
    anchors = {
        anchor for passage in highlight_draft(report, TEXT) for one in passage.segments for anchor in one.anchors
    }
    assert anchors == {anchor_of(quote) for quote in report.quotes}
