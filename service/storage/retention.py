"""Deletion by policy: drafts and reports older than an institution keeps them, and what has run out by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, exists, func, select
from sqlalchemy.orm import Session

from service.storage.database import Database
from service.storage.deletion import Deleted, delete_drafts, forget_answers
from service.storage.tables import (
    Batch,
    Draft,
    IdempotencyKey,
    Institution,
    LoginSession,
    RateCounter,
    SignIn,
    Submission,
    WebhookDelivery,
    WorkingCopy,
)

ANSWERS_HOURS = 24
"""How long the answer to a request is remembered, for when it comes again."""
DELIVERIES_DAYS = 30
"""How long the log of messages to webhooks goes back."""
COUNTERS_HOURS = 2
"""How long counts of requests are kept; no window of a limit is longer than an hour."""
_ROWS = 100
"""Rows deleted in one transaction: few, so that others can write in between. What others delete already is left out."""


@dataclass(frozen=True, slots=True)
class _Limit:
    institution_id: str
    before: datetime


def apply_retention(database: Database, *, default_days: int | None, now: datetime) -> Deleted:
    """Delete what is older than its institution keeps it, with everything derived. It may be stopped at any moment.

    Args:
        database: Where to look.
        default_days: For institutions that say nothing themselves; None keeps their drafts.
        now: The moment to count from.

    Raises:
        service.storage.errors.StorageError: the database is busy or does not answer.
    """
    with database.reading() as session:
        limits = _limits(session, default_days, now)
    return sum((_apply(database, limit) for limit in limits), Deleted())


def delete_expired(database: Database, *, now: datetime) -> None:
    """Delete sessions that ended, remembered answers, old counts and the old part of the log of webhooks.

    Raises:
        service.storage.errors.StorageError: the database is busy or does not answer.
    """
    expired = (
        delete(LoginSession).where(LoginSession.expires_at < now),
        delete(SignIn).where(SignIn.expires_at < now),
        delete(IdempotencyKey).where(IdempotencyKey.created_at < now - timedelta(hours=ANSWERS_HOURS)),
        delete(RateCounter).where(RateCounter.window_start < (now - timedelta(hours=COUNTERS_HOURS)).timestamp()),
        delete(WebhookDelivery).where(
            WebhookDelivery.created_at < now - timedelta(days=DELIVERIES_DAYS), WebhookDelivery.status != "pending"
        ),
    )
    for statement in expired:
        with database.writing() as session:
            session.execute(statement)


def _limits(session: Session, default_days: int | None, now: datetime) -> list[_Limit]:
    days = func.coalesce(Institution.retention_days, default_days)
    rows = session.execute(select(Institution.id, days).where(days.is_not(None)))
    return [_Limit(institution_id, now - timedelta(days=kept)) for institution_id, kept in rows]


def _apply(database: Database, limit: _Limit) -> Deleted:
    with database.writing() as session:
        old = WorkingCopy.institution_id == limit.institution_id, WorkingCopy.saved_at < limit.before
        session.execute(delete(WorkingCopy).where(*old))
    deleted = Deleted()
    for step in (_delete_drafts, _delete_empty_submissions, _delete_batches):
        deleted += _repeat(database, limit, step)
    return deleted


def _repeat(database: Database, limit: _Limit, step: Callable[[Session, _Limit], Deleted]) -> Deleted:
    """Take a step in one transaction after another until it finds no more."""
    deleted = Deleted()
    while True:
        with database.writing() as session:
            more = step(session, limit)
        if more == Deleted():
            return deleted
        deleted += more


def _delete_drafts(session: Session, limit: _Limit) -> Deleted:
    old = Draft.institution_id == limit.institution_id, Draft.created_at < limit.before
    return delete_drafts(
        session, limit.institution_id, session.scalars(select(Draft.id).where(*old).limit(_ROWS)).all()
    )


def _delete_empty_submissions(session: Session, limit: _Limit) -> Deleted:
    """Submissions whose drafts are gone."""
    old = Submission.institution_id == limit.institution_id, Submission.created_at < limit.before
    is_empty = ~exists().where(Draft.submission_id == Submission.id)
    empty = select(Submission.id).where(*old, is_empty).order_by(Submission.id).limit(_ROWS)
    found = session.scalars(empty.with_for_update(skip_locked=True)).all()
    session.execute(delete(Submission).where(Submission.id.in_(found)))
    return Deleted(submissions=len(found))


def _delete_batches(session: Session, limit: _Limit) -> Deleted:
    """Batches with the files and names that came in, whether or not they became drafts."""
    old = Batch.institution_id == limit.institution_id, Batch.created_at < limit.before
    batches = select(Batch.id).where(*old).order_by(Batch.id).limit(_ROWS).with_for_update(skip_locked=True)
    found = session.scalars(batches).all()
    if found:
        forget_answers(session, limit.institution_id)
        session.execute(delete(Batch).where(Batch.id.in_(found)))
    return Deleted(batches=len(found))
