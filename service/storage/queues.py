"""How much waits, and who works on it: figures over all institutions, of rows and never of what they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.storage.tables import Batch, BatchItem, WebhookDelivery, Worker

_ACTIVE = ("queued", "running")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueDepths:
    """What waits for workers."""

    batches: int
    scripts: int
    deliveries: int


def measure_queues(session: Session) -> QueueDepths:
    """How much waits at this moment."""
    active = select(Batch.id).where(Batch.status.in_(_ACTIVE))
    return QueueDepths(
        batches=_count(session, select(func.count()).select_from(active.subquery())),
        scripts=_count(
            session,
            select(func.count())
            .select_from(BatchItem)
            .where(BatchItem.batch_id.in_(active), BatchItem.status == "waiting"),
        ),
        deliveries=_count(
            session, select(func.count()).select_from(WebhookDelivery).where(WebhookDelivery.status == "pending")
        ),
    )


def read_heartbeats(session: Session) -> Mapping[str, datetime]:
    """The last sign of life of each worker that has not left, by its name."""
    rows = session.execute(select(Worker.executor_id, Worker.heartbeat_at).where(Worker.stopped_at.is_(None)))
    return {row.executor_id: row.heartbeat_at for row in rows}


def _count(session: Session, statement: Select[int]) -> int:
    return session.scalars(statement).one()
