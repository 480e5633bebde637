"""What the result page shows beside the draft itself: the legend, and things worth knowing."""

from collections.abc import Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from models.scores import Status
from service.feedback.report import FeedbackReport, MisconceptionFeedback
from service.feedback.visible import BlockKind, Opening, choose_opening, visible_blocks
from service.feedback.wording import as_sentence, estimate_band, estimate_overall
from service.web.anchors import comment_anchor
from service.web.highlight import MarkedDraft, Note, lane_of, mark_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something worth knowing beside the marking points, with the places in the draft it speaks of."""

    text: str
    anchor: str = ""
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LegendEntry:
    """One line of evidence: its lane, the mark its labels begin with, and what it stands for."""

    lane: str
    mark: str
    name: str


def describe_result(text: str, report: FeedbackReport, words: SimpleNamespace) -> dict[str, Any]:
    """The values of the result template. How far it is unfolded is decided for all renderers in `feedback.visible`."""
    draft = mark_draft(text, report)
    opening = choose_opening(report)
    shown, folded = _collect_asides(report, draft, opening) if report.judgeable else ([], [])
    subjects = [(item.criterion_id, item.name) for item in report.criteria]
    return {
        "report": report,
        "draft": draft,
        "opening": opening,
        "unjudged": next((block for block in visible_blocks(report) if block.kind is BlockKind.UNJUDGED), None),
        "asides": shown,
        "folded_asides": folded,
        "overall": estimate_overall(report.overall, report.grade),
        "bands": {
            item.criterion_id: estimate_band(item.band, item.band_name, item.confidence) for item in report.criteria
        },
        "names": dict(subjects),
        "numbers": {subject: number for number, (subject, _) in enumerate(subjects, start=1)},
        "priority": {action: number for number, action in enumerate(report.priority_actions, start=1)},
        "legend": _describe_legend(report, words) if report.judgeable else [],
        "present": _with_status(report, Status.PRESENT),
        "absent": _with_status(report, Status.ABSENT),
        "not_applicable": _with_status(report, Status.NOT_APPLICABLE),
        "unsure": _with_status(report, None),
    }


def _with_status(report: FeedbackReport, status: Status | None) -> list[MisconceptionFeedback]:
    return [item for item in report.misconceptions if item.status is status]


def _collect_asides(report: FeedbackReport, draft: MarkedDraft, opening: Opening) -> tuple[list[Aside], list[Aside]]:
    """What is shown and what is folded: notices and flags as far as the report is open, then uncredited topics."""
    said = [Aside(text=text) for text in report.notices]
    said += [
        Aside(
            text=as_sentence(flag.message),
            anchor=comment_anchor(flag.flag_id),
            notes=_once(draft.note("flags", quote) for quote in flag.quotes),
        )
        for flag in report.flags
    ]
    topics = [
        Aside(
            text=as_sentence(topic.message),
            anchor=comment_anchor(topic.key_concept_id),
            notes=_once(draft.note("key_concepts", quote) for quote in topic.quotes),
        )
        for topic in report.key_concepts
    ]
    shown = said[: opening.notices]
    for block in visible_blocks(report):
        if block.kind is BlockKind.NOTICE:
            shown += [Aside(text=line.text) for line in block.lines[len(shown) :]]
    return shown, said[opening.notices :] + topics


def _once(notes: Iterable[Note]) -> tuple[Note, ...]:
    return tuple(dict.fromkeys(notes))


def _describe_legend(report: FeedbackReport, words: SimpleNamespace) -> list[LegendEntry]:
    """The lines in use."""
    entries = [
        LegendEntry(lane=lane_of(index), mark=str(index + 1), name=item.name)
        for index, item in enumerate(report.criteria)
        if item.quote or item.missing or any(element.quotes for element in item.elements)
    ]
    if any(item.quotes for item in report.support):
        entries.append(LegendEntry(lane="support", mark="S", name=words.legend_support))
    if any(item.quote for item in report.misconceptions):
        entries.append(LegendEntry(lane="misconception", mark="M", name=words.legend_misconception))
    if any(item.quotes for item in report.key_concepts) or any(item.quotes for item in report.flags):
        entries.append(LegendEntry(lane="other", mark="K, F", name=words.legend_other))
    return entries
