"""Drafts and the reports on them. Every look-up stays within one institution."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from service.storage.tables import Draft, Report, SelfAssessment, Submission


def add_draft(session: Session, draft: Draft) -> Draft:
    """Add a draft under the next number of its submission, which the caller holds against other writers."""
    newest = session.scalar(select(func.max(Draft.number)).where(Draft.submission_id == draft.submission_id))
    draft.number = (newest or 0) + 1
    session.add(draft)
    session.flush()
    return draft


def find_draft(session: Session, institution_id: str, draft_id: str) -> Draft | None:
    """The draft of that id."""
    return session.scalars(
        select(Draft).where(Draft.institution_id == institution_id, Draft.id == draft_id)
    ).one_or_none()


def list_drafts(session: Session, submission_id: str) -> list[Draft]:
    """The drafts of a submission in order, without their text."""
    query = select(Draft).where(Draft.submission_id == submission_id).options(defer(Draft.text))
    return list(session.scalars(query.order_by(Draft.number)))


def newest_draft(session: Session, submission_id: str) -> Draft | None:
    """The last draft of a submission, without its text."""
    query = select(Draft).where(Draft.submission_id == submission_id).options(defer(Draft.text))
    return session.scalars(query.order_by(Draft.number.desc()).limit(1)).one_or_none()


def add_report(session: Session, report: Report) -> Report:
    """Add a report on a draft; the one that is there where this version of engine and rubric made one already."""
    found = find_report_of(session, report.draft_id, report.engine_version, report.rubric_fingerprint)
    if found is not None:
        return found
    session.add(report)
    session.flush()
    return report


def find_report(session: Session, institution_id: str, report_id: str) -> Report | None:
    """The report of that id."""
    return session.scalars(
        select(Report).where(Report.institution_id == institution_id, Report.id == report_id)
    ).one_or_none()


def find_report_of(session: Session, draft_id: str, engine_version: str, rubric_fingerprint: str) -> Report | None:
    """The report on a draft by one version of engine and rubric."""
    query = select(Report).where(
        Report.draft_id == draft_id,
        Report.engine_version == engine_version,
        Report.rubric_fingerprint == rubric_fingerprint,
    )
    return session.scalars(query).one_or_none()


def list_reports(session: Session, draft_ids: list[str]) -> list[Report]:
    """The reports on these drafts, the oldest first."""
    query = select(Report).where(Report.draft_id.in_(draft_ids))
    return list(session.scalars(query.order_by(Report.created_at, Report.id)))


def newest_report(session: Session, draft_id: str) -> Report | None:
    """The last report made on a draft."""
    query = select(Report).where(Report.draft_id == draft_id)
    return session.scalars(query.order_by(Report.created_at.desc(), Report.id.desc()).limit(1)).one_or_none()


def find_report_on_text(
    session: Session, assignment_id: str, text_digest: str, engine_version: str, rubric_fingerprint: str
) -> Report | None:
    """A report on the same text in the same assignment, by the same versions."""
    query = (
        select(Report)
        .join(Draft, Report.draft_id == Draft.id)
        .join(Submission, Draft.submission_id == Submission.id)
        .where(
            Submission.assignment_id == assignment_id,
            Draft.text_digest == text_digest,
            Report.engine_version == engine_version,
            Report.rubric_fingerprint == rubric_fingerprint,
        )
    )
    return session.scalars(query.limit(1)).one_or_none()


def add_self_assessment(session: Session, row: SelfAssessment) -> SelfAssessment:
    """Add what a student expects of a draft.

    Raises:
        sqlalchemy.exc.IntegrityError: there is one.
    """
    session.add(row)
    session.flush()
    return row


def find_self_assessment(session: Session, draft_id: str, user_id: str) -> dict[str, Any] | None:
    """The bands that a student expected of a draft."""
    query = select(SelfAssessment.bands).where(SelfAssessment.draft_id == draft_id, SelfAssessment.user_id == user_id)
    return session.scalar(query)
