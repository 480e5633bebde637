"""Batches and their scripts. Look-ups for people stay within one institution; workers go by the id of a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, exists, func, insert, select, update
from sqlalchemy.orm import Session, defer

from service.storage.changes import count_changed
from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import Batch, BatchItem, BatchResult, Draft, Report

ACTIVE = ("queued", "running")
WAITING, DONE, FAILED, CANCELLED = "waiting", "done", "failed", "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """One file that was handed in, not yet stored."""

    name: str
    participant_id: str | None
    participant_name: str | None
    file_name: str
    body: bytes | None
    """None where no file could be read of it, and `error` says why."""
    error: tuple[str, str] | None = None
    """Code and words."""


def add_batch(session: Session, batch: Batch, scripts: Sequence[Script], ids: Sequence[str]) -> Batch:
    """Add a batch with its scripts in their order, under these ids."""
    session.add(batch)
    session.flush()
    rows = [
        {
            "id": item_id,
            "batch_id": batch.id,
            "institution_id": batch.institution_id,
            "position": position,
            "name": script.name,
            "participant_id": script.participant_id,
            "participant_name": script.participant_name,
            "file_name": script.file_name,
            "body": script.body,
            "status": WAITING if script.error is None else FAILED,
            "attempt": 0,
        }
        for position, (item_id, script) in enumerate(zip(ids, scripts, strict=True))
    ]
    session.execute(insert(BatchItem), rows)
    unread = [
        BatchResult(
            batch_id=batch.id,
            institution_id=batch.institution_id,
            item_id=item_id,
            error_code=script.error[0],
            error_detail=script.error[1],
        )
        for item_id, script in zip(ids, scripts, strict=True)
        if script.error is not None
    ]
    session.add_all(unread)
    session.flush()
    return batch


def find_batch(session: Session, institution_id: str, batch_id: str, *, for_change: bool = False) -> Batch | None:
    """The batch of that id, held against other writers where it is to be changed."""
    query = select(Batch).where(Batch.institution_id == institution_id, Batch.id == batch_id)
    return session.scalars(query.with_for_update() if for_change else query).one_or_none()


def list_batches(
    session: Session, institution_id: str, asked: PageRequest, *, assignment_id: str | None = None
) -> Page[Batch]:
    """A page of the institution's batches, of one assignment where it is named."""
    query = select(Batch).where(Batch.institution_id == institution_id)
    if assignment_id is not None:
        query = query.where(Batch.assignment_id == assignment_id)
    return fetch_page(session, query, Batch, asked)


def count_items(session: Session, batch_ids: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
    """How many scripts of each batch stand where, by status."""
    query = select(BatchItem.batch_id, BatchItem.status, func.count()).where(BatchItem.batch_id.in_(batch_ids))
    counts: dict[str, dict[str, int]] = {batch_id: {} for batch_id in batch_ids}
    for batch_id, status, number in session.execute(query.group_by(BatchItem.batch_id, BatchItem.status)):
        counts[batch_id][status] = number
    return counts


def list_items(
    session: Session, batch_id: str, *, after: int = -1, limit: int | None = None, status: str | None = None
) -> list[tuple[BatchItem, BatchResult | None]]:
    """Scripts of a batch in order with their results, without their files, from after a position on."""
    query = (
        select(BatchItem, BatchResult)
        .outerjoin(BatchResult, BatchResult.item_id == BatchItem.id)
        .where(BatchItem.batch_id == batch_id, BatchItem.position > after)
        .options(defer(BatchItem.body))
        .order_by(BatchItem.position)
    )
    if status is not None:
        query = query.where(BatchItem.status == status)
    return [(item, result) for item, result in session.execute(query.limit(limit))]


def list_scored(
    session: Session,
    batch_id: str,
    *,
    with_text: bool = False,
    with_report: bool = True,
    item_id: str | None = None,
) -> list[tuple[BatchItem, BatchResult, Report, Draft]]:
    """Every script of a batch that has a report, or the one that is named, in order, with the report and its draft."""
    query = (
        _with_results(batch_id)
        .join(Report, Report.id == BatchResult.report_id)
        .join(Draft, Draft.id == BatchResult.draft_id)
        .add_columns(Report, Draft)
    )
    if item_id is not None:
        query = query.where(BatchItem.id == item_id)
    if not with_report:
        query = query.options(defer(Report.body))
    if not with_text:
        query = query.options(defer(Draft.text))
    return [(item, result, report, draft) for item, result, report, draft in session.execute(query)]


def start_batch(session: Session, batch_id: str, now: datetime) -> bool:
    """Note that a queued batch is worked on; False where it was noted before."""
    statement = update(Batch).where(Batch.id == batch_id, Batch.status == "queued")
    return count_changed(session, statement.values(status="running", started_at=now)) > 0


def finish_batch(session: Session, batch_id: str, now: datetime) -> bool:
    """Note that a batch is done, if no script of it waits any more; False where it does, or was noted before."""
    waits = exists().where(BatchItem.batch_id == batch_id, BatchItem.status == WAITING)
    statement = update(Batch).where(Batch.id == batch_id, Batch.status.in_(ACTIVE), ~waits)
    return count_changed(session, statement.values(status="done", finished_at=now)) > 0


def cancel_batch(session: Session, batch: Batch, now: datetime) -> int:
    """Give up every script of a batch that still waits, with its file; how many there were."""
    batch.status, batch.finished_at = CANCELLED, now
    statement = update(BatchItem).where(BatchItem.batch_id == batch.id, BatchItem.status == WAITING)
    return count_changed(session, statement.values(status=CANCELLED, body=None))


def retry_failed(session: Session, batch: Batch) -> int:
    """Let the failed scripts of a batch whose files are at hand wait again; how many there are."""
    failed = select(BatchItem.id).where(
        BatchItem.batch_id == batch.id, BatchItem.status == FAILED, BatchItem.body.is_not(None)
    )
    ids = session.scalars(failed.with_for_update()).all()
    if ids:
        session.execute(delete(BatchResult).where(BatchResult.item_id.in_(ids)))
        session.execute(update(BatchItem).where(BatchItem.id.in_(ids)).values(status=WAITING, attempt=0))
        batch.status, batch.finished_at = "queued", None
    return len(ids)


def list_active(session: Session) -> Sequence[Batch]:
    """The batches of every institution that are not done, the oldest first."""
    return session.scalars(select(Batch).where(Batch.status.in_(ACTIVE)).order_by(Batch.created_at, Batch.id)).all()


def has_active(session: Session) -> bool:
    """Whether any batch is not done."""
    return session.scalar(select(Batch.id).where(Batch.status.in_(ACTIVE)).limit(1)) is not None


def waiting_chunks(session: Session, batch: Batch) -> Sequence[int]:
    """The numbers of the chunks in which a script waits, from 0."""
    chunk = BatchItem.position // batch.chunk_size
    query = select(chunk).where(BatchItem.batch_id == batch.id, BatchItem.status == WAITING).distinct()
    return sorted(int(number) for number in session.scalars(query))


def _with_results(batch_id: str) -> Select[BatchItem, BatchResult]:
    return (
        select(BatchItem, BatchResult)
        .join(BatchResult, BatchResult.item_id == BatchItem.id)
        .where(BatchItem.batch_id == batch_id)
        .options(defer(BatchItem.body))
        .order_by(BatchItem.position)
    )
