"""One action for each criterion, and the three worth doing first."""

from collections.abc import Mapping

import pytest

from rubric.schema import BandRule, ElementPoints, Rubric, Wording
from service.feedback.actions import ActionPlan, elements_of, plan_actions
from service.feedback.places import map_draft
from tests.builders import build_criterion, build_element, build_rubric, build_scored

TEXT = "The budget is tight.\n\nThe hall is small.\n\nAsk the town."
NAMES = ("budget", "venue", "food", "light", "sound")


def plan(
    rubric: Rubric,
    levels: Mapping[str, tuple[int | None, str]] | None = None,
    bands: Mapping[str, int | None] | None = None,
) -> ActionPlan:
    scored = build_scored(rubric, TEXT, levels=levels, bands=bands)
    every = (*(one for criterion in scored.criteria for one in criterion.elements), *scored.support)
    return plan_actions(rubric, scored, {one.element_id: one for one in every}, map_draft(scored, every))


def test_each_criterion_gets_the_action_that_gains_most() -> None:
    found = plan(
        build_rubric(), {"MP1.budget": (2, "The budget"), "MP2.advice": (1, "Ask the town.")}, {"MP1": 2, "MP2": 2}
    )
    assert {each: action.text for each, action in found.by_criterion.items()} == {
        "MP1": "Where does venue come in?",
        "MP2": "What follows from advice here?",
    }


def test_first_come_the_actions_that_gain_most_overall() -> None:
    found = plan(
        build_rubric(), {"MP1.budget": (1, "The budget"), "MP2.advice": (1, "Ask the town.")}, {"MP1": 1, "MP2": 2}
    )
    assert [action.criterion_id for action in found.priorities] == ["MP2", "MP1", "MP1"]
    assert [action.gain for action in found.priorities] == sorted((one.gain for one in found.priorities), reverse=True)


def test_a_band_below_the_top_that_counts_no_more_points_has_its_action_last() -> None:
    criteria = [
        criterion.model_copy(update={"band_rule": BandRule(points=criterion.band_rule.points, thresholds=(1, 1, 1, 1))})
        for criterion in build_rubric().criteria
    ]
    levels = {"MP1.budget": (2, "The budget"), "MP2.advice": (1, "Ask the town.")}
    found = plan(build_rubric(criteria=tuple(criteria)), levels, {"MP1": 3, "MP2": 4})
    assert [(action.criterion_id, action.gain) for action in found.priorities] == [("MP1", 0.0)]


def test_there_are_never_more_than_three_first_actions() -> None:
    rubric = build_rubric(
        criteria=tuple(
            build_criterion(f"MP{n}", (build_element(f"MP{n}.{name}"),)) for n, name in enumerate(NAMES, start=1)
        )
    )
    assert len(plan(rubric).priorities) == 3
    assert len(plan(rubric).by_criterion) == 5


def test_an_edit_that_serves_two_criteria_is_proposed_once() -> None:
    shared = ElementPoints(mentioned=4, developed=8)
    criteria = [
        criterion.model_copy(
            update={
                "band_rule": BandRule(points={**criterion.band_rule.points, "X.risk": shared}, thresholds=(4, 5, 6, 7))
            }
        )
        for criterion in build_rubric().criteria
    ]
    found = plan(build_rubric(criteria=tuple(criteria)))
    assert [action.element_id for action in found.by_criterion.values()].count("X.risk") == 1
    assert len({action.element_id for action in found.priorities}) == len(found.priorities)


def test_the_elements_of_a_criterion_are_its_own_and_those_its_bands_count() -> None:
    criterion = build_criterion("MP1", (build_element("MP1.budget"),))
    points = {**criterion.band_rule.points, "X.risk": criterion.band_rule.points["MP1.budget"]}
    criterion = criterion.model_copy(update={"band_rule": criterion.band_rule.model_copy(update={"points": points})})
    rubric = build_rubric(criteria=(criterion,))
    assert [element.id for element in elements_of(criterion, rubric)] == ["MP1.budget", "X.risk"]


@pytest.mark.parametrize(
    ("levels", "bands"),
    [
        ({"MP2.advice": (None, "")}, {"MP2": None}),  # nothing can be told
        ({"MP2.advice": (2, "Ask the town.")}, {}),  # developed, with nothing left to do
        ({"MP2.advice": (1, "Ask the town.")}, {"MP2": 4}),  # the band is at the top
    ],
)
def test_where_nothing_can_be_asked_for_there_is_no_action(
    levels: Mapping[str, tuple[int | None, str]], bands: Mapping[str, int | None]
) -> None:
    assert "MP2" not in plan(build_rubric(), levels, bands).by_criterion


def test_what_is_too_faint_to_tell_is_worth_saying_plainly() -> None:
    action = plan(build_rubric(), {"MP2.advice": (None, "")}, {}).by_criterion["MP2"]
    assert action.element_id == "MP2.advice"


def test_a_stretch_step_stands_back_behind_a_step_that_is_needed() -> None:
    words = {"shows": "It is there.", "next_step": "Take it further?"}
    stretch = build_element(
        "MP1.budget", wording=Wording.model_validate(dict.fromkeys(("absent", "mentioned", "developed"), words))
    )
    rubric = build_rubric(criteria=(build_criterion("MP1", (stretch, build_element("MP1.venue"))),))
    assert plan(rubric, {"MP1.budget": (2, "The budget")}, {"MP1": None}).by_criterion["MP1"].element_id == "MP1.venue"
    both = {"MP1.budget": (2, "The budget"), "MP1.venue": (2, "The hall")}
    assert plan(rubric, both, {"MP1": 3}).by_criterion["MP1"].text == "Take it further?"
