"""Everything that is held about a person, given out as JSON, and deleted at once with all that was derived from it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from service.storage.deletion import Deleted, delete_submissions, forget_answers
from service.storage.tables import (
    ApiKey,
    Assignment,
    AuditEvent,
    Batch,
    BatchItem,
    BatchResult,
    Decision,
    Disagreement,
    Draft,
    Group,
    GroupMember,
    IdempotencyKey,
    LoginSession,
    Marking,
    Release,
    Report,
    RubricVersion,
    SelfAssessment,
    Submission,
    Table,
    User,
    WorkingCopy,
)

FORMAT = 1
SECRETS = frozenset({"password_hash", "token_hash", "csrf_token", "key_hash", "text_digest"})
"""Columns that no export shows: they let somebody in, or say nothing to anybody."""


def export_person(
    session: Session, institution_id: str, user_id: str, *, withheld: Collection[str] = ()
) -> dict[str, Any] | None:
    """Everything that is held about a person, as values of JSON; None if the institution has no such person.

    Args:
        session: For reading.
        institution_id: The person's institution.
        user_id: The person.
        withheld: Submissions whose feedback and markings may not be given out yet; the export says so for each.
    """
    user = session.get(User, user_id)
    if user is None or user.institution_id != institution_id:
        return None
    return {
        "format": FORMAT,
        "person": row_as_json(user),
        "groups": [row_as_json(group) for group in _groups(session, user_id)],
        "login_sessions": _rows(session, LoginSession, LoginSession.user_id == user_id),
        "api_keys": _rows(session, ApiKey, ApiKey.user_id == user_id),
        "submissions": [_submission(session, found, withheld) for found in _submissions(session, user_id)],
        "own_work": _own_work(session, user_id),
        "audit_events": _rows(session, AuditEvent, _concerns(user_id)),
    }


def delete_person(session: Session, institution_id: str, user_id: str) -> Deleted | None:
    """Delete a person with their drafts and everything derived; None if the institution has no such person.

    What the person did for others as a tutor stays without a name. Lines of the audit trail keep the identifiers,
    which then lead to nobody, and lose their detail.
    """
    user = session.get(User, user_id)
    if user is None or user.institution_id != institution_id:
        return None
    own = [submission.id for submission in _submissions(session, user_id)]
    deleted = delete_submissions(session, institution_id, own)
    forget_answers(session, institution_id)
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.actor_id == user_id))
    session.execute(update(AuditEvent).where(_concerns(user_id)).values(detail={}))
    session.execute(delete(User).where(User.id == user_id))
    session.expire_all()
    return deleted


def row_as_json(row: Table) -> dict[str, Any]:
    """A row as values of JSON, without secrets."""
    columns = (column.key for column in row.__table__.columns if column.key not in SECRETS)
    return {name: _as_json(getattr(row, name)) for name in columns}


def _as_json(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace")
    return value


def _submission(session: Session, submission: Submission, withheld: Collection[str]) -> dict[str, Any]:
    is_withheld = submission.id in withheld
    parts = {**row_as_json(submission), "is_withheld": is_withheld}
    parts["assignment_title"] = session.get_one(Assignment, submission.assignment_id).title
    parts["drafts"] = [_draft(session, draft, is_withheld=is_withheld) for draft in _drafts(session, submission.id)]
    parts["working_copies"] = _rows(session, WorkingCopy, WorkingCopy.submission_id == submission.id)
    parts["releases"] = _rows(session, Release, Release.submission_id == submission.id)
    if not is_withheld:
        parts["markings"] = _rows(session, Marking, Marking.submission_id == submission.id)
    return parts


def _draft(session: Session, draft: Draft, *, is_withheld: bool) -> dict[str, Any]:
    parts = row_as_json(draft)
    parts["self_assessments"] = _rows(session, SelfAssessment, SelfAssessment.draft_id == draft.id)
    parts["batch_items"] = [row_as_json(item) for item in _batch_items(session, draft.id)]
    if not is_withheld:
        reports = select(Report).where(Report.draft_id == draft.id).order_by(Report.created_at)
        parts["reports"] = [_report(session, report) for report in session.scalars(reports)]
    return parts


def _report(session: Session, report: Report) -> dict[str, Any]:
    return {
        **row_as_json(report),
        "decisions": _rows(session, Decision, Decision.report_id == report.id),
        "disagreements": _rows(session, Disagreement, Disagreement.report_id == report.id),
    }


def _own_work(session: Session, user_id: str) -> dict[str, list[dict[str, Any]]]:
    """What the person did as a tutor or administrator, without the words of the others it was done on."""
    made: Iterable[tuple[str, type[Table], ColumnElement[bool]]] = (
        ("rubric_versions", RubricVersion, RubricVersion.created_by == user_id),
        ("assignments", Assignment, Assignment.created_by == user_id),
        ("batches", Batch, Batch.created_by == user_id),
        ("releases", Release, Release.user_id == user_id),
        ("markings", Marking, Marking.marker_id == user_id),
        ("decisions", Decision, Decision.user_id == user_id),
        ("answers", Disagreement, Disagreement.answered_by == user_id),
    )
    rows = {name: _rows(session, table, condition) for name, table, condition in made}
    for row in (*rows["decisions"], *rows["answers"]):
        row.pop("from_value" if "from_value" in row else "reason")
    return rows


def _concerns(user_id: str) -> ColumnElement[bool]:
    """Lines of the audit trail by a person or about them."""
    is_about = (AuditEvent.object_type == "user") & (AuditEvent.object_id == user_id)
    return or_(AuditEvent.actor_id == user_id, is_about)


def _rows(session: Session, table: type[Table], condition: ColumnElement[bool]) -> list[dict[str, Any]]:
    order = table.__table__.c.created_at
    return [row_as_json(row) for row in session.scalars(select(table).where(condition).order_by(order))]


def _submissions(session: Session, user_id: str) -> list[Submission]:
    found = select(Submission).where(Submission.user_id == user_id).order_by(Submission.created_at)
    return list(session.scalars(found))


def _drafts(session: Session, submission_id: str) -> list[Draft]:
    return list(session.scalars(select(Draft).where(Draft.submission_id == submission_id).order_by(Draft.number)))


def _batch_items(session: Session, draft_id: str) -> list[BatchItem]:
    made = select(BatchResult.item_id).where(BatchResult.draft_id == draft_id)
    return list(session.scalars(select(BatchItem).where(BatchItem.id.in_(made))))


def _groups(session: Session, user_id: str) -> list[Group]:
    member = select(GroupMember.group_id).where(GroupMember.user_id == user_id)
    return list(session.scalars(select(Group).where(Group.id.in_(member)).order_by(Group.name)))
