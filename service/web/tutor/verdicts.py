"""What a tutor sent from the page of a script: bands of a blind marking, or changes to what the program said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.actions.reports import FeedbackView
from service.actions.rubric_choices import MarkingScheme
from service.actions.targets import BANDS, LEVELS

KEPT = ""
"""What a field says that changes nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One thing decided. `reason` is None where the tutor has to give it."""

    target: str
    value: str
    reason: str | None = None


def read_bands(fields: Mapping[str, str], scheme: MarkingScheme) -> dict[str, int] | None:
    """The bands of a marking; None unless every criterion has one."""
    sent = {one.id: fields.get(f"band:{one.id}", "") for one in scheme.criteria}
    return {key: int(value) for key, value in sent.items()} if all(one in BANDS for one in sent.values()) else None


def read_levels(fields: Mapping[str, str], scheme: MarkingScheme) -> dict[str, str]:
    """The levels of single elements, where the marker gave any."""
    ids = [element.id for criterion in scheme.criteria for element in criterion.elements]
    sent = {element_id: fields.get(f"element:{element_id}", "") for element_id in ids}
    return {element_id: level for element_id, level in sent.items() if level in LEVELS}


def read_verdicts(fields: Mapping[str, str], feedback: FeedbackView, *, accepted: str) -> tuple[Verdict, ...]:
    """What changes, and the bands that are accepted as they stand. Fields left as they were say nothing."""
    standing = standing_values(feedback)
    changed = tuple(
        Verdict(target=target, value=value.strip().replace("\r\n", "\n"))
        for target, value in fields.items()
        if target in standing and value.strip() not in {KEPT, standing[target]}
    )
    if "accept" not in fields:
        return changed
    touched = {one.target for one in changed}
    agreed = (
        Verdict(target=target, value=value, reason=accepted)
        for target, value in standing.items()
        if target.startswith("band:") and value in BANDS and target not in touched
    )
    return (*changed, *agreed)


def standing_values(feedback: FeedbackView) -> dict[str, str]:
    """What stands at each target that a tutor may change here: the last decision, else what the program said."""
    decided = {one.target: one.to_value or "" for one in feedback.decisions}
    return dict(_said(feedback)) | decided


def _said(feedback: FeedbackView) -> Iterator[tuple[str, str]]:
    for criterion in feedback.report.criteria:
        yield f"band:{criterion.criterion_id}", "" if criterion.band is None else str(criterion.band)
        yield f"comment:{criterion.criterion_id}", criterion.shows
        for element in criterion.elements:
            yield f"element:{element.element_id}", element.level or ""
    for element in feedback.report.support:
        yield f"element:{element.element_id}", element.level or ""
    for misconception in feedback.report.misconceptions:
        status = misconception.status
        yield f"misconception:{misconception.misconception_id}", "" if status is None else status.value
