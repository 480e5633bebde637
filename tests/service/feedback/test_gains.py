"""What raising one element by one level would do for the overall estimate."""

from collections.abc import Mapping

import pytest

from rubric.schema import BandNeed, Rubric
from service.feedback.gains import gains_of
from tests.builders import build_criterion, build_element, build_rubric, build_scored

TEXT = "The budget is tight. The hall is small. The advice is sound."
LEVELS = {"MP1.budget": (2, ""), "MP1.venue": (0, ""), "MP2.advice": (1, "")}


def gains(
    levels: Mapping[str, tuple[int | None, str]], bands: Mapping[str, int | None], rubric: Rubric | None = None
) -> dict[str, float]:
    rubric = rubric or build_rubric()
    scored = build_scored(rubric, TEXT, levels=levels, bands=bands)
    scores = {one.element_id: one for criterion in scored.criteria for one in criterion.elements}
    return gains_of(rubric, scored, scores)


def test_a_step_that_reaches_the_next_band_gains_what_the_curve_gives_for_it() -> None:
    # MP2 stands at 1 of 2 points, band 2; developed it has them all, band 4: 2 of 8 bands of a curve from 0 to 90
    assert gains(LEVELS, {"MP1": 2, "MP2": 2})["MP2.advice"] == pytest.approx(0.225)


def test_a_step_on_the_way_to_a_band_gains_less_than_one_that_reaches_it() -> None:
    rubric = build_rubric(
        criteria=(
            build_criterion(
                "MP1", tuple(build_element(f"MP1.{name}") for name in ("budget", "venue", "food", "light"))
            ),
        )
    )
    on_the_way = gains({}, {"MP1": 0}, rubric)["MP1.budget"]
    reaching = gains({"MP1.budget": (1, "")}, {"MP1": 0}, rubric)["MP1.venue"]
    assert 0 < on_the_way < reaching


@pytest.mark.parametrize(
    ("element_id", "bands"),
    [
        ("MP1.budget", {"MP1": 2, "MP2": 2}),  # developed already
        ("X.risk", {"MP1": 2, "MP2": 2}),  # bears on no band
        ("MP1.venue", {"MP1": 4, "MP2": 2}),  # the band is at the top
        ("MP1.venue", {"MP1": None, "MP2": 2}),  # the program cannot tell the band
    ],
)
def test_some_steps_gain_nothing(element_id: str, bands: dict[str, int | None]) -> None:
    assert gains(LEVELS, bands)[element_id] == 0


def test_an_unmet_need_makes_its_element_worth_more() -> None:
    plain = build_criterion("MP1", tuple(build_element(f"MP1.{name}") for name in ("budget", "venue", "food")))
    needs = (BandNeed(band=2, elements=("MP1.food",)),)
    strict = plain.model_copy(update={"band_rule": plain.band_rule.model_copy(update={"needs": needs})})
    found = gains({"MP1.budget": (2, "")}, {"MP1": 1}, build_rubric(criteria=(strict,)))
    assert found["MP1.food"] > found["MP1.venue"]


def test_what_cannot_be_told_counts_as_absent_for_the_ranking_alone() -> None:
    unsure = gains({**LEVELS, "MP1.venue": (None, "")}, {"MP1": 2, "MP2": 2})
    assert unsure == gains(LEVELS, {"MP1": 2, "MP2": 2})
