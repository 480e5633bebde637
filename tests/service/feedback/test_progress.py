"""What moved between drafts, which actions were taken, and what is still open."""

from collections.abc import Mapping
from typing import Any

import pytest

from service.feedback.compose import compose_feedback
from service.feedback.progress import (
    OTHER_ENGINE,
    OTHER_RUBRIC,
    UNCHANGED,
    Direction,
    NumberedReport,
    Progress,
    compare_reports,
)
from tests.builders import build_criterion, build_element, build_rubric, build_scored

TEXT = "# Plan\n\nThe budget is tight, so one hall must do."
WORDS = "The budget is tight, so one hall must do."
Levels = Mapping[str, int | None]


def numbered(number: int, levels: Levels | None = None, *, digest: str = "", **changes: Any) -> NumberedReport:
    """A report in which the elements stand at these levels and the others are absent."""
    at = {element_id: (level, WORDS if level else "") for element_id, level in (levels or {}).items()}
    rubric = build_rubric()
    report = compose_feedback(rubric, build_scored(rubric, TEXT, levels=at, **changes), draft_name="plan")
    return NumberedReport(number=number, text_digest=digest or str(number), report=report)


def said(progress: Progress) -> dict[str, str]:
    return {move.element_id: move.says for move in progress.moves}


@pytest.mark.parametrize(
    ("before", "after", "direction", "says"),
    [
        (0, 1, Direction.UP, "absent to mentioned"),
        (0, 2, Direction.UP, "absent to developed"),
        (1, 2, Direction.UP, "mentioned to developed"),
        (2, 1, Direction.DOWN, "developed to mentioned"),
        (1, 0, Direction.DOWN, "mentioned to absent"),
        (1, 1, Direction.SAME, "still mentioned"),
        (0, 0, Direction.SAME, "still absent"),
        (None, 1, Direction.UNKNOWN, "cannot tell"),
        (2, None, Direction.UNKNOWN, "cannot tell"),
        (None, None, Direction.UNKNOWN, "cannot tell"),
    ],
)
def test_each_element_says_how_it_moved(before: int | None, after: int | None, direction: Direction, says: str) -> None:
    progress = compare_reports([numbered(1, {"MP1.budget": before}), numbered(2, {"MP1.budget": after})])
    move = next(move for move in progress.moves if move.element_id == "MP1.budget")
    assert (move.direction, move.says, move.criterion_id) == (direction, says, "MP1")


def test_every_element_is_there_and_supporting_ones_belong_to_no_criterion() -> None:
    progress = compare_reports([numbered(1), numbered(2, {"X.risk": 2})])
    assert said(progress) == {
        "MP1.budget": "still absent",
        "MP1.venue": "still absent",
        "MP2.advice": "still absent",
        "X.risk": "absent to developed",
    }
    assert next(move for move in progress.moves if move.element_id == "X.risk").criterion_id is None


@pytest.mark.parametrize(
    ("before", "after", "taken"),
    [
        ({}, {"MP1.budget": 1}, True),
        ({}, {"MP1.budget": 0}, False),
        ({"MP1.budget": 1}, {"MP1.budget": 0}, False),
        ({}, {"MP1.budget": None}, None),
    ],
)
def test_an_action_is_taken_when_its_element_rose(before: Levels, after: Levels, taken: bool | None) -> None:
    first = numbered(1, {**before, "MP1.venue": 2, "MP2.advice": 2})
    progress = compare_reports([first, numbered(2, after)])
    outcome = next(one for one in progress.outcomes if one.action.element_id == "MP1.budget")
    assert (outcome.is_taken, outcome.name) == (taken, "budget")


def test_the_actions_are_those_of_the_report_before_each_once() -> None:
    first, second = numbered(1), numbered(2, {"MP1.budget": 2, "MP1.venue": 2, "MP2.advice": 2})
    outcomes = compare_reports([first, second]).outcomes
    asked = [action.text for action in first.report.priority_actions]
    assert [outcome.action.text for outcome in outcomes][: len(asked)] == asked
    assert len({outcome.action.text for outcome in outcomes}) == len(outcomes)
    assert all(outcome.is_taken for outcome in outcomes)


@pytest.mark.parametrize(
    ("before", "after", "taken"), [(1, 2, True), (2, 2, False), (2, 1, False), (None, 2, None), (1, None, None)]
)
def test_an_action_on_a_whole_criterion_is_taken_when_its_band_rose(
    before: int | None, after: int | None, taken: bool | None
) -> None:
    first, second = numbered(1, bands={"MP1": before}), numbered(2, bands={"MP1": after})
    action = first.report.priority_actions[0].model_copy(update={"element_id": None, "criterion_id": "MP1"})
    report = first.report.model_copy(update={"priority_actions": (action,), "criteria": first.report.criteria[:1]})
    outcome = compare_reports([first.model_copy(update={"report": report}), second]).outcomes[0]
    assert (outcome.is_taken, outcome.name) == (taken, "criterion MP1")


def test_an_action_on_something_developed_cannot_be_told() -> None:
    first = numbered(1, {"MP1.budget": 2})
    action = numbered(1).report.priority_actions[0].model_copy(update={"element_id": "MP1.budget"})
    report = first.report.model_copy(update={"priority_actions": (action,)})
    outcome = compare_reports([first.model_copy(update={"report": report}), numbered(2, {"MP1.budget": 2})]).outcomes[0]
    assert outcome.is_taken is None


def test_what_is_open_is_what_the_newest_draft_lacks_the_reports_actions_first() -> None:
    newest = numbered(2, {"MP1.budget": 2, "MP2.advice": 1, "X.risk": None})
    points = compare_reports([numbered(1), newest]).open
    assert {(point.element_id, point.level) for point in points} == {
        ("MP1.venue", "absent"),
        ("MP2.advice", "mentioned"),
    }
    urgent = {action.element_id for action in newest.report.priority_actions}
    assert [point.element_id in urgent for point in points] == sorted(
        (point.element_id in urgent for point in points), reverse=True
    )


def test_only_the_last_two_of_many_drafts_are_compared_in_order_of_their_numbers() -> None:
    third, first, second = numbered(3, {"MP1.budget": 2}), numbered(1), numbered(2, {"MP1.budget": 1})
    progress = compare_reports([third, first, second])
    assert [point.number for point in progress.drafts] == [1, 2, 3]
    assert [point.developed for point in progress.drafts] == [0, 0, 1]
    assert said(progress)["MP1.budget"] == "mentioned to developed"


def test_one_draft_has_nothing_to_be_compared_with_and_none_has_no_report() -> None:
    alone = compare_reports([numbered(1)])
    assert (alone.moves, alone.outcomes, alone.notes) == ((), (), ())
    assert alone.open
    assert alone.summary == "Draft 1: 4 points still open."
    assert compare_reports([]) == Progress(drafts=(), moves=(), outcomes=(), open=(), summary="There is no report yet.")


def test_the_summary_counts_what_moved() -> None:
    progress = compare_reports([numbered(1, {"MP1.venue": 1}), numbered(2, {"MP1.budget": 2})])
    taken = sum(outcome.is_taken is True for outcome in progress.outcomes)
    assert progress.summary == (
        f"From draft 1 to 2: 1 point up, 1 down; {taken} of {len(progress.outcomes)} actions taken; "
        "3 points still open."
    )


@pytest.mark.parametrize(
    ("second", "notes"),
    [
        (numbered(2), ()),
        (numbered(2, digest="1"), (UNCHANGED,)),
        (numbered(2, engine_version="next"), (OTHER_ENGINE,)),
        (numbered(2, rubric_fingerprint="1" * 64), (OTHER_RUBRIC,)),
    ],
)
def test_another_program_another_rubric_or_the_same_text_is_said(
    second: NumberedReport, notes: tuple[str, ...]
) -> None:
    assert compare_reports([numbered(1), second]).notes == notes


def test_an_element_that_only_one_rubric_knows_is_left_out() -> None:
    elements = (build_element("MP1.budget"), build_element("MP1.music"))
    rubric = build_rubric(criteria=(build_criterion("MP1", elements),), tips=(), misconceptions=())
    report = compose_feedback(rubric, build_scored(rubric, TEXT), draft_name="plan")
    progress = compare_reports([numbered(1), NumberedReport(number=2, text_digest="2", report=report)])
    assert set(said(progress)) == {"MP1.budget", "X.risk"}
    assert {outcome.is_taken for outcome in progress.outcomes if outcome.action.element_id == "MP1.venue"} == {None}
