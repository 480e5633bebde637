"""The program's own words."""

import pytest

from models.scores import Confidence, CriterionScore, ElementScore, Level
from service.feedback.report import Action
from service.feedback.wording import (
    as_sentence,
    estimate_band,
    estimate_overall,
    grade_for,
    instruct,
    join_names,
    name_band,
    name_level,
    name_uncredited,
    start_upper,
    summarise,
)
from tests.builders import build_criterion, build_element, build_rubric

CRITERION = build_criterion("MP1", tuple(build_element(f"MP1.{name}") for name in ("budget", "venue", "food")))


def score(*levels: int | None, band: int | None = 1) -> CriterionScore:
    elements = tuple(
        ElementScore(element_id=element.id, level=None if level is None else Level(level), reason="")
        for element, level in zip(CRITERION.elements, levels, strict=True)
    )
    return CriterionScore(criterion_id="MP1", band=band, reason="the text breaks off", elements=elements)


@pytest.mark.parametrize(
    ("names", "joined"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_names_are_joined_as_in_a_sentence(names: list[str], joined: str) -> None:
    assert join_names(names) == joined


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ((2, 2, 1), "Developed: budget and venue. Only named: food."),
        ((0, 1, 0), "Only named: venue."),
        ((0, None, 2), "Developed: food. Could not tell: venue."),  # said aloud, not taken for absent
        ((0, 0, 0), "Nothing on this point was found."),
    ],
)
def test_what_a_draft_shows_is_said_by_level(levels: tuple[int | None, ...], said: str) -> None:
    assert summarise(CRITERION, score(*levels)) == said


def test_a_criterion_that_cannot_be_told_says_why() -> None:
    said = summarise(CRITERION, score(None, None, None, band=None))
    assert said == "The program cannot tell: the text breaks off."


@pytest.mark.parametrize(
    ("band", "confidence", "said"),
    [
        (0, Confidence.CLEAR, "0 of 4, band 0 (clear)."),
        (3, Confidence.LIKELY, "3 of 4, band 3 (likely)."),
        (None, Confidence.CANNOT_TELL, "the program cannot tell."),
        (None, Confidence.LIKELY, "the program cannot tell."),
        (2, Confidence.CANNOT_TELL, "the program cannot tell."),
    ],
)
def test_a_band_is_an_estimate_with_how_sure(band: int | None, confidence: Confidence, said: str) -> None:
    assert estimate_band(band, name_band(CRITERION, band), confidence) == said


@pytest.mark.parametrize(
    ("overall", "grade", "said"),
    [
        (None, None, "the program cannot tell."),
        (0, None, "below the first grade boundary so far."),
        (49, None, "below the first grade boundary so far."),
        (50, "pass", "in the pass range."),
        (100, "merit", "in the merit range."),
    ],
)
def test_the_overall_estimate_is_a_range(overall: int | None, grade: str | None, said: str) -> None:
    assert grade_for(build_rubric(), overall) == grade
    assert estimate_overall(overall, grade) == said


@pytest.mark.parametrize(("level", "name"), [(None, None), (Level.ABSENT, "absent"), (Level.DEVELOPED, "developed")])
def test_levels_have_the_marking_guides_names(level: Level | None, name: str | None) -> None:
    assert name_level(level) == name


@pytest.mark.parametrize(
    ("place", "anchor", "said"),
    [
        ("after paragraph 2", True, "After paragraph 2: Name one risk."),
        ("in paragraph 2, at “The hall is…”", True, "In paragraph 2, at “The hall is…”: Name one risk."),
        ("in paragraph 2, at “The hall is…”", False, "In paragraph 2: Name one risk."),
    ],
)
def test_an_action_is_a_place_and_an_edit(place: str, anchor: bool, said: str) -> None:
    action = Action(text="Name one risk.", criterion_id="MP1", element_id=None, place=place, paragraph=2, gain=0)
    assert instruct(action, anchor=anchor) == said


@pytest.mark.parametrize(
    ("text", "sentence"), [("so it is", "so it is."), ("Is it?", "Is it?"), (" done. ", "done."), ("", "")]
)
def test_a_sentence_has_an_end(text: str, sentence: str) -> None:
    assert as_sentence(text) == sentence


def test_a_first_letter_becomes_a_capital_and_the_rest_stays() -> None:
    assert (start_upper("in KPIs"), start_upper("")) == ("In KPIs", "")


def test_topics_that_earn_nothing_are_told_together() -> None:
    assert name_uncredited(["music", "light"]).startswith("No marking point credits music and light;")
