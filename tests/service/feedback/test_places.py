"""Where a point stands or would fit, in words."""

import pytest

from models.scores import Level
from rubric.schema import Rubric
from service.feedback.places import LONG_PARAGRAPH_WORDS, DraftMap, Place, map_draft, place_of
from tests.builders import build_element, build_rubric, build_scored, span_of

TEXT = "# The plan\n\nThe hall is small.\n\n- The budget is tight.\n\nNothing else is said.\n\n[1] A source."
FILLER = "and so it goes on " * (LONG_PARAGRAPH_WORDS // 5)


def map_of(text: str, rubric: Rubric, **levels: tuple[int, str]) -> DraftMap:
    scored = build_scored(rubric, text, levels={each.replace("_", ".", 1): level for each, level in levels.items()})
    return map_draft(scored, [one for criterion in scored.criteria for one in criterion.elements])


def test_paragraphs_are_counted_without_headings_and_references() -> None:
    draft = map_of(TEXT, build_rubric())
    found = [(one.number, TEXT[one.start_char : one.end_char]) for one in draft.paragraphs]
    assert found == [(1, "The hall is small."), (2, "- The budget is tight."), (3, "Nothing else is said.")]


@pytest.mark.parametrize(
    ("near", "criterion", "level", "place"),
    [
        (("MP1.budget",), "Nothing", Level.ABSENT, "after paragraph 2"),  # the nearest related evidence
        (("MP2.advice", "MP1.budget"), "Nothing", Level.ABSENT, "after paragraph 2"),  # the first of them that has any
        ((), "Nothing", Level.ABSENT, "after paragraph 3"),  # the criterion's own evidence
        (("MP2.advice",), "", Level.ABSENT, "at the end, before the references"),  # no evidence at all
        ((), "The plan", Level.ABSENT, "at the end, before the references"),  # only in a heading
        (("MP1.budget",), "Nothing", Level.MENTIONED, "in paragraph 1"),  # where it stands
    ],
)
def test_a_missing_point_has_a_home(near: tuple[str, ...], criterion: str, level: Level, place: str) -> None:
    element = build_element("MP1.venue", near=near)
    draft = map_of(TEXT, build_rubric(), MP1_venue=(int(level), "hall"), MP1_budget=(1, "The budget is tight."))
    spans = (span_of(TEXT, criterion),) if criterion else ()
    assert place_of(element, level, draft, spans).short == place


@pytest.mark.parametrize(
    ("level", "place"),
    [
        (
            Level.ABSENT,
            Place(short="in paragraph 1", precise="in paragraph 1, after “…so that costs rise.”", paragraph=1),
        ),
        (
            Level.DEVELOPED,
            Place(short="in paragraph 1", precise="in paragraph 1, at “The hall is full,…”", paragraph=1),
        ),
    ],
)
def test_in_a_long_paragraph_the_place_names_words_to_look_for(level: Level, place: Place) -> None:
    sentence = "The hall is full, so that costs rise."
    text = f"{FILLER}. {sentence} {FILLER}."
    draft = map_of(text, build_rubric(), MP1_venue=(int(level), sentence))
    assert place_of(build_element("MP1.venue"), level, draft, [span_of(text, sentence)]) == place


def test_a_draft_without_references_ends_at_its_end() -> None:
    assert map_of("Only this.", build_rubric()).end == "at the end"
