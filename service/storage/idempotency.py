"""Requests that may come again, and the answers they got."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.storage.tables import IdempotencyKey

LIFETIME = timedelta(hours=24)
"""How long an answer is kept."""
ABANDONED = timedelta(minutes=15)
"""After so long without an answer, whoever worked on a request is taken for dead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatableRequest:
    """A request with a key of its caller's."""

    institution_id: str
    actor_id: str
    key: str
    method: str
    path: str
    digest: str


def claim(session: Session, request: RepeatableRequest, now: datetime) -> IdempotencyKey | None:
    """Take the key for this request; the row that holds it where somebody was first, else None.

    Answers that are too old are forgotten, and so are requests that nobody works on any more.
    """
    mine = IdempotencyKey.actor_id == request.actor_id
    session.execute(delete(IdempotencyKey).where(mine, IdempotencyKey.created_at < now - LIFETIME))
    session.execute(
        delete(IdempotencyKey).where(
            mine,
            IdempotencyKey.key == request.key,
            IdempotencyKey.status.is_(None),
            IdempotencyKey.created_at < now - ABANDONED,
        )
    )
    row = IdempotencyKey(
        institution_id=request.institution_id,
        actor_id=request.actor_id,
        key=request.key,
        method=request.method,
        path=request.path,
        request_digest=request.digest,
        created_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        return _find(session, request)
    return None


def keep_answer(
    session: Session, request: RepeatableRequest, *, status: int, headers: dict[str, Any], body: bytes
) -> None:
    """Keep the answer under the key that was taken."""
    row = _find(session, request)
    if row is not None:
        row.status, row.headers, row.body = status, headers, body


def let_go(session: Session, request: RepeatableRequest) -> None:
    """Give the key back, as if the request had never come."""
    row = _find(session, request)
    if row is not None and row.status is None:
        session.delete(row)


def _find(session: Session, request: RepeatableRequest) -> IdempotencyKey | None:
    query = select(IdempotencyKey).where(IdempotencyKey.actor_id == request.actor_id, IdempotencyKey.key == request.key)
    return session.scalars(query).one_or_none()
