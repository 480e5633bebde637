"""How much of a report its reader sees."""

import pytest

from service.feedback.compose import compose_feedback
from service.feedback.progress import NumberedReport, compare_reports
from service.feedback.report import FeedbackReport
from service.feedback.visibility import HIDDEN, Visibility, show_progress, show_report
from tests.builders import build_rubric, build_scored

TEXT = "# Plan\n\nThe budget is tight, so one hall must do."
LEVELS = {"MP1.budget": (1, "The budget is tight, so one hall must do.")}


def report(overall: int = 61) -> FeedbackReport:
    rubric = build_rubric()
    scored = build_scored(rubric, TEXT, levels=LEVELS, bands={"MP1": 3, "MP2": 1}, overall=overall)
    return compose_feedback(rubric, scored, draft_name="plan")


@pytest.mark.parametrize(
    ("visibility", "bands", "overall"),
    [
        (Visibility.EVIDENCE, [(None, HIDDEN), (None, HIDDEN)], None),
        (Visibility.BANDS, [(3, "band 3"), (1, "band 1")], None),
        (Visibility.ESTIMATE, [(3, "band 3"), (1, "band 1")], 61),
    ],
)
def test_each_step_shows_more(visibility: Visibility, bands: list[tuple[int | None, str]], overall: int | None) -> None:
    shown = show_report(report(), visibility)
    assert [(one.band, one.band_name) for one in shown.criteria] == bands
    assert shown.overall == overall
    assert (shown.grade is None) == (overall is None)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_comments_quotes_and_actions_are_always_shown(visibility: Visibility) -> None:
    whole, shown = report(), show_report(report(), visibility)
    assert list(shown.quotes) == list(whole.quotes)
    assert [one.text for one in shown.priority_actions] == [one.text for one in whole.priority_actions]
    assert [(one.shows, one.elements, one.missing) for one in shown.criteria] == [
        (one.shows, one.elements, one.missing) for one in whole.criteria
    ]


@pytest.mark.parametrize("visibility", [Visibility.EVIDENCE, Visibility.BANDS])
def test_what_an_action_adds_to_a_hidden_estimate_is_hidden_too(visibility: Visibility) -> None:
    shown = show_report(report(), visibility)
    assert any(one.gain for one in report().priority_actions)
    assert not any(one.gain for one in shown.priority_actions)
    assert not any(one.action.gain for one in shown.criteria if one.action)


@pytest.mark.parametrize(
    ("visibility", "bands", "overall"),
    [
        (Visibility.EVIDENCE, {}, None),
        (Visibility.BANDS, {"MP1": 3, "MP2": 1}, None),
        (Visibility.ESTIMATE, {"MP1": 3, "MP2": 1}, 61),
    ],
)
def test_progress_shows_no_more_than_the_reports(
    visibility: Visibility, bands: dict[str, int], overall: int | None
) -> None:
    whole = report()
    action = whole.priority_actions[0].model_copy(update={"element_id": None})
    first = whole.model_copy(update={"priority_actions": (action, *whole.priority_actions[1:])})
    progress = compare_reports(
        [
            NumberedReport(number=1, text_digest="a", report=first),
            NumberedReport(number=2, text_digest="b", report=whole),
        ]
    )
    shown = show_progress(progress, visibility)
    assert [(dict(one.bands), one.overall) for one in shown.drafts] == [(bands, overall)] * 2
    assert shown.moves == progress.moves
    assert (shown.outcomes[0].says == HIDDEN) == (visibility is Visibility.EVIDENCE)
    if visibility is not Visibility.ESTIMATE:
        assert not any(one.action.gain for one in shown.outcomes)
