"""The page on which a student writes: the text beside the feedback on what was handed in last."""

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from service.actions.assignments import read_assignment
from service.actions.drafts import list_drafts
from service.actions.errors import NotReleasedError
from service.actions.reports import FeedbackView, read_feedback
from service.actions.working_copies import read_working_text
from service.web.student.comments import describe_comments, keep, list_gaps, place_notes, place_paragraphs
from service.web.student.desk import StudentDesk


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """What could not be done, and what was typed, so that nothing of it is lost."""

    problem: str
    status: int = HTTPStatus.UNPROCESSABLE_ENTITY
    text: str | None = None
    """What stood in the editor; None for what is saved."""
    fields: dict[str, str] = field(default_factory=dict)


def show_writing(
    desk: StudentDesk, assignment_id: str, refusal: Refusal | None = None, *, note: str = ""
) -> HTMLResponse:
    """The page; with what was refused where something was, and a note on what was done.

    Raises:
        NotFoundError: there is no such assignment.
    """
    with desk.database.reading() as session:
        assignment = read_assignment(desk.actor, session, assignment_id)
        working = read_working_text(desk.actor, session, assignment_id)
        drafts = () if working.submission_id is None else list_drafts(desk.actor, session, working.submission_id)
        view = _feedback(desk, session, drafts[-1].id) if drafts else None
        kept = None if view is None else keep(desk.actor, session, view, number=drafts[-1].number)
    text = working.text if refusal is None or refusal.text is None else refusal.text
    values: dict[str, Any] = {"notes": [], "paragraphs": {}, "gaps": [], "typed": {}, "is_changed": False}
    if view is not None:
        values |= describe_comments(desk.shell.pages, view.text, view.report, visibility=view.visibility, kept=kept)
        values |= place_comments(text, view.text, values)
        values["is_changed"] = text.strip() != view.text.strip()
    if refusal is not None:
        values["typed"] = refusal.fields
    waits = (assignment.waits_for_release or assignment.needs_two_markers) and not assignment.is_released
    return desk.shell.page(
        "student/write.html",
        status=HTTPStatus.OK if refusal is None else refusal.status,
        assignment=assignment,
        working=working,
        drafts=drafts,
        must_wait=view is None if drafts else waits,
        has_feedback=view is not None,
        text=text,
        problem="" if refusal is None else refusal.problem,
        note=note,
        **values,
    )


def place_comments(shown: str, read: str, values: dict[str, Any]) -> dict[str, object]:
    """Where notes and paragraphs stand in the text of the editor; nowhere when it is not the text that was read."""
    if shown.strip() != read.strip():
        return {"notes": [], "paragraphs": {}, "gaps": []}
    return {
        "notes": place_notes(shown, read, values["draft"].notes.values()),
        "paragraphs": place_paragraphs(shown, read, values["report"]),
        "gaps": list_gaps(values["draft"]),
    }


def _feedback(desk: StudentDesk, session: Session, draft_id: str) -> FeedbackView | None:
    try:
        return read_feedback(desk.actor, session, draft_id)
    except NotReleasedError:
        return None
