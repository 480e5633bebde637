"""What a target such as `element:MP1.cost` is about, in the words of the report. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from service.feedback.report import FeedbackReport, Quote


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing in a report: what it is called, what stands there, and the words it rests on."""

    target: str
    kind: str
    """element, band, comment or misconception; empty where the report holds nothing under the target."""
    name: str
    says: str
    value: str
    """The level, band or status; empty where the program cannot tell or where it is a comment."""
    quotes: tuple[Quote, ...]
    anchor: str
    """The id that the page of the script gives it, without its first letter."""


def find_subject(report: FeedbackReport, target: str) -> Subject:
    """What a report says at a target."""
    nothing = Subject(target=target, kind="", name=target, says="", value="", quotes=(), anchor="")
    return next((one for one in _subjects(report) if one.target == target), nothing)


def _subjects(report: FeedbackReport) -> Iterator[Subject]:
    for criterion in report.criteria:
        quotes = (criterion.quote,) if criterion.quote else ()
        for kind, value in (("comment", ""), ("band", "" if criterion.band is None else str(criterion.band))):
            yield Subject(
                target=f"{kind}:{criterion.criterion_id}",
                kind=kind,
                name=criterion.name,
                says=criterion.shows,
                value=value,
                quotes=quotes,
                anchor=f"c-{criterion.criterion_id}",
            )
    for element in (*(one for criterion in report.criteria for one in criterion.elements), *report.support):
        yield Subject(
            target=f"element:{element.element_id}",
            kind="element",
            name=element.name,
            says=element.shows or element.reason,
            value=element.level or "",
            quotes=element.quotes,
            anchor=f"e-{element.element_id}",
        )
    for wrong in report.misconceptions:
        yield Subject(
            target=f"misconception:{wrong.misconception_id}",
            kind="misconception",
            name=wrong.name,
            says=wrong.statement,
            value=wrong.status.value if wrong.status else "",
            quotes=(wrong.quote,) if wrong.quote else (),
            anchor=f"c-{wrong.misconception_id}",
        )
