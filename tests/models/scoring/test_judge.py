from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.artefacts.files import load_packaged
from models.engine import ScoringEngine, build_engine
from models.scores import Confidence, Level, Status
from models.scoring.bands import Standing
from models.scoring.features import DRAFT_TRAITS, sum_up, sum_up_nothing
from models.scoring.judge import (
    BAND_CUTS,
    Misconceptions,
    MisconceptionWeights,
    band_at,
    chance_of,
    judge_levels,
    judge_misconception,
    overall_at,
    sigmoid,
)
from rubric.library import load_by_id

RUBRIC = load_by_id("operations_management.level7")
SHARE = st.floats(0, 1)
NOTHING = Standing(level=Level.ABSENT, developed_sentences=0)


@given(st.lists(st.tuples(SHARE, SHARE, SHARE), min_size=1, max_size=12), st.tuples(SHARE, SHARE, SHARE))
def test_one_more_sentence_never_lowers_what_is_summed_up(
    rows: list[tuple[float, float, float]], more: tuple[float, float, float]
) -> None:
    before, after = (np.array(each) for each in (rows, [*rows, more]))
    one = sum_up(before[:, None, :2], before[:, 2:], [NOTHING])
    other = sum_up(after[:, None, :2], after[:, 2:], [NOTHING])
    assert one.shape == (1, DRAFT_TRAITS)
    assert (other >= one - 1e-9).all()


def test_no_weight_of_the_packaged_models_punishes_evidence() -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert judge.levels.short is not None
    assert (judge.levels.long.weights >= 0).all()
    assert (judge.levels.short.weights >= 0).all()
    assert all((each.weights >= 0).all() for each in judge.bands.values())
    assert list(judge.overall.sums) == sorted(judge.overall.sums)
    assert list(judge.overall.overall) == sorted(judge.overall.overall)


@pytest.mark.parametrize("words", [40, 120, 400])
def test_a_draft_without_a_creditable_sentence_has_nothing(words: int) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    levels = judge_levels(judge.levels, sum_up_nothing(len(judge.element_ids)), words=words)
    assert (levels[:, 0] < 0.5).all()


def test_developed_is_never_likelier_than_there_at_all() -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    rows = np.random.default_rng(3).uniform(-5, 5, size=(50, len(judge.element_ids), DRAFT_TRAITS))
    for summed in rows:
        levels = judge_levels(judge.levels, summed, words=100)
        assert (levels[:, 1] <= levels[:, 0]).all()


def test_a_text_between_short_and_long_is_read_as_partly_both() -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    summed = np.random.default_rng(5).uniform(-5, 5, size=(len(judge.element_ids), DRAFT_TRAITS))
    short, between, long = (judge_levels(judge.levels, summed, words=words)[:, 0] for words in (80, 100, 120))
    np.testing.assert_allclose(between, (short + long) / 2)
    long_only = replace(judge.levels, short=None)
    np.testing.assert_array_equal(judge_levels(long_only, summed, words=40)[:, 0], long)


def test_a_misconception_in_a_short_text_is_read_by_weights_of_its_own() -> None:
    sure = MisconceptionWeights(weights=np.ones(1), bias=4, threshold=0.5)
    unlikely = MisconceptionWeights(weights=np.ones(1), bias=-4, threshold=0.3)
    readings, inputs = Misconceptions(long=sure, short=unlikely), np.zeros(1)
    assert judge_misconception(readings, inputs, words=81) == (chance_of(sure, inputs), 0.5)
    assert judge_misconception(readings, inputs, words=80) == (chance_of(unlikely, inputs), 0.3)
    assert judge_misconception(replace(readings, short=None), inputs, words=80) == (chance_of(sure, inputs), 0.5)


def _on_proposals(engine: ScoringEngine, text: str) -> list[Status | None]:
    """The status of the misconceptions of proposals, MC3 and MC4."""
    found = {each.misconception_id: each.status for each in engine.score(text).misconceptions}
    return [found["MC3"], found["MC4"]]


@pytest.mark.parametrize(
    "text",
    [
        "The bakery opens at four and closes at two. Twelve people work in two shifts, and the ovens were bought from "
        "a shop that had closed. On Fridays the queue reaches the church, since the market is across the road.",
        "Speed matters to the walk-in clinic because patients lose pay while they wait. The nurse sees simple cases "
        "at once, so the doctor's list is shorter and fewer people give up and go home.",
        "The sorting hall is one long room with a gallery. Parcels come in at the north door and leave by the south "
        "one, and the belts between them were laid in the order of the streets.",
    ],
)
def test_a_paragraph_that_proposes_nothing_has_no_bad_proposal(engine: ScoringEngine, text: str) -> None:
    assert _on_proposals(engine, text) == [Status.NOT_APPLICABLE] * 2


def test_a_short_proposal_without_check_and_measure_is_told_so(engine: ScoringEngine) -> None:
    text = (
        "The library should open on Sundays. Readers would be pleased and it would look modern, and everybody likes a "
        "library that is open."
    )
    assert _on_proposals(engine, text) == [Status.PRESENT] * 2


def test_right_and_wrong_in_one_draft_are_both_said(engine: ScoringEngine) -> None:
    wrong = "Our strategy is to have every van washed and back on the road by seven each morning."
    right = (
        "The company wants to be the carrier that pharmacies trust with insulin, and so the depot gave up its cheapest "
        "routes and bought cooled vans, since a warm box would cost it that promise."
    )
    told = (
        "The depot in Graz has eleven vans and forty drivers, who load between four and six and bring back the boxes. "
        "Two clerks plan the routes on paper in the evening and hang them beside the door. The boxes come in three "
        "sizes and are counted by hand at both ends of the ramp. "
    ) * 3
    alone, both = (engine.score(f"{told}\n\n{rest}").misconceptions[0] for rest in (wrong, f"{wrong}\n\n{right}"))
    assert (alone.status, both.status) == (Status.PRESENT, Status.PRESENT)
    assert "both stand in it" in both.reason
    assert "both stand in it" not in alone.reason
    assert both.confidence is Confidence.LIKELY


@pytest.mark.parametrize(("place", "band"), [(-1.0, 0), (0.49, 0), (0.5, 1), (2.4, 2), (3.49, 3), (3.6, 4), (9.0, 4)])
def test_the_band_is_the_nearest_on_the_scale(place: float, band: int) -> None:
    assert band_at(place) == band
    assert len(BAND_CUTS) == 4


@pytest.mark.parametrize("places", [[-1.0] * 4, [0.0] * 4, [2.0] * 4, [9.0] * 4])
def test_the_estimate_stays_between_0_and_100(places: list[float]) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert 0 <= overall_at(judge.overall, places) <= 100


def test_odds_beyond_measure_are_probabilities() -> None:
    assert sigmoid(np.array([-1e9, 0.0, 1e9])).tolist() == pytest.approx([0, 0.5, 1], abs=1e-9)


def test_a_rubric_that_nothing_was_marked_by_gets_levels_and_no_numbers(engine: ScoringEngine) -> None:
    other = RUBRIC.model_copy(update={"id": "operations_management.elsewhere"})
    score = build_engine(other).score(
        "The bakery delivers 94% of its orders before seven, since ovens start at three. A fourth van would raise this "
        "but add 9 pence to the cost of each loaf, so the owner waits until more cafes have ordered."
    )
    assert {each.band for each in score.criteria} == {None}
    assert {each.confidence for each in score.criteria} == {Confidence.CANNOT_TELL}
    assert score.overall is None
    assert "No marked scripts" in score.criteria[0].reason
    assert any(each.level for each in score.criteria[0].elements)
    assert engine.version.startswith("0.2.0+")
