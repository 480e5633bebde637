"""One draft with its feedback, and what a student says to it: what they expect, and what they hold to be wrong."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from service.actions.disagreements import disagree
from service.actions.drafts import DraftView, read_draft
from service.actions.errors import NotReleasedError
from service.actions.reports import FeedbackView, read_feedback
from service.actions.self_assessments import assess_oneself
from service.actions.submissions import read_submission
from service.errors import ServiceError
from service.http.uploads import SentFiles
from service.web.anchors import comment_anchor
from service.web.shell import OwnFormDep
from service.web.student.comments import describe_comments, keep
from service.web.student.desk import WORK, StudentDep, StudentDesk, draft_path, path_of
from service.web.student.writing import save_quietly, text_of
from service.web.student.writing_page import Refusal, show_writing

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

DRAFT = f"{WORK}/drafts/{{draft_id}}"
LONGEST_REASON = 2_000
INVALID = HTTPStatus.UNPROCESSABLE_ENTITY
EXPECTED = "expected:"
"""How the fields of a self-assessment begin; the id of the criterion follows."""


@router.get(DRAFT)
def show_draft(draft_id: str, desk: StudentDep) -> HTMLResponse:
    """One draft, as it was handed in, with its feedback; fit for paper."""
    return _show_draft(desk, draft_id)


@router.post(f"{DRAFT}/disagreements")
def take_disagreement(draft_id: str, desk: StudentDep, form: OwnFormDep) -> Response:
    """Says that one comment is wrong, and why."""
    subject = form.fields.get("about", "")
    reason = form.fields.get(f"reason:{subject}", "").strip()
    errors = desk.shell.pages.texts.student.errors
    assignment_id = _save(desk, draft_id, form)
    if not reason or len(reason) > LONGEST_REASON:
        problem = errors.no_reason if not reason else errors.long_reason.format(most=f"{LONGEST_REASON:,}")
        return _refuse(desk, draft_id, form, Refusal(problem=problem))
    try:
        with desk.database.writing() as session:
            report_id = read_feedback(desk.actor, session, draft_id).head.id
            disagree(desk.actor, session, report_id, target=form.fields.get(f"target:{subject}", ""), reason=reason)
    except ServiceError as error:
        return _refuse(desk, draft_id, form, Refusal(problem=str(error), status=error.status))
    return desk.shell.go(f"{_back(form, assignment_id, draft_id)}#{comment_anchor(subject)}")


@router.post(f"{DRAFT}/expectation")
def take_expectation(draft_id: str, desk: StudentDep, form: OwnFormDep) -> Response:
    """Says which bands the student expects; the program's are shown from then on."""
    sent = {name.removeprefix(EXPECTED): band for name, band in form.fields.items() if name.startswith(EXPECTED)}
    assignment_id = _save(desk, draft_id, form)
    try:
        with desk.database.writing() as session:
            bands = {criterion: int(band) if band.isdigit() else -1 for criterion, band in sent.items()}
            assess_oneself(desk.actor, session, draft_id, bands)
    except ServiceError as error:
        problem = desk.shell.pages.texts.student.errors.expectation if error.status == INVALID else str(error)
        return _refuse(desk, draft_id, form, Refusal(problem=problem, status=error.status))
    return desk.shell.go(f"{_back(form, assignment_id, draft_id)}#feedback")


def _assignment_of(desk: StudentDesk, session: Session, draft_id: str) -> str:
    draft = read_draft(desk.actor, session, draft_id).draft
    return read_submission(desk.actor, session, draft.submission_id).assignment_id


def _save(desk: StudentDesk, draft_id: str, form: SentFiles) -> str:
    """Save what stood in the editor, if it was sent from there; and name the assignment."""
    with desk.database.reading() as session:
        assignment_id = _assignment_of(desk, session, draft_id)
    save_quietly(desk, assignment_id, form)
    return assignment_id


def _back(form: SentFiles, assignment_id: str, draft_id: str) -> str:
    """The page that a form was sent from: the one for writing has an editor."""
    return path_of(assignment_id) if "text" in form.fields else draft_path(draft_id)


def _refuse(desk: StudentDesk, draft_id: str, form: SentFiles, refusal: Refusal) -> HTMLResponse:
    """The page again, with everything that was typed."""
    with desk.database.reading() as session:
        assignment_id = _assignment_of(desk, session, draft_id)
    text = text_of(form) if "text" in form.fields else None
    typed = Refusal(problem=refusal.problem, status=refusal.status, text=text, fields=form.fields)
    return _show_draft(desk, draft_id, typed) if text is None else show_writing(desk, assignment_id, typed)


def _show_draft(desk: StudentDesk, draft_id: str, refusal: Refusal | None = None) -> HTMLResponse:
    with desk.database.reading() as session:
        kept_text = read_draft(desk.actor, session, draft_id)
        assignment_id = read_submission(desk.actor, session, kept_text.draft.submission_id).assignment_id
        values = _comments(desk, session, kept_text.draft)
    if refusal is not None:
        values["typed"] = refusal.fields
    return desk.shell.page(
        "student/draft_page.html",
        status=HTTPStatus.OK if refusal is None else refusal.status,
        one=kept_text.draft,
        text=kept_text.text,
        assignment_id=assignment_id,
        problem="" if refusal is None else refusal.problem,
        **values,
    )


def _comments(desk: StudentDesk, session: Session, draft: DraftView) -> dict[str, Any]:
    try:
        view: FeedbackView = read_feedback(desk.actor, session, draft.id)
    except NotReleasedError:
        return {"has_feedback": False, "typed": {}}
    kept = keep(desk.actor, session, view, number=draft.number)
    pages = desk.shell.pages
    return {
        "has_feedback": True,
        **describe_comments(pages, view.text, view.report, visibility=view.visibility, kept=kept),
    }
