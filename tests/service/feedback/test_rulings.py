"""What people decided stands beside what the program says, and says whose it is."""

import pytest

from models.scores import Status
from rubric.schema import Rubric
from service.feedback.compose import compose_feedback
from service.feedback.report import FeedbackReport
from service.feedback.rulings import AN_ADJUDICATOR, Judgement, apply_judgement, list_changes
from service.feedback.visibility import Visibility, show_report
from service.feedback.visible import Part, visible_blocks
from tests.builders import build_rubric, build_scored

TEXT = "# Plan\n\nThe budget is tight, so one hall must do."
LEVELS = {"MP1.budget": (1, "The budget is tight, so one hall must do.")}
RUBRIC: Rubric = build_rubric()


def report() -> FeedbackReport:
    scored = build_scored(RUBRIC, TEXT, levels=LEVELS, bands={"MP1": 3, "MP2": 1}, overall=61)
    return compose_feedback(RUBRIC, scored, draft_name="plan")


def judged(*, settled: dict[str, int] | None = None, by: str = AN_ADJUDICATOR, **changes: str) -> FeedbackReport:
    named = {key.replace("_", ":", 1): value for key, value in changes.items()}
    return apply_judgement(report(), Judgement(changes=named, settled=settled or {}, settled_by=by), RUBRIC)


def decided(shown: FeedbackReport) -> list[str]:
    return [line.text for block in visible_blocks(shown) for line in block.lines if line.part is Part.RULING]


def test_where_nobody_decided_the_report_is_as_it_was() -> None:
    assert judged() == report()
    assert decided(judged()) == []


def test_a_band_stands_beside_the_estimate_and_says_who_gave_it() -> None:
    shown = judged(band_MP1="1")
    first = shown.criteria[0]
    assert (first.band, first.ruling and (first.ruling.band, first.ruling.by)) == (3, (1, "a tutor"))
    assert decided(shown)[0] == "1 of 4, band 1, by a tutor."
    assert decided(shown)[1].startswith("With the bands that people decided: ")
    assert shown.overall == 61


def test_what_markers_settled_comes_before_a_decision() -> None:
    shown = judged(band_MP1="1", settled={"MP1": 4, "MP2": 4})
    assert [(one.ruling.band, one.ruling.by) for one in shown.criteria if one.ruling] == [(4, "adjudication")] * 2
    assert shown.ruled_overall is not None
    assert shown.ruled_overall > 61


@pytest.mark.parametrize(
    ("target", "value", "said"),
    [
        ("element:MP1.budget", "developed", ["MP1.budget: mentioned to developed"]),
        ("element:MP1.budget", "mentioned", []),
        ("comment:MP1", "Say what the hall costs.", []),
        ("band:MP1", "2", []),
        ("element:MP9.gone", "absent", []),
    ],
)
def test_other_decisions_are_told_in_words(target: str, value: str, said: list[str]) -> None:
    assert list(list_changes(report(), Judgement(changes={target: value}))) == said


def test_levels_comments_and_misconceptions_are_as_decided() -> None:
    misconception = report().misconceptions[0].misconception_id
    changes = {"element:MP1.budget": "developed", "comment:MP2": "Advise one of them.", "element:X.risk": "mentioned"}
    judgement = Judgement(changes=changes | {f"misconception:{misconception}": "present"})
    shown = apply_judgement(report(), judgement, RUBRIC)
    (budget,) = [one for one in shown.criteria[0].elements if one.element_id == "MP1.budget"]
    assert (budget.level, "the program: mentioned" in budget.shows) == ("developed", True)
    assert decided(shown) == ["Advise one of them."]
    assert [one.level for one in shown.support] == ["mentioned"]
    assert shown.misconceptions[0].status is Status.PRESENT
    assert list(list_changes(report(), judgement))[-1].startswith(f"{misconception}: ")


@pytest.mark.parametrize(
    ("visibility", "lines"), [(Visibility.EVIDENCE, 0), (Visibility.BANDS, 1), (Visibility.ESTIMATE, 2)]
)
def test_a_decided_band_is_shown_where_bands_are(visibility: Visibility, lines: int) -> None:
    assert len(decided(show_report(judged(band_MP1="1"), visibility))) == lines


def test_what_was_decided_is_never_kept_with_the_report() -> None:
    assert judged(band_MP1="1").model_dump_json() == report().model_dump_json()
