"""Everything of one assignment at once: its submissions with their newest drafts and reports, and what people said."""

from collections.abc import Iterable

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased, defer

from service.storage.tables import Decision, Disagreement, Draft, Report, Submission


def list_submissions(session: Session, assignment_id: str) -> list[Submission]:
    """Every submission of an assignment, the oldest first."""
    query = select(Submission).where(Submission.assignment_id == assignment_id)
    return list(session.scalars(query.order_by(Submission.created_at, Submission.id)))


def newest_drafts(session: Session, assignment_id: str) -> dict[str, Draft]:
    """The last draft of each submission, without its text."""
    query = select(Draft).join(Submission).where(Submission.assignment_id == assignment_id)
    rows = session.scalars(query.options(defer(Draft.text)).order_by(Draft.number))
    return {row.submission_id: row for row in rows}


def newest_reports(session: Session, assignment_id: str) -> dict[str, Report]:
    """The last report on the last draft of each submission, by draft."""
    other = aliased(Draft)
    last = select(func.max(other.number)).where(other.submission_id == Draft.submission_id).scalar_subquery()
    query = (
        select(Report)
        .join(Draft, Report.draft_id == Draft.id)
        .join(Submission, Draft.submission_id == Submission.id)
        .where(Submission.assignment_id == assignment_id, Draft.number == last)
    )
    return {row.draft_id: row for row in session.scalars(query.order_by(Report.created_at, Report.id))}


def decisions_by_report(session: Session, report_ids: Iterable[str]) -> dict[str, list[Decision]]:
    """The decisions on these reports, the oldest first."""
    query = select(Decision).where(Decision.report_id.in_(list(report_ids)))
    table: dict[str, list[Decision]] = {}
    for row in session.scalars(query.order_by(Decision.created_at, Decision.id)):
        table.setdefault(row.report_id or "", []).append(row)
    return table


def open_disagreements(session: Session, assignment_id: str) -> dict[str, int]:
    """How many disagreements wait for an answer, by submission; those without any are left out."""
    query = (
        select(Submission.id, func.count())
        .join(Draft, Draft.submission_id == Submission.id)
        .join(Report, Report.draft_id == Draft.id)
        .join(Disagreement, Disagreement.report_id == Report.id)
        .where(Submission.assignment_id == assignment_id, Disagreement.status == "open")
        .group_by(Submission.id)
    )
    return {row[0]: row[1] for row in session.execute(query)}
