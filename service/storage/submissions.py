"""Submissions and who stands behind them. Every look-up stays within one institution."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import Draft, Submission, User


def add_submission(session: Session, submission: Submission) -> Submission:
    """Add a submission, and give it an id.

    Raises:
        sqlalchemy.exc.IntegrityError: the student has one for this assignment.
    """
    session.add(submission)
    session.flush()
    return submission


def find_submission(
    session: Session, institution_id: str, submission_id: str, *, for_change: bool = False
) -> Submission | None:
    """The submission of that id, held against other writers where it is to be changed."""
    query = select(Submission).where(Submission.institution_id == institution_id, Submission.id == submission_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def find_submission_of(session: Session, assignment_id: str, user_id: str) -> Submission | None:
    """A student's submission for an assignment."""
    query = select(Submission).where(Submission.assignment_id == assignment_id, Submission.user_id == user_id)
    return session.scalars(query).one_or_none()


def find_submission_of_participant(session: Session, assignment_id: str, participant_id: str) -> Submission | None:
    """The submission of whom the learning platform knows by that number."""
    query = select(Submission).where(
        Submission.assignment_id == assignment_id, Submission.participant_id == participant_id
    )
    return session.scalars(query.order_by(Submission.created_at).limit(1)).one_or_none()


def list_submissions(
    session: Session,
    institution_id: str,
    asked: PageRequest,
    *,
    assignment_id: str | None = None,
    student_id: str | None = None,
) -> Page[Submission]:
    """A page of the institution's submissions, of one assignment or one student where they are named."""
    query = select(Submission).where(Submission.institution_id == institution_id)
    if assignment_id is not None:
        query = query.where(Submission.assignment_id == assignment_id)
    if student_id is not None:
        query = query.where(Submission.user_id == student_id)
    return fetch_page(session, query, Submission, asked)


def count_drafts(session: Session, submission_ids: list[str]) -> dict[str, int]:
    """How many drafts each of these submissions has."""
    query = select(Draft.submission_id, func.count()).where(Draft.submission_id.in_(submission_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(Draft.submission_id))}


def names_of(session: Session, user_ids: list[str]) -> dict[str, str]:
    """The names of these users."""
    query = select(User.id, User.name).where(User.id.in_(user_ids))
    return {row[0]: row[1] for row in session.execute(query)}
