from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.scores import Level
from models.scoring.bands import SUSTAINED, Standing, band_of, interpolate, overall_of, points_of
from rubric.schema import CurvePoint
from tests.builders import build_criterion, build_element, build_rubric

ELEMENTS = ("MP1.budget", "MP1.venue", "MP1.guests")
NEEDS = (
    {"band": 2, "elements": ["MP1.budget"]},
    {"band": 4, "elements": ["MP1.venue", "MP1.guests"], "level": "developed", "count": 2},
)
PLAIN_RULE = {
    "points": {each: {"mentioned": 1, "developed": 2, "sustained": 1} for each in ELEMENTS},
    "thresholds": (1, 3, 5, 6),
}
PLAIN = build_criterion("MP1", tuple(map(build_element, ELEMENTS)), band_rule=PLAIN_RULE)
NEEDY = build_criterion("MP1", tuple(map(build_element, ELEMENTS)), band_rule=PLAIN_RULE | {"needs": NEEDS})
CURVE = (CurvePoint(share=0, overall=10), CurvePoint(share=0.5, overall=60), CurvePoint(share=1, overall=90))


def _standings(*levels: int, sentences: int = 1) -> Mapping[str, Standing]:
    return {
        element_id: Standing(level=Level(level), developed_sentences=sentences if level == Level.DEVELOPED else 0)
        for element_id, level in zip(ELEMENTS, levels, strict=True)
    }


standings = st.builds(
    lambda pairs: {
        element_id: Standing(level=Level(level), developed_sentences=count)
        for element_id, (level, count) in zip(ELEMENTS, pairs, strict=True)
    },
    st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5)), min_size=3, max_size=3),
)


@pytest.mark.parametrize(
    ("levels", "points"),
    [((0, 0, 0), 0), ((1, 0, 0), 1), ((2, 0, 0), 2), ((1, 1, 1), 3), ((2, 2, 2), 6), ((2, 1, 0), 3)],
)
def test_points_add_up_by_level(levels: tuple[int, int, int], points: float) -> None:
    assert points_of(PLAIN, _standings(*levels)) == points


@pytest.mark.parametrize(("sentences", "points"), [(1, 2), (SUSTAINED - 1, 2), (SUSTAINED, 3), (SUSTAINED + 1, 3)])
def test_what_is_developed_again_and_again_earns_more(sentences: int, points: float) -> None:
    assert points_of(PLAIN, _standings(2, 0, 0, sentences=sentences)) == points


@pytest.mark.parametrize(
    ("levels", "band"), [((0, 0, 0), 0), ((1, 0, 0), 1), ((1, 1, 0), 1), ((1, 1, 1), 2), ((2, 2, 1), 3), ((2, 2, 2), 4)]
)
def test_a_threshold_that_is_met_gives_its_band(levels: tuple[int, int, int], band: int) -> None:
    assert band_of(PLAIN, _standings(*levels)) == band


@pytest.mark.parametrize(
    ("levels", "band"),
    [
        ((0, 2, 2), 1),  # enough points for band 2, but the element it needs is absent
        ((1, 2, 2), 3),
        ((2, 2, 2), 4),
        ((0, 0, 0), 0),
    ],
)
def test_a_need_that_is_not_met_keeps_the_band_below(levels: tuple[int, int, int], band: int) -> None:
    assert band_of(NEEDY, _standings(*levels)) == band


@given(standings, st.sampled_from(ELEMENTS))
def test_more_evidence_never_lowers_points_or_band(before: dict[str, Standing], element_id: str) -> None:
    was = before[element_id]
    for better in (
        replace(was, level=Level(min(was.level + 1, Level.DEVELOPED))),
        replace(was, developed_sentences=was.developed_sentences + 1),
    ):
        after = before | {element_id: better}
        for criterion in (PLAIN, NEEDY):
            assert points_of(criterion, after) >= points_of(criterion, before)
            assert band_of(criterion, after) >= band_of(criterion, before)


@given(standings)
def test_a_band_is_always_one_of_the_scale(some: dict[str, Standing]) -> None:
    assert band_of(NEEDY, some) in range(5)


@pytest.mark.parametrize(("share", "overall"), [(0, 10), (0.25, 35), (0.5, 60), (0.75, 75), (1, 90), (1.5, 90)])
def test_the_curve_is_straight_between_its_corners(share: float, overall: float) -> None:
    assert interpolate(CURVE, share) == pytest.approx(overall)


def test_the_overall_estimate_weighs_the_marking_points() -> None:
    rubric = build_rubric(overall_curve=CURVE)
    heavy = rubric.criteria[0].model_copy(update={"weight": 3 * rubric.criteria[0].weight})
    assert overall_of(rubric, {"MP1": 4, "MP2": 0}) == 60
    assert (
        overall_of(build_rubric(overall_curve=CURVE, criteria=(heavy, rubric.criteria[1])), {"MP1": 4, "MP2": 0}) == 75
    )
    assert (overall_of(rubric, {"MP1": 0, "MP2": 0}), overall_of(rubric, {"MP1": 4, "MP2": 4})) == (10, 90)


@given(st.integers(0, 4), st.integers(0, 4), st.sampled_from(["MP1", "MP2"]))
def test_a_higher_band_never_lowers_the_overall_estimate(first: int, second: int, criterion_id: str) -> None:
    rubric = build_rubric(overall_curve=CURVE)
    bands = {"MP1": first, "MP2": second}
    better = bands | {criterion_id: min(bands[criterion_id] + 1, 4)}
    assert overall_of(rubric, better) >= overall_of(rubric, bands)
