"""How much of a report its reader sees: evidence, bands as well, or the overall estimate too. Pure."""

from enum import StrEnum

from service.feedback.progress import Progress
from service.feedback.report import Action, FeedbackReport

HIDDEN = "not shown"


class Visibility(StrEnum):
    """What an assignment shows; each shows what the one before it shows, and more."""

    EVIDENCE = "evidence"
    BANDS = "bands"
    ESTIMATE = "estimate"

    @property
    def shows_bands(self) -> bool:
        """Whether the band of each criterion is shown."""
        return self is not Visibility.EVIDENCE

    @property
    def shows_estimate(self) -> bool:
        """Whether the overall estimate is shown."""
        return self is Visibility.ESTIMATE


def show_report(report: FeedbackReport, visibility: Visibility) -> FeedbackReport:
    """The report as far as it may be seen; comments, quotes and actions always are."""
    if visibility.shows_estimate:
        return report
    criteria = tuple(
        one.model_copy(
            update={"action": one.action and _without_gain(one.action)}
            | ({} if visibility.shows_bands else {"band": None, "band_name": HIDDEN, "ruling": None})
        )
        for one in report.criteria
    )
    actions = tuple(map(_without_gain, report.priority_actions))
    changes = {"criteria": criteria, "priority_actions": actions, "overall": None, "grade": None, "ruled_overall": None}
    return report.model_copy(update=changes)


def show_progress(progress: Progress, visibility: Visibility) -> Progress:
    """The course as far as it may be seen."""
    if visibility.shows_estimate:
        return progress
    drafts = tuple(
        one.model_copy(update={"overall": None} | ({} if visibility.shows_bands else {"bands": {}}))
        for one in progress.drafts
    )
    outcomes = tuple(one.model_copy(update={"action": _without_gain(one.action)}) for one in progress.outcomes)
    if not visibility.shows_bands:
        outcomes = tuple(
            one.model_copy(update={"is_taken": None, "says": HIDDEN}) if one.action.element_id is None else one
            for one in outcomes
        )
    return progress.model_copy(update={"drafts": drafts, "outcomes": outcomes})


def _without_gain(action: Action) -> Action:
    """The action without what it could add to an estimate that is not shown."""
    return action.model_copy(update={"gain": 0.0})
