"""'I disagree': what a student says against one thing in a report, and what a tutor answers."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.reading import load_report
from service.actions.sight import see_report
from service.actions.targets import value_of
from service.errors import ConflictError, NotFoundError
from service.feedback.visibility import Visibility
from service.storage import drafts, judgements
from service.storage.judgements import DisagreementFilter
from service.storage.paging import Page, PageRequest
from service.storage.tables import Disagreement
from service.storage.types import utc_now


@dataclass(frozen=True, slots=True, kw_only=True)
class DisagreementView:
    """One disagreement. It does not say whose it is: the submission does, where that may be known."""

    id: str
    report_id: str
    draft_id: str
    target: str
    reason: str
    status: str
    answer: str | None
    answered_at: datetime | None
    created_at: datetime


def disagree(actor: Actor, session: Session, report_id: str, *, target: str, reason: str) -> DisagreementView:
    """Say that one thing in one's own report is wrong.

    Raises:
        NotFoundError: there is no such report of the actor's.
        InvalidValueError: the report shows no such target.
        ConflictError: the same thing is waiting for an answer.
        ForbiddenError: the actor may not, or the report is not released.
    """
    actor.require(Permission.DISAGREEMENTS_RAISE)
    case, _, report = see_report(session, actor, report_id)
    if not case.is_owner:
        raise NotFoundError("report")
    hides_bands = not Visibility(case.assignment.visibility).shows_bands
    value_of(load_report(report), "" if hides_bands and target.startswith("band:") else target)
    if judgements.find_open_disagreement(session, report.id, actor.id, target) is not None:
        raise ConflictError("You said so already, and your tutor has not answered yet.")
    row = judgements.add_disagreement(
        session,
        Disagreement(
            report_id=report.id,
            institution_id=actor.institution_id,
            target=target,
            reason=reason,
            user_id=actor.id,
            status="open",
        ),
    )
    record(session, actor, "disagreement.created", row.id, {"report_id": report.id})
    return _show(session, actor, row)


def list_disagreements(
    actor: Actor,
    session: Session,
    asked: PageRequest,
    *,
    status: str | None = None,
    assignment_id: str | None = None,
) -> Page[DisagreementView]:
    """A page of the disagreements: a student's own, or the institution's for those who answer them."""
    answers = actor.may(Permission.DISAGREEMENTS_ANSWER)
    if not answers:
        actor.require(Permission.DISAGREEMENTS_RAISE)
    wanted = DisagreementFilter(status=status, assignment_id=assignment_id, student_id=None if answers else actor.id)
    found = judgements.list_disagreements(session, actor.institution_id, asked, wanted)
    return found.map(lambda row: _show(session, actor, row))


def answer_disagreement(actor: Actor, session: Session, disagreement_id: str, *, answer: str) -> DisagreementView:
    """Answer a disagreement, once. To change the report as well, take a decision.

    Raises:
        NotFoundError: there is none with this id.
        ConflictError: it was answered.
        ForbiddenError: the actor may not, or has to mark first.
    """
    actor.require(Permission.DISAGREEMENTS_ANSWER)
    row = judgements.find_disagreement(session, actor.institution_id, disagreement_id)
    if row is None:
        raise NotFoundError("disagreement")
    see_report(session, actor, row.report_id)
    if row.status != "open":
        raise ConflictError("It was answered already.")
    row.status, row.answer, row.answered_by, row.answered_at = "answered", answer, actor.id, utc_now()
    session.flush()
    record(session, actor, "disagreement.answered", row.id)
    return _show(session, actor, row)


def _show(session: Session, actor: Actor, row: Disagreement) -> DisagreementView:
    report = drafts.find_report(session, actor.institution_id, row.report_id)
    return DisagreementView(
        id=row.id,
        report_id=row.report_id,
        draft_id=report.draft_id if report else "",
        target=row.target,
        reason=row.reason,
        status=row.status,
        answer=row.answer,
        answered_at=row.answered_at,
        created_at=row.created_at,
    )
