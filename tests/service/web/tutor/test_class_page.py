"""What the class page and the list of scripts are made of: agreement, the heat map, and who needs somebody."""

from datetime import UTC, datetime
from typing import Any

import pytest

from service.actions.class_results import ClassScript
from service.actions.moderation import Moderation, State
from service.actions.submissions import SubmissionView
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.web.texts import load_texts
from service.web.tutor.agreement import FEWEST, measure_agreement
from service.web.tutor.heat_map import map_class
from service.web.tutor.overview import cut
from service.web.tutor.triage import sort_by_need
from tests.builders import build_rubric, build_scored

WORDS = load_texts().tutor.triage
NOW = datetime(2027, 3, 1, tzinfo=UTC)
RUBRIC = build_rubric()
LEVELS = {"MP1.budget": (1, "The budget is tight."), "MP1.venue": (2, ""), "MP2.advice": (0, "")}


def report(**changes: Any) -> FeedbackReport:
    data: dict[str, Any] = {"levels": LEVELS, "bands": {"MP1": 2, "MP2": 1}}
    scored = build_scored(RUBRIC, "The budget is tight.", **(data | changes))
    return compose_feedback(RUBRIC, scored, draft_name="plan.txt")


def script(name: str = "Ann", **changes: Any) -> ClassScript:
    submission = SubmissionView(
        id=f"id-{name}",
        assignment_id="a",
        label="Script 1",
        is_anonymous=False,
        user_id=None,
        participant_id=None,
        participant_name=name,
        drafts=1,
        is_released=False,
        created_at=NOW,
    )
    data: dict[str, Any] = {
        "submission": submission,
        "draft_id": "d",
        "number": 1,
        "words": 200,
        "is_late": False,
        "handed_in_at": NOW,
        "report_id": "r",
        "report": report(),
        "is_blind": False,
        "decided": {},
        "moderation": None,
        "disagreements": 0,
    }
    return ClassScript(**(data | changes))


def test_agreement_counts_bands_that_both_gave() -> None:
    first, second, together = measure_agreement(
        [
            script(decided={"band:MP1": "2", "band:MP2": "3"}),
            script(decided={"band:MP1": "1", "element:MP1.venue": "absent"}),
            script(report=report(bands={"MP1": None, "MP2": 1}), decided={"band:MP1": "4"}),
            script(),
        ]
    )
    assert (first.criterion_id, first.pairs, first.exact, first.adjacent, first.lean) == ("MP1", 2, 0.5, 1.0, 0.5)
    assert (second.criterion_id, second.pairs, second.exact, second.adjacent, second.lean) == ("MP2", 1, 0, 0, -2)
    assert (together.criterion_id, together.pairs, together.kappa) == ("", 3, None)


def test_what_two_markers_came_to_goes_before_decisions() -> None:
    settled = Moderation(state=State.AGREED, differences=(), bands={"MP1": 4, "MP2": 1})
    assert script(moderation=settled).bands == {"MP1": 4, "MP2": 1}
    assert script(moderation=settled, decided={"band:MP1": "3"}).bands == {"MP1": 4, "MP2": 1}
    assert script(decided={"band:MP1": "cannot tell"}).bands == {}


def test_agreement_beyond_chance_needs_pairs_that_vary() -> None:
    same = [script(decided={"band:MP1": "2"})] * FEWEST
    assert measure_agreement(same)[0].kappa is None
    other = script(report=report(bands={"MP1": 4, "MP2": None}), decided={"band:MP1": "4"})
    (row,) = measure_agreement([*same, other])
    assert row.kappa == pytest.approx(1.0)
    assert measure_agreement([script()]) == ()


def test_the_map_has_a_column_for_each_element_and_decisions_in_place_of_what_the_program_said() -> None:
    unjudged = script(report=report(judgeable=False, reason="the text is not in English"))
    heat = map_class([script(), script("Ben", decided={"element:MP2.advice": "developed"}), unjudged])
    assert [column.element_id for column in heat.columns] == list(LEVELS)
    assert [row.levels for row in heat.rows] == [
        ("mentioned", "developed", "absent"),
        ("mentioned", "developed", "developed"),
    ]
    assert [column.share for column in heat.columns] == [0.5, 1.0, 0.5]
    assert [column.is_first for column in heat.columns] == [True, False, True]
    assert [(key, span) for key, _, span in heat.spans] == [("MP1", 2), ("MP2", 1)]
    assert map_class([unjudged]).rows == ()


def test_who_waits_for_a_person_comes_first_and_who_was_looked_at_last() -> None:
    unreadable = report(judgeable=False, reason="the text is not in English")
    differs = Moderation(state=State.DIFFERS, differences=("MP1",), bands=None)
    lines = sort_by_need(
        [
            script("Calm", decided={"band:MP1": "2"}, report=unreadable),
            script("Plain", report=None),
            script("Odd", report=unreadable),
            script("Asks", disagreements=2),
            script("Differs", moderation=differs, disagreements=1),
        ],
        WORDS,
    )
    assert [line.script.name for line in lines] == ["Differs", "Asks", "Odd", "Plain", "Calm"]
    assert lines[0].reasons[:2] == (WORDS.disagreements.one, WORDS.moderation.differs)
    assert lines[1].reasons[0] == WORDS.disagreements.other.format(n=2)
    assert lines[2].reasons
    assert lines[3].reasons == lines[4].reasons == ()


@pytest.mark.parametrize(
    ("number", "shown", "here"), [(1, [0, 1], 1), (3, [4], 3), (9, [4], 3), (0, [0, 1], 1), (-2, [0, 1], 1)]
)
def test_long_lists_are_cut(number: int, shown: list[int], here: int) -> None:
    sheet = cut(range(5), number, 2)
    assert (list(sheet.items), sheet.number, sheet.of) == (shown, here, 3)
