"""What people say beside the program: decisions, disagreements, releases, markings."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import BatchResult, Decision, Disagreement, Draft, Marking, Release, Report, Submission


def add_decision(session: Session, decision: Decision) -> Decision:
    """Add a decision."""
    session.add(decision)
    session.flush()
    return decision


def list_decisions(session: Session, report_id: str) -> list[Decision]:
    """The decisions on a report, the oldest first."""
    query = select(Decision).where(Decision.report_id == report_id)
    return list(session.scalars(query.order_by(Decision.created_at, Decision.id)))


def decisions_in_batch(session: Session, batch_id: str) -> list[Decision]:
    """The decisions on the reports of a batch, the oldest first."""
    query = (
        select(Decision)
        .join(BatchResult, BatchResult.report_id == Decision.report_id)
        .where(BatchResult.batch_id == batch_id)
    )
    return list(session.scalars(query.order_by(Decision.created_at, Decision.id)))


def add_disagreement(session: Session, disagreement: Disagreement) -> Disagreement:
    """Add a disagreement."""
    session.add(disagreement)
    session.flush()
    return disagreement


def find_disagreement(session: Session, institution_id: str, disagreement_id: str) -> Disagreement | None:
    """The disagreement of that id, held against other writers."""
    query = select(Disagreement).where(
        Disagreement.institution_id == institution_id, Disagreement.id == disagreement_id
    )
    return session.scalars(query.with_for_update()).one_or_none()


def find_open_disagreement(session: Session, report_id: str, user_id: str, target: str) -> Disagreement | None:
    """What a student said against the same thing and was not answered yet."""
    query = select(Disagreement).where(
        Disagreement.report_id == report_id,
        Disagreement.user_id == user_id,
        Disagreement.target == target,
        Disagreement.status == "open",
    )
    return session.scalars(query.limit(1)).one_or_none()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementFilter:
    """Which disagreements are asked for; None for any."""

    status: str | None = None
    student_id: str | None = None
    assignment_id: str | None = None


def list_disagreements(
    session: Session, institution_id: str, asked: PageRequest, wanted: DisagreementFilter
) -> Page[Disagreement]:
    """A page of the institution's disagreements, those that fit what is named."""
    query = select(Disagreement).where(Disagreement.institution_id == institution_id)
    if wanted.status is not None:
        query = query.where(Disagreement.status == wanted.status)
    if wanted.student_id is not None:
        query = query.where(Disagreement.user_id == wanted.student_id)
    if wanted.assignment_id is not None:
        reports = select(Report.id).join(Draft, Report.draft_id == Draft.id).join(Submission)
        of_assignment = reports.where(Submission.assignment_id == wanted.assignment_id)
        query = query.where(Disagreement.report_id.in_(of_assignment))
    return fetch_page(session, query, Disagreement, asked)


def add_release(session: Session, release: Release) -> Release:
    """Add a release."""
    session.add(release)
    session.flush()
    return release


def find_release(session: Session, assignment_id: str, submission_id: str | None) -> Release | None:
    """The release of one submission, or that of the whole assignment."""
    query = select(Release).where(Release.assignment_id == assignment_id, Release.submission_id == submission_id)
    return session.scalars(query.limit(1)).one_or_none()


def list_releases(session: Session, assignment_id: str, asked: PageRequest) -> Page[Release]:
    """A page of an assignment's releases."""
    return fetch_page(session, select(Release).where(Release.assignment_id == assignment_id), Release, asked)


def is_released(session: Session, assignment_id: str, submission_id: str | None = None) -> bool:
    """Whether the assignment is released, or that one submission."""
    reach: ColumnElement[bool] = Release.submission_id.is_(None)
    if submission_id is not None:
        reach = or_(reach, Release.submission_id == submission_id)
    return session.scalar(select(Release.id).where(Release.assignment_id == assignment_id, reach).limit(1)) is not None


def released_among(session: Session, submission_ids: list[str]) -> set[str]:
    """Which of these submissions are released, one by one or with their assignment."""
    query = (
        select(Submission.id)
        .join(Release, Release.assignment_id == Submission.assignment_id)
        .where(
            Submission.id.in_(submission_ids),
            or_(Release.submission_id.is_(None), Release.submission_id == Submission.id),
        )
    )
    return set(session.scalars(query))


def add_marking(session: Session, marking: Marking) -> bool:
    """Add a marking; False where this marker has one already."""
    try:
        with session.begin_nested():
            session.add(marking)
    except IntegrityError:
        return False
    return True


def list_markings(session: Session, submission_ids: list[str]) -> list[Marking]:
    """The markings of these submissions, the oldest first."""
    query = select(Marking).where(Marking.submission_id.in_(submission_ids))
    return list(session.scalars(query.order_by(Marking.created_at, Marking.id)))


def markings_by_submission(session: Session, assignment_id: str) -> dict[str, list[Marking]]:
    """The markings of an assignment by submission, with an empty list for a submission that has drafts and none."""
    handed_in = select(Submission.id).where(Submission.assignment_id == assignment_id).join(Draft).distinct()
    table: dict[str, list[Marking]] = {submission_id: [] for submission_id in session.scalars(handed_in)}
    query = select(Marking).join(Submission).where(Submission.assignment_id == assignment_id)
    for marking in session.scalars(query.order_by(Marking.created_at, Marking.id)):
        table.setdefault(marking.submission_id, []).append(marking)
    return table
