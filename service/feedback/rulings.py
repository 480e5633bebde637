"""A report with what people decided put in its place, and said to be theirs. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from models.scores import Status
from models.scoring.bands import overall_of
from rubric.schema import Rubric
from service.feedback.report import (
    CriterionFeedback,
    ElementFeedback,
    FeedbackReport,
    MisconceptionFeedback,
    Ruling,
)

A_TUTOR = "a tutor"
TWO_MARKERS = "two markers"
AN_ADJUDICATOR = "adjudication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What people decided on one report."""

    changes: Mapping[str, str] = field(default_factory=dict)
    """The last decision on each target, such as `band:MP1` or `element:MP1.cost`."""
    settled: Mapping[str, int] = field(default_factory=dict)
    """The bands that markers settled; these come before any decision."""
    settled_by: str = TWO_MARKERS

    @property
    def is_empty(self) -> bool:
        """Whether nobody decided anything."""
        return not self.changes and not self.settled


def apply_judgement(report: FeedbackReport, judgement: Judgement, rubric: Rubric) -> FeedbackReport:
    """The report with levels, misconceptions and comments as people decided, and their bands beside the estimates."""
    if judgement.is_empty:
        return report
    criteria = tuple(_on_criterion(one, judgement, rubric) for one in report.criteria)
    return report.model_copy(
        update={
            "criteria": criteria,
            "support": tuple(_on_element(one, judgement) for one in report.support),
            "misconceptions": tuple(_on_misconception(one, judgement) for one in report.misconceptions),
            "ruled_overall": _overall(criteria, rubric),
        }
    )


def list_changes(report: FeedbackReport, judgement: Judgement) -> Iterator[str]:
    """Every decision on elements and misconceptions as words: `MP1.cost: absent to mentioned`."""
    levels = {
        one.element_id: one.level or "cannot tell"
        for one in (*(each for criterion in report.criteria for each in criterion.elements), *report.support)
    }
    statuses = {
        one.misconception_id: one.status.value if one.status else "cannot tell" for one in report.misconceptions
    }
    for target, value in sorted(judgement.changes.items()):
        kind, _, name = target.partition(":")
        before = levels.get(name) if kind == "element" else statuses.get(name)
        if before is not None and before != value:
            yield f"{name}: {before} to {value}"


def _on_criterion(criterion: CriterionFeedback, judgement: Judgement, rubric: Rubric) -> CriterionFeedback:
    changes: dict[str, object] = {"elements": tuple(_on_element(one, judgement) for one in criterion.elements)}
    comment = judgement.changes.get(f"comment:{criterion.criterion_id}")
    if comment is not None:
        changes["ruled_comment"] = comment
    band, by = judgement.changes.get(f"band:{criterion.criterion_id}"), A_TUTOR
    settled = judgement.settled.get(criterion.criterion_id)
    if settled is not None:
        band, by = str(settled), judgement.settled_by
    if band is not None:
        name = _name_band(rubric, criterion.criterion_id, int(band))
        changes["ruling"] = Ruling(band=int(band), band_name=name, by=by)
    return criterion.model_copy(update=changes)


def _on_element(element: ElementFeedback, judgement: Judgement) -> ElementFeedback:
    level = judgement.changes.get(f"element:{element.element_id}")
    if level is None or level == element.level:
        return element
    before = element.level or "cannot tell"
    return element.model_copy(update={"level": level, "shows": f"A tutor decided so (the program: {before})."})


def _on_misconception(one: MisconceptionFeedback, judgement: Judgement) -> MisconceptionFeedback:
    status = judgement.changes.get(f"misconception:{one.misconception_id}")
    if status is None or Status(status) is one.status:
        return one
    before = one.status.value if one.status else "cannot tell"
    return one.model_copy(update={"status": Status(status), "reason": f"A tutor decided so (the program: {before})."})


def _name_band(rubric: Rubric, criterion_id: str, band: int) -> str:
    bands = (each for one in rubric.criteria if one.id == criterion_id for each in one.bands)
    return next((one.name for one in bands if one.band == band), "")


def _overall(criteria: tuple[CriterionFeedback, ...], rubric: Rubric) -> int | None:
    """The overall where some band was decided and no band is missing."""
    if not any(one.ruling for one in criteria):
        return None
    bands = {one.criterion_id: one.ruling.band if one.ruling else one.band for one in criteria}
    known = {criterion_id: band for criterion_id, band in bands.items() if band is not None}
    return overall_of(rubric, known) if set(known) == {one.id for one in rubric.criteria} else None
