"""Submissions: who hands in for which assignment, with names hidden where the marking is anonymous."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission, Role
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.sight import see_assignment, see_case
from service.errors import ConflictError, InvalidValueError, NotFoundError
from service.storage import assignments, judgements, submissions, users
from service.storage.paging import Page, PageRequest
from service.storage.tables import Assignment, Submission

LABEL_LENGTH = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """A submission to be opened. Students name the assignment only; tutors say whose it is."""

    assignment_id: str
    user_id: str | None = None
    participant_id: str | None = None
    participant_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmissionView:
    """A submission as its reader may see it."""

    id: str
    assignment_id: str
    label: str
    """What to call it without saying whose it is."""
    is_anonymous: bool
    """Whether its reader may not know whose it is; the next three are then empty."""
    user_id: str | None
    participant_id: str | None
    participant_name: str | None
    drafts: int
    is_released: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSubmission:
    """A submission, and whether it was made just now."""

    submission: SubmissionView
    is_new: bool


def label_of(submission_id: str) -> str:
    """A name for a submission that says nothing of its writer."""
    return f"Script {submission_id[:LABEL_LENGTH]}"


def open_submission(actor: Actor, session: Session, new: NewSubmission) -> OpenedSubmission:
    """Open a student's submission for an assignment; the one that is there where there is one.

    Raises:
        NotFoundError: there is no such assignment or student.
        InvalidValueError: a tutor does not say whose it is, or a student names somebody.
        ConflictError: the assignment is archived.
        ForbiddenError: the actor may not.
    """
    is_student = not actor.may(Permission.SUBMISSIONS_WRITE)
    if is_student:
        actor.require(Permission.SUBMISSIONS_OWN)
    assignment = see_assignment(session, actor, new.assignment_id, for_change=True)
    found = _find_own(actor, session, new) if is_student else _find_named(actor, session, new)
    if found is None and assignment.is_archived:
        raise ConflictError("The assignment is archived. Ask your tutor to open it again.")
    row = found or _add(actor, session, new, is_student=is_student)
    return OpenedSubmission(submission=read_submission(actor, session, row.id), is_new=found is None)


def list_submissions(
    actor: Actor, session: Session, asked: PageRequest, *, assignment_id: str | None = None
) -> Page[SubmissionView]:
    """A page of the submissions that the actor may see, of one assignment where it is named.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may read no submissions.
    """
    reads_all = actor.may(Permission.SUBMISSIONS_READ)
    if not reads_all:
        actor.require(Permission.SUBMISSIONS_OWN)
    if assignment_id is not None and assignments.find_assignment(session, actor.institution_id, assignment_id) is None:
        raise NotFoundError("assignment")
    found = submissions.list_submissions(
        session,
        actor.institution_id,
        asked,
        assignment_id=assignment_id,
        student_id=None if reads_all else actor.id,
    )
    return Page(items=show_submissions(actor, session, found.items), next=found.next)


def read_submission(actor: Actor, session: Session, submission_id: str) -> SubmissionView:
    """One submission.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    return show_submissions(actor, session, (see_case(session, actor, submission_id).submission,))[0]


def _find_own(actor: Actor, session: Session, new: NewSubmission) -> Submission | None:
    if new.participant_id or new.participant_name or new.user_id not in {None, actor.id}:
        raise InvalidValueError("You hand in for yourself: leave out whose submission it is.")
    return submissions.find_submission_of(session, new.assignment_id, actor.id)


def _find_named(actor: Actor, session: Session, new: NewSubmission) -> Submission | None:
    if new.user_id is not None:
        user = users.find_user(session, actor.institution_id, new.user_id)
        if user is None or user.role != Role.STUDENT:
            raise NotFoundError("student")
        return submissions.find_submission_of(session, new.assignment_id, new.user_id)
    if not new.participant_id:
        raise InvalidValueError("Say whose submission it is: give user_id or participant_id.")
    return submissions.find_submission_of_participant(session, new.assignment_id, new.participant_id)


def _add(actor: Actor, session: Session, new: NewSubmission, *, is_student: bool) -> Submission:
    row = submissions.add_submission(
        session,
        Submission(
            institution_id=actor.institution_id,
            assignment_id=new.assignment_id,
            user_id=actor.id if is_student else new.user_id,
            participant_id=new.participant_id,
            participant_name=new.participant_name,
        ),
    )
    record(session, actor, "submission.created", row.id, {"assignment_id": new.assignment_id})
    return row


def show_submissions(actor: Actor, session: Session, rows: tuple[Submission, ...]) -> tuple[SubmissionView, ...]:
    """The submissions with what the actor may be told of them, looked up once for all."""
    ids = [row.id for row in rows]
    drafts = submissions.count_drafts(session, ids)
    released = judgements.released_among(session, ids)
    names = submissions.names_of(session, [row.user_id for row in rows if row.user_id])
    is_program = actor.kind == "key"
    anonymous = {one.id for one in _assignments_of(session, actor, rows) if one.is_anonymous and not is_program}
    return tuple(
        _show(
            row,
            drafts=drafts.get(row.id, 0),
            is_released=row.id in released,
            is_anonymous=row.assignment_id in anonymous and row.id not in released and row.user_id != actor.id,
            name=row.participant_name or names.get(row.user_id or ""),
        )
        for row in rows
    )


def _assignments_of(session: Session, actor: Actor, rows: tuple[Submission, ...]) -> list[Assignment]:
    found = (
        assignments.find_assignment(session, actor.institution_id, assignment_id)
        for assignment_id in {row.assignment_id for row in rows}
    )
    return [one for one in found if one is not None]


def _show(row: Submission, *, drafts: int, is_released: bool, is_anonymous: bool, name: str | None) -> SubmissionView:
    return SubmissionView(
        id=row.id,
        assignment_id=row.assignment_id,
        label=label_of(row.id),
        is_anonymous=is_anonymous,
        user_id=None if is_anonymous else row.user_id,
        participant_id=None if is_anonymous else row.participant_id,
        participant_name=None if is_anonymous else name,
        drafts=drafts,
        is_released=is_released,
        created_at=row.created_at,
    )
