"""Drafts deleted with everything derived from them. What stays is said in `decisions/` of this package's parent.

Reports, disagreements, markings and self-assessments go with their draft by the rules of the tables. What those rules
cannot do is done here: decisions lose their words, batches their copies, remembered answers their bodies.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from service.storage.tables import BatchItem, BatchResult, Decision, Draft, IdempotencyKey, Report, Submission

COMMENTS = "comment:"
"""How the target of a decision begins whose values are words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """How much was deleted."""

    submissions: int = 0
    drafts: int = 0
    reports: int = 0
    batches: int = 0

    def __add__(self, other: "Deleted") -> "Deleted":
        return Deleted(
            submissions=self.submissions + other.submissions,
            drafts=self.drafts + other.drafts,
            reports=self.reports + other.reports,
            batches=self.batches + other.batches,
        )


def delete_submissions(session: Session, institution_id: str, submission_ids: Collection[str]) -> Deleted:
    """Delete submissions of an institution with their drafts and everything derived; others' are left alone."""
    mine = Submission.institution_id == institution_id
    found = session.scalars(select(Submission.id).where(mine, Submission.id.in_(submission_ids))).all()
    drafts = session.scalars(select(Draft.id).where(Draft.submission_id.in_(found))).all()
    gone = delete_drafts(session, institution_id, drafts)
    session.execute(delete(Submission).where(Submission.id.in_(found)))
    session.expire_all()
    return gone + Deleted(submissions=len(found))


def delete_drafts(session: Session, institution_id: str, draft_ids: Collection[str]) -> Deleted:
    """Delete drafts of an institution with everything derived; others' are left alone."""
    mine = Draft.institution_id == institution_id
    wanted = select(Draft.id).where(mine, Draft.id.in_(draft_ids)).order_by(Draft.id)
    found = session.scalars(wanted.with_for_update()).all()
    if not found:
        return Deleted()
    reports = session.scalars(select(Report.id).where(Report.draft_id.in_(found))).all()
    _empty_decisions(session, reports)
    _delete_batch_copies(session, found, reports)
    forget_answers(session, institution_id)
    session.execute(delete(Draft).where(Draft.id.in_(found)))
    session.expire_all()
    return Deleted(drafts=len(found), reports=len(reports))


def forget_answers(session: Session, institution_id: str) -> None:
    """Empty the answers remembered for requests that come again: any of them may quote a draft."""
    kept = IdempotencyKey.institution_id == institution_id, IdempotencyKey.body.is_not(None)
    session.execute(update(IdempotencyKey).where(*kept).values(body=None))


def _empty_decisions(session: Session, reports: Sequence[str]) -> None:
    """Leave of each decision who changed what from which level to which, and when: no reason and no words."""
    about = Decision.report_id.in_(reports)
    session.execute(update(Decision).where(about).values(reason=None))
    in_words = about, Decision.target.startswith(COMMENTS)
    session.execute(update(Decision).where(*in_words).values(from_value=None, to_value=None))


def _delete_batch_copies(session: Session, drafts: Sequence[str], reports: Sequence[str]) -> None:
    """Delete the scripts of batches that became these drafts, with their results."""
    made = or_(BatchResult.draft_id.in_(drafts), BatchResult.report_id.in_(reports))
    items = session.scalars(select(BatchResult.item_id).where(made)).all()
    session.execute(delete(BatchItem).where(BatchItem.id.in_(items)))
