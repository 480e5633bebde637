"""The processes that score batches: each holds its name alone, and is heard of while it lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, or_, select, update
from sqlalchemy.orm import Session

from service.storage.changes import add_unless_there, count_changed
from service.storage.tables import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerProcess:
    """One process under its name. Another process that takes the name is another value."""

    executor_id: str
    host: str
    process_id: int
    started_at: datetime


def take_name(session: Session, process: WorkerProcess, *, silent_since: datetime | None = None) -> bool:
    """Put the process down under its name, unless another one lives under it.

    Args:
        session: A session for writing.
        process: Who wants the name.
        silent_since: The last sign of life of whoever holds the name, where it was watched for long enough and gave
            no further one; the name then changes hands.

    Returns:
        Whether the name is now that of the process.
    """
    fresh = {
        "host": process.host,
        "process_id": process.process_id,
        "started_at": process.started_at,
        "heartbeat_at": process.started_at,
        "stopped_at": None,
    }
    if add_unless_there(session, Worker, {"executor_id": process.executor_id, **fresh}):
        return True
    is_free: ColumnElement[bool] = Worker.stopped_at.is_not(None)
    if silent_since is not None:
        is_free = or_(is_free, Worker.heartbeat_at == silent_since)
    return (
        count_changed(session, update(Worker).where(Worker.executor_id == process.executor_id, is_free).values(fresh))
        > 0
    )


def give_sign_of_life(session: Session, process: WorkerProcess, now: datetime) -> bool:
    """Say that the process lives; False where its name is no longer its own."""
    return count_changed(session, _own(update(Worker), process).values(heartbeat_at=now)) > 0


def mark_stopped(session: Session, process: WorkerProcess, now: datetime) -> bool:
    """Say that the process leaves in order; False where its name is no longer its own."""
    return count_changed(session, _own(update(Worker), process).values(stopped_at=now)) > 0


def list_workers(session: Session) -> Sequence[Worker]:
    """Every process that is put down, living or not."""
    return session.scalars(select(Worker).order_by(Worker.executor_id)).all()


def fetch_worker(session: Session, executor_id: str) -> Worker | None:
    """The process of that name."""
    return session.get(Worker, executor_id, populate_existing=True)


def forget_worker(session: Session, seen: Worker) -> bool:
    """Strike out a process that is gone, unless it gave a sign of life since it was seen."""
    statement = delete(Worker).where(
        Worker.executor_id == seen.executor_id,
        Worker.heartbeat_at == seen.heartbeat_at,
        Worker.started_at == seen.started_at,
    )
    return count_changed(session, statement) > 0


def _own(statement: Any, process: WorkerProcess) -> Any:
    return statement.where(
        Worker.executor_id == process.executor_id,
        Worker.host == process.host,
        Worker.process_id == process.process_id,
        Worker.started_at == process.started_at,
        Worker.stopped_at.is_(None),
    )
