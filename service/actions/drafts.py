"""Drafts: handed in one after another, each read once and kept with its number."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.reading import Brief, ReadDraft, Reader, brief_of, make_report, read_upload
from service.actions.sight import Case, see_case, see_draft
from service.actions.submissions import label_of
from service.errors import ConflictError
from service.storage import drafts
from service.storage.tables import Draft, Report
from service.storage.webhooks import WebhookEvent, announce
from service.workflow import Upload

MOST_DRAFTS = 200
"""Drafts of one submission; nobody writes more, and a program gone wild would."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftView:
    """A draft without its text."""

    id: str
    submission_id: str
    number: int
    file_name: str
    """Not the writer's own while the marking is anonymous."""
    words: int
    notices: tuple[str, ...]
    is_late: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftText:
    """A draft with its text."""

    draft: DraftView
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedIn:
    """A draft that was handed in, and the report on it."""

    draft: DraftView
    report_id: str
    is_reused: bool
    """Whether the same text was read before, so that the report was at hand."""


def hand_in(actor: Actor, reader: Reader, submission_id: str, upload: Upload) -> HandedIn:
    """Read a draft and keep it as the next of the submission. Nothing is kept when it cannot be read.

    Raises:
        NotFoundError: there is no such submission.
        ConflictError: the assignment is archived, or there are too many drafts.
        ForbiddenError: the actor may not.
        service.errors.ServiceError: the draft cannot be taken, or there is no time for it.
    """
    with reader.database.reading() as session:
        brief = _check(actor, session, see_case(session, actor, submission_id))
    read = read_upload(reader, upload, brief)
    with reader.database.writing() as session:
        case = see_case(session, actor, submission_id, for_change=True)
        _check(actor, session, case)
        return _keep(actor, session, case, read)


def list_drafts(actor: Actor, session: Session, submission_id: str) -> tuple[DraftView, ...]:
    """The drafts of a submission in order.

    Raises:
        NotFoundError: there is no such submission that the actor may see.
    """
    case = see_case(session, actor, submission_id)
    return tuple(show_draft(case, row) for row in drafts.list_drafts(session, submission_id))


def read_draft(actor: Actor, session: Session, draft_id: str) -> DraftText:
    """One draft with its text.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    case, row = see_draft(session, actor, draft_id)
    return DraftText(draft=show_draft(case, row), text=row.text)


def show_draft(case: Case, row: Draft) -> DraftView:
    """The row as its reader may see it."""
    due_at = case.assignment.due_at
    return DraftView(
        id=row.id,
        submission_id=row.submission_id,
        number=row.number,
        file_name=name_of(case, row),
        words=row.words,
        notices=tuple(row.notices),
        is_late=due_at is not None and row.created_at > due_at,
        created_at=row.created_at,
    )


def name_of(case: Case, row: Draft) -> str:
    """What to call a draft; the name of a file may give its writer away."""
    return f"{label_of(case.submission.id)}, draft {row.number}" if case.hides_names else row.file_name


def _check(actor: Actor, session: Session, case: Case) -> Brief:
    """Whether the actor may hand in now; what the draft is read against."""
    actor.require(Permission.SUBMISSIONS_OWN if case.is_owner else Permission.SUBMISSIONS_WRITE)
    if case.assignment.is_archived:
        raise ConflictError("The assignment is archived. Ask your tutor to open it again.")
    newest = drafts.newest_draft(session, case.submission.id)
    if newest is not None and newest.number >= MOST_DRAFTS:
        raise ConflictError(f"There are {MOST_DRAFTS} drafts, the most that a submission takes.")
    return brief_of(session, case.assignment)


def _keep(actor: Actor, session: Session, case: Case, read: ReadDraft) -> HandedIn:
    row = drafts.add_draft(
        session,
        Draft(
            submission_id=case.submission.id,
            institution_id=actor.institution_id,
            file_name=read.name,
            text=read.text,
            text_digest=read.text_digest,
            words=read.report.words,
            notices=list(read.notices),
        ),
    )
    report = drafts.add_report(session, make_report(read.report, draft_id=row.id, institution_id=actor.institution_id))
    record(
        session, actor, "draft.created", row.id, {"number": row.number, "words": row.words, "is_reused": read.is_reused}
    )
    tell_of_report(session, actor, case, report)
    return HandedIn(draft=show_draft(case, row), report_id=report.id, is_reused=read.is_reused)


def tell_of_report(session: Session, actor: Actor, case: Case, report: Report) -> None:
    """Have the institution's own systems told that a draft was read."""
    payload = {
        "report_id": report.id,
        "draft_id": report.draft_id,
        "submission_id": case.submission.id,
        "assignment_id": case.assignment.id,
    }
    announce(session, actor.institution_id, WebhookEvent.REPORT_READY, payload)
