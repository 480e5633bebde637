"""Feedback on one text as the templates show it: the report, and what people said beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from service.actions.actors import Actor
from service.actions.disagreements import DisagreementView, list_disagreements
from service.actions.reports import FeedbackView
from service.actions.self_assessments import read_self_assessment
from service.errors import NotFoundError
from service.feedback.report import FeedbackReport
from service.feedback.visibility import Visibility
from service.storage.paging import PageRequest
from service.web.highlight import Gap, MarkedDraft, Note
from service.web.pages import Pages
from service.web.result import describe_result

MOST_DISAGREEMENTS = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of a draft that was kept, beside its report."""

    draft_id: str
    number: int
    awaits_self_assessment: bool
    decisions: Mapping[str, Any]
    """The last decision on each target."""
    disagreements: Mapping[str, DisagreementView]
    """The student's last disagreement with each target."""
    expected: Mapping[str, int]
    """The bands that the student expected; empty where nothing was said."""

    def said_on(self, subject_id: str, element_ids: Iterable[str]) -> list[tuple[str, DisagreementView]]:
        """What the student disagreed with in one comment."""
        targets = [f"comment:{subject_id}", f"band:{subject_id}", f"misconception:{subject_id}"]
        targets += [f"element:{each}" for each in element_ids]
        return [(target, self.disagreements[target]) for target in targets if target in self.disagreements]


def describe_comments(
    pages: Pages, text: str, report: FeedbackReport, *, visibility: Visibility, kept: Kept | None = None
) -> dict[str, Any]:
    """The values of the templates that show comments. `kept` is None for a text that is only being written."""
    values = describe_result(text, report, pages.texts.result)
    return {**values, "kept": kept, "shows_estimate": visibility.shows_estimate, "typed": {}}


def own_disagreements(actor: Actor, session: Session, report_id: str) -> dict[str, DisagreementView]:
    """What the student said against one report, by target; the newest of each."""
    found = list_disagreements(actor, session, PageRequest(limit=MOST_DISAGREEMENTS)).items
    return {one.target: one for one in reversed(found) if one.report_id == report_id}


def keep(actor: Actor, session: Session, view: FeedbackView, *, number: int) -> Kept:
    """What people said beside a report."""
    return Kept(
        draft_id=view.head.draft_id,
        number=number,
        awaits_self_assessment=view.awaits_self_assessment,
        decisions={one.target: one for one in view.decisions},
        disagreements=own_disagreements(actor, session, view.head.id),
        expected=_expected(actor, session, view.head.draft_id),
    )


def _expected(actor: Actor, session: Session, draft_id: str) -> Mapping[str, int]:
    try:
        return read_self_assessment(actor, session, draft_id).bands
    except NotFoundError:
        return {}


def place_notes(shown: str, text: str, notes: Iterable[Note]) -> list[list[object]]:
    """Where the notes stand in the text of an editor, for its script, in the units that scripts count in.

    Args:
        shown: What stands in the editor.
        text: What the notes' offsets point into: `shown` without blank lines at its ends.
        notes: The notes.

    Returns:
        Label, lane, subject, start, end, anchor of the comment and whether it is folded, for each note; nothing where
        the two texts differ in more than that.
    """
    shift = shown.find(text)
    if shift < 0:
        return []
    unique = sorted(set(notes), key=lambda note: (note.start_char, note.end_char, note.label))
    return [
        [
            note.label,
            note.lane,
            note.subject,
            _units(shown, shift + note.start_char),
            _units(shown, shift + note.end_char),
            note.comment,
            note.folded,
        ]
        for note in unique
    ]


def place_paragraphs(shown: str, text: str, report: FeedbackReport) -> dict[int, list[int]]:
    """Where the paragraphs that comments name begin and end in the text of an editor, by number."""
    shift = shown.find(text)
    if shift < 0:
        return {}
    return {
        one.number: [_units(shown, shift + one.start_char), _units(shown, shift + one.end_char)]
        for one in report.paragraphs
    }


def list_gaps(draft: MarkedDraft) -> list[dict[str, object]]:
    """The missing points with the paragraph after which each could fit; None for the end of the draft."""
    places: list[tuple[int | None, Gap]] = [(block.number, gap) for block in draft.blocks for gap in block.gaps]
    places += [(None, gap) for gap in draft.closing_gaps]
    return [
        {"paragraph": place, "lane": gap.lane, "number": gap.number, "name": gap.name, "comment": gap.comment}
        for place, gap in places
    ]


def _units(text: str, characters: int) -> int:
    """So many characters from the start, in units of UTF-16."""
    return len(text[:characters].encode("utf-16-le", "surrogatepass")) // 2
