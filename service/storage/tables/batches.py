"""Batches of scripts: what came in, how far it got, and one result for each."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Person, Table
from service.storage.types import SealedBytes, new_id, utc_now


class Batch(Identified, Table):
    """Many scripts handed in at once for one assignment."""

    __tablename__ = "batches"
    __table_args__ = (Index(None, "institution_id", "created_at", "id"),)

    institution_id: Mapped[Owner]
    assignment_id: Mapped[str] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"), index=True)
    created_by: Mapped[Person]
    status: Mapped[str] = mapped_column(default="queued", index=True)
    """queued, running, done, cancelled or failed."""
    total: Mapped[int]
    chunk_size: Mapped[int]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class BatchItem(Table):
    """One script of a batch."""

    __tablename__ = "batch_items"
    __table_args__ = (UniqueConstraint("batch_id", "position"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner] = mapped_column(index=True)
    position: Mapped[int]
    name: Mapped[str]
    participant_id: Mapped[str | None]
    participant_name: Mapped[str | None]
    file_name: Mapped[str]
    body: Mapped[bytes | None] = mapped_column(SealedBytes("batch_items.body"))
    """The file as it came in; None once it is not needed any more."""
    status: Mapped[str] = mapped_column(default="waiting")
    """waiting, done, failed or cancelled."""
    attempt: Mapped[int] = mapped_column(default=0)


class BatchResult(Table):
    """What came of one script: written once, whoever tries again."""

    __tablename__ = "batch_results"
    __table_args__ = (UniqueConstraint("batch_id", "item_id"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    batch_id: Mapped[str] = mapped_column(ForeignKey("batches.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner] = mapped_column(index=True)
    item_id: Mapped[str] = mapped_column(ForeignKey("batch_items.id", ondelete="CASCADE"), index=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("drafts.id", ondelete="SET NULL"), index=True)
    report_id: Mapped[str | None] = mapped_column(ForeignKey("reports.id", ondelete="SET NULL"), index=True)
    error_code: Mapped[str | None]
    error_detail: Mapped[str | None]
    worker_id: Mapped[str | None]
    scored_at: Mapped[datetime] = mapped_column(default=utc_now)
