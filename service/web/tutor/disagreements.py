"""The queue of disagreements: what a student says against a comment, beside the comment, and the tutor's answer."""

from dataclasses import dataclass
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response
from sqlalchemy.orm import Session

from service.actions import assignments, disagreements, drafts, reports, submissions
from service.actions.disagreements import DisagreementView
from service.actions.errors import MarkFirstError
from service.actions.submissions import SubmissionView
from service.errors import ServiceError
from service.http.cursors import decode_cursor, encode_cursor
from service.storage.paging import PageRequest
from service.web.shell import OwnFormDep
from service.web.tutor.assignments import TEACH
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.subjects import Subject, find_subject

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

QUEUE = f"{TEACH}/disagreements"
ROWS = 15
LONGEST_ANSWER = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLine:
    """A disagreement with what it is about. `subject` is None where the tutor has to mark first."""

    view: DisagreementView
    subject: Subject | None
    submission: SubmissionView
    number: int
    assignment: str

    @property
    def name(self) -> str:
        """What to call the script: the student where they may be known."""
        return self.submission.participant_name or self.submission.participant_id or self.submission.label


@router.get(QUEUE)
def show_queue(desk: TutorDep, status: str = "open", cursor: str | None = None) -> HTMLResponse:
    """The disagreements that wait for an answer, or those that have one; the newest first."""
    return _queue_page(desk, status=status, cursor=cursor)


@router.post(QUEUE + "/{disagreement_id:uuid}")
def take_answer(desk: TutorDep, disagreement_id: UUID, form: OwnFormDep) -> Response:
    """Answers a disagreement; or the queue again, with what was typed."""
    answer = form.fields.get("answer", "").replace("\r\n", "\n").replace("\x00", "").strip()
    typed = {str(disagreement_id): answer}
    if not 0 < len(answer) <= LONGEST_ANSWER:
        problem = desk.shell.pages.texts.tutor.queue.no_answer
        return _queue_page(desk, typed=typed, problem=problem)
    try:
        with desk.database.writing() as session:
            disagreements.answer_disagreement(desk.actor, session, str(disagreement_id), answer=answer)
    except ServiceError as error:
        return _queue_page(desk, typed=typed, problem=str(error))
    return desk.shell.go(f"{QUEUE}?done=answered")


def _queue_page(
    desk: TutorDesk,
    *,
    status: str = "open",
    cursor: str | None = None,
    typed: dict[str, str] | None = None,
    problem: str = "",
) -> HTMLResponse:
    wanted = "answered" if status == "answered" else "open"
    with desk.database.reading() as session:
        asked = PageRequest(limit=ROWS, after=decode_cursor(cursor))
        found = disagreements.list_disagreements(desk.actor, session, asked, status=wanted)
        lines = [_describe(desk, session, one) for one in found.items]
    return desk.shell.page(
        "tutor/disagreements.html",
        status=422 if problem else 200,
        wanted=wanted,
        lines=lines,
        next=encode_cursor(found.next),
        typed=typed or {},
        problem=problem,
        done=desk.done,
    )


def _describe(desk: TutorDesk, session: Session, view: DisagreementView) -> QueueLine:
    draft = drafts.read_draft(desk.actor, session, view.draft_id).draft
    submission = submissions.read_submission(desk.actor, session, draft.submission_id)
    try:
        report = reports.read_report(desk.actor, session, view.report_id).report
        subject = find_subject(report, view.target)
    except MarkFirstError:
        subject = None
    assignment = assignments.read_assignment(desk.actor, session, submission.assignment_id)
    return QueueLine(
        view=view, subject=subject, submission=submission, number=draft.number, assignment=assignment.title
    )
