"""Tutors' decisions, kept as events beside the machine's score: who, when, from what to what, and why."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.reading import load_report
from service.actions.sight import see_report
from service.actions.targets import require_value, value_of
from service.storage import judgements
from service.storage.tables import Decision


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """A decision to be taken."""

    target: str
    to_value: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionView:
    """One decision."""

    id: str
    report_id: str | None
    target: str
    from_value: str | None
    to_value: str | None
    reason: str | None
    user_id: str | None
    """Who decided; not told to students."""
    created_at: datetime


def decide(actor: Actor, session: Session, report_id: str, new: NewDecision) -> DecisionView:
    """Change what the program said, beside it: the report itself stays as it is.

    Raises:
        NotFoundError: there is no such report.
        InvalidValueError: the report has no such target, or the value may not stand there.
        ForbiddenError: the actor may not, or has to mark first.
    """
    actor.require(Permission.DECISIONS_WRITE)
    case, _, row = see_report(session, actor, report_id)
    before = value_of(load_report(row), new.target)
    require_value(new.target, new.to_value)
    earlier = [one.to_value for one in judgements.list_decisions(session, row.id) if one.target == new.target]
    decision = judgements.add_decision(
        session,
        Decision(
            report_id=row.id,
            institution_id=actor.institution_id,
            target=new.target,
            from_value=earlier[-1] if earlier else before,
            to_value=new.to_value,
            reason=new.reason,
            user_id=actor.id,
        ),
    )
    record(session, actor, "decision.created", decision.id, {"report_id": row.id, "submission_id": case.submission.id})
    return show_decision(decision)


def list_decisions(actor: Actor, session: Session, report_id: str) -> tuple[DecisionView, ...]:
    """The decisions on a report, the oldest first; for those who read every submission.

    Raises:
        NotFoundError: there is no such report that the actor may see.
        ForbiddenError: the actor may not, or has to mark first.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    _, _, row = see_report(session, actor, report_id)
    return tuple(map(show_decision, judgements.list_decisions(session, row.id)))


def show_decision(row: Decision, *, with_author: bool = True) -> DecisionView:
    """The row as a value."""
    return DecisionView(
        id=row.id,
        report_id=row.report_id,
        target=row.target,
        from_value=row.from_value,
        to_value=row.to_value,
        reason=row.reason,
        user_id=row.user_id if with_author else None,
        created_at=row.created_at,
    )
