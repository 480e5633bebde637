"""Batches: many scripts handed in at once by a tutor, followed, given up and tried again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.sight import see_assignment
from service.errors import ConflictError, DraftError, InvalidValueError, NotFoundError
from service.exchange import Intake
from service.exchange import Script as SentScript
from service.storage import batches, judgements
from service.storage.batches import ACTIVE, CANCELLED, DONE, FAILED, WAITING, Script
from service.storage.database import Database
from service.storage.paging import Page, PageRequest
from service.storage.tables import Assignment, Batch, BatchItem, BatchResult
from service.storage.types import new_id, utc_now

LARGEST_CHUNK, SMALLEST_CHUNK = 50, 5
"""Scripts that a worker takes on at once: large enough that taking them costs little, small enough that work is shared
and little is done again after a worker died."""
CHUNKS = 4
"""Chunks of a small batch, so that several workers have something to do."""
THE_SCRIPT = "The script"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """A batch and how far it is."""

    id: str
    assignment_id: str
    status: str
    total: int
    waiting: int
    done: int
    failed: int
    cancelled: int
    created_by: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @property
    def is_over(self) -> bool:
        """Whether nothing of it will change by itself."""
        return self.status not in ACTIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBatch:
    """A batch that was made."""

    batch: BatchView
    skipped: tuple[str, ...]
    """Names of files that are no scripts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A script of a batch as its reader may see it."""

    id: str
    position: int
    name: str
    participant_id: str | None
    participant_name: str | None
    status: str
    attempts: int
    draft_id: str | None
    report_id: str | None
    error_code: str | None
    error_detail: str | None
    scored_at: datetime | None


def create_batch(actor: Actor, database: Database, assignment_id: str, intake: Intake) -> NewBatch:
    """Take scripts to be scored. Those that cannot be read have failed from the start, and say why.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not.
        ConflictError: the assignment is archived.
        InvalidValueError: there is no script among what was sent.
    """
    with database.reading() as session:
        _require_open(actor, session, assignment_id)
    if not intake.scripts:
        raise InvalidValueError("There is no script in it. Send .docx, .odt, .rtf, .pdf, .html, .md or .txt files.")
    scripts = [_read(script) for script in intake.scripts]
    row = Batch(
        institution_id=actor.institution_id,
        assignment_id=assignment_id,
        created_by=actor.id,
        status="queued",
        total=len(scripts),
        chunk_size=chunk_size_for(len(scripts)),
    )
    with database.writing() as session:
        _require_open(actor, session, assignment_id)
        batches.add_batch(session, row, scripts, [new_id() for _ in scripts])
        record(session, actor, "batch.created", row.id, {"scripts": len(scripts), "skipped": len(intake.skipped)})
        return NewBatch(batch=_show(session, row), skipped=intake.skipped)


def chunk_size_for(total: int) -> int:
    """How many scripts of a batch of that size a worker takes on at once."""
    return max(SMALLEST_CHUNK, min(LARGEST_CHUNK, -(-total // CHUNKS)))


def list_batches(
    actor: Actor, session: Session, asked: PageRequest, *, assignment_id: str | None = None
) -> Page[BatchView]:
    """A page of the institution's batches, the newest first."""
    actor.require(Permission.BATCHES_READ)
    found = batches.list_batches(session, actor.institution_id, asked, assignment_id=assignment_id)
    return found.map(lambda row: _show(session, row))


def read_batch(actor: Actor, session: Session, batch_id: str) -> BatchView:
    """One batch.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    return _show(session, see_batch(actor, session, batch_id))


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemsAsked:
    """Which scripts of a batch are asked for."""

    after: int = -1
    """The position after which to begin."""
    limit: int = 50
    status: str | None = None


def list_items(actor: Actor, session: Session, batch_id: str, asked: ItemsAsked) -> tuple[ItemView, ...]:
    """Scripts of a batch in their order.

    Raises:
        NotFoundError: there is no such batch.
    """
    batch = see_batch(actor, session, batch_id)
    hides = hides_names(session, actor, batch)
    found = batches.list_items(session, batch.id, after=asked.after, limit=asked.limit, status=asked.status)
    return tuple(_show_item(item, result, hides_names=hides) for item, result in found)


def cancel_batch(actor: Actor, database: Database, batch_id: str) -> BatchView:
    """Give up what is not scored yet. What is scored stays.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not.
        ConflictError: it is over.
    """
    actor.require(Permission.BATCHES_WRITE)
    with database.writing() as session:
        row = see_batch(actor, session, batch_id, for_change=True)
        if row.status == CANCELLED:
            return _show(session, row)
        if row.status not in ACTIVE:
            raise ConflictError("The batch is done, so there is nothing to cancel.")
        given_up = batches.cancel_batch(session, row, utc_now())
        record(session, actor, "batch.cancelled", row.id, {"scripts": given_up})
        return _show(session, row)


def retry_batch(actor: Actor, database: Database, batch_id: str) -> BatchView:
    """Score the failed scripts again.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not.
        ConflictError: it is not over, or there is nothing to try again.
    """
    actor.require(Permission.BATCHES_WRITE)
    with database.writing() as session:
        row = see_batch(actor, session, batch_id, for_change=True)
        if row.status in ACTIVE:
            raise ConflictError("The batch is still worked on. Wait until it is done, or cancel it first.")
        number = batches.retry_failed(session, row)
        if number == 0:
            raise ConflictError("No failed script of the batch can be tried again. Send new files in a new batch.")
        record(session, actor, "batch.retried", row.id, {"scripts": number})
        return _show(session, row)


def see_batch(actor: Actor, session: Session, batch_id: str, *, for_change: bool = False) -> Batch:
    """The batch, if the actor may see it.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may see no batches.
    """
    actor.require(Permission.BATCHES_READ)
    found = batches.find_batch(session, actor.institution_id, batch_id, for_change=for_change)
    if found is None:
        raise NotFoundError("batch")
    return found


def hides_names(session: Session, actor: Actor, batch: Batch) -> bool:
    """Whether whoever marks must not know whose the scripts are."""
    assignment = session.get_one(Assignment, batch.assignment_id)
    return assignment.is_anonymous and actor.kind != "key" and not judgements.is_released(session, assignment.id)


def number_of(item: BatchItem) -> str:
    """What to call a script without saying whose it is."""
    return f"Script {item.position + 1}"


def _require_open(actor: Actor, session: Session, assignment_id: str) -> None:
    actor.require(Permission.BATCHES_WRITE)
    if see_assignment(session, actor, assignment_id).is_archived:
        raise ConflictError("The assignment is archived. Open it again, or choose another.")


def _read(script: SentScript) -> Script:
    body, error = None, None
    try:
        body = script.read()
    except DraftError as problem:
        error = (problem.code, str(problem.named(THE_SCRIPT)))
    return Script(
        name=script.name,
        participant_id=script.participant_id,
        participant_name=script.participant_name,
        file_name=script.file_name,
        body=body,
        error=error,
    )


def _show(session: Session, row: Batch) -> BatchView:
    counts = batches.count_items(session, [row.id])[row.id]
    return BatchView(
        id=row.id,
        assignment_id=row.assignment_id,
        status=row.status,
        total=row.total,
        waiting=counts.get(WAITING, 0),
        done=counts.get(DONE, 0),
        failed=counts.get(FAILED, 0),
        cancelled=counts.get(CANCELLED, 0),
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )


def _show_item(item: BatchItem, result: BatchResult | None, *, hides_names: bool) -> ItemView:
    return ItemView(
        id=item.id,
        position=item.position,
        name=number_of(item) if hides_names else item.name,
        participant_id=None if hides_names else item.participant_id,
        participant_name=None if hides_names else item.participant_name,
        status=item.status,
        attempts=item.attempt,
        draft_id=result.draft_id if result else None,
        report_id=result.report_id if result else None,
        error_code=result.error_code if result else None,
        error_detail=result.error_detail if result else None,
        scored_at=result.scored_at if result else None,
    )
