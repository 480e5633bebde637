"""From scores to feedback."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI

from models.engine import ScoringEngine
from models.evidence import Flag
from models.scores import Confidence
from rubric.schema import Rubric
from service.feedback.compose import QUOTE_WORDS, assert_own_words, compose_feedback
from service.feedback.quotes import MOST_WORDS
from service.feedback.report import FeedbackReport
from service.feedback.visible import OPENINGS
from tests.builders import build_criterion, build_element, build_rubric, build_scored, span_of

TEXT = "# Plan\n\nThe budget is tight, so one hall must do.\n\nThe party is what we are for."
DRAFTS = Path(__file__).parents[2] / "data"
EMPTY_PRAISE = re.compile(
    r"\b(?:well done|great|good job|excellent work|clever|talented|develop (?:this )?further)\b", re.I
)
LEVELS = {"MP1.budget": (2, "The budget is tight, so one hall must do.")}


def report(
    rubric: Rubric | None = None,
    *,
    levels: Mapping[str, tuple[int | None, str]] | None = None,
    bands: Mapping[str, int | None] | None = None,
    present: Mapping[str, str] | None = None,
    **changes: object,
) -> FeedbackReport:
    rubric = rubric or build_rubric()
    scored = build_scored(rubric, TEXT, levels=levels, bands=bands, present=present, **changes)
    return compose_feedback(rubric, scored, draft_name="plan.txt")


@pytest.fixture(scope="module")
def engine(application: FastAPI) -> ScoringEngine:
    """The engine for the first rubric."""
    engine: ScoringEngine = application.state.desk.engine()
    return engine


def test_a_criterion_has_its_goal_its_quote_what_is_missing_and_one_action() -> None:
    first = report(levels=LEVELS, bands={"MP1": 2}).criteria[0]
    assert first.goal == "What MP1 rewards."
    assert first.quote is not None
    assert first.quote.text == "The budget is tight, so one hall must do."
    assert [(point.name, point.place) for point in first.missing] == [("venue", "at the end")]
    assert first.action is not None
    assert first.action.text == "Where does venue come in?"
    assert (first.band, first.band_name, first.confidence) == (2, "band 2", Confidence.LIKELY)


def test_a_missing_point_stands_beside_what_it_belongs_to() -> None:
    elements = (build_element("MP1.budget"), build_element("MP1.venue", near=("MP1.budget",)))
    rubric = build_rubric(criteria=(build_criterion("MP1", elements),))
    [point] = report(rubric, levels=LEVELS).criteria[0].missing
    assert (point.place, point.paragraph) == ("after paragraph 1", 1)


def test_every_comment_has_a_quote_or_says_that_nothing_was_found() -> None:
    for criterion in report(levels=LEVELS).criteria:
        assert criterion.quote or criterion.shows == "Nothing on this point was found."


def test_a_misconception_has_a_quote_what_is_off_and_the_contrast() -> None:
    [one] = report(present={"MC1": "The party is what we are for."}).misconceptions
    assert one.quote is not None
    assert one.quote.text == "The party is what we are for."
    assert (one.statement, one.contrast) == ("The party is taken for its purpose.", "A purpose outlasts the day.")


def test_a_misconception_that_an_action_mends_points_to_it() -> None:
    rubric = build_rubric()
    mended = rubric.misconceptions[0].model_copy(update={"remedies": ("MP2.advice",)})
    [one] = report(build_rubric(misconceptions=(mended,)), present={"MC1": "The party"}).misconceptions
    assert one.next_step == "See the next step for MP2."


def test_the_same_words_are_never_quoted_for_two_points() -> None:
    sentence = "The party is what we are for."
    found = report(levels={"MP1.budget": (2, sentence), "MP2.advice": (1, sentence)}, present={"MC1": sentence})
    quotes = [one.quote.start_char for one in found.criteria if one.quote]
    quotes += [one.quote.start_char for one in found.misconceptions if one.quote]
    assert len(quotes) == len(set(quotes)) == 1
    assert found.criteria[0].shows.endswith("The words are quoted under MC1.")


def test_what_cannot_be_told_is_said_and_is_no_nought() -> None:
    found = report(levels={"MP1.budget": (None, ""), "MP1.venue": (None, "")}, bands={"MP1": None}, overall=None)
    first = found.criteria[0]
    assert (first.band, first.band_name, first.confidence) == (None, "cannot tell", Confidence.CANNOT_TELL)
    assert first.shows == "The program cannot tell: why MP1 has its band."
    assert (first.missing, first.action) == ((), None)
    assert [element.level for element in first.elements] == [None, None]
    assert (found.overall, found.grade) == (None, None)


def test_a_draft_that_cannot_be_judged_gets_a_report_that_says_why() -> None:
    found = report(
        judgeable=False, reason="the text is not in English", criteria=(), support=(), misconceptions=(), overall=None
    )
    assert (found.judgeable, found.reason) == (False, "the text is not in English")
    assert [criterion.band for criterion in found.criteria] == [None, None]
    assert [one.status for one in found.misconceptions] == [None]
    assert found.priority_actions == ()


def test_flags_and_uncredited_topics_come_along_and_lower_nothing() -> None:
    flag = Flag(id="too_short", message="This is short.")
    spans = (span_of(TEXT, "The party", element_id="KC.music"),)
    found, plain = report(flags=(flag,), key_concepts=spans), report()
    assert [one.message for one in found.flags] == ["This is short."]
    assert [one.name for one in found.key_concepts] == ["Music"]
    assert [one.band for one in found.criteria] == [one.band for one in plain.criteria]


def test_a_quote_that_is_not_the_drafts_own_is_refused() -> None:
    found = report(levels=LEVELS)
    assert_own_words(found, TEXT)
    with pytest.raises(AssertionError, match="not the draft's own words"):
        assert_own_words(found, TEXT.replace("tight", "loose"))


def test_every_opening_has_its_length_of_quotes() -> None:
    assert len(QUOTE_WORDS) == len(OPENINGS)
    assert list(QUOTE_WORDS) == sorted(QUOTE_WORDS, reverse=True)
    assert QUOTE_WORDS[0] <= MOST_WORDS


@pytest.mark.parametrize(
    "text", ["", "word", "\n\n\n", "x " * 3_000, "<script>alert(1)</script>", "The cost is high. " * 400]
)
def test_odd_drafts_get_a_sound_report(engine: ScoringEngine, text: str) -> None:
    scored = engine.score(text)
    found = compose_feedback(engine.rubric, scored, draft_name="odd")
    assert found.judgeable is scored.judgeable
    assert len(found.criteria) == len(engine.rubric.criteria)


@pytest.mark.parametrize("name", ["readme_draft.txt", "bench_draft.txt"])
def test_feedback_on_a_real_draft_is_whole(engine: ScoringEngine, name: str) -> None:
    text = (DRAFTS / name).read_text(encoding="utf-8")
    scored = engine.score(text)
    found = compose_feedback(engine.rubric, scored, draft_name=name)
    assert found == compose_feedback(engine.rubric, scored, draft_name=name)
    assert 1 <= len(found.priority_actions) <= 3
    assert [action.gain for action in found.priority_actions] == sorted(
        (a.gain for a in found.priority_actions), reverse=True
    )
    for criterion in found.criteria:
        assert criterion.goal
        assert criterion.quote or not any(element.quotes for element in criterion.elements)
        assert criterion.action or criterion.band in {None, 4}
        assert all(point.place for point in criterion.missing)
    assert not EMPTY_PRAISE.search(
        found.model_dump_json(exclude={"criteria": {"__all__": {"quote", "elements", "read_next"}}})
    )
