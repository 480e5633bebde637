"""What keeps the service going: webhooks, repeated requests, the audit trail, workers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Table
from service.storage.types import SealedBytes, SealedText, new_id, utc_now


class Webhook(Identified, Table):
    """An address of the institution's own system that is told what happens."""

    __tablename__ = "webhooks"

    institution_id: Mapped[Owner] = mapped_column(index=True)
    url: Mapped[str]
    secret: Mapped[str] = mapped_column(SealedText("webhooks.secret"))
    events: Mapped[list[str]]
    is_active: Mapped[bool] = mapped_column(default=True)


class WebhookDelivery(Identified, Table):
    """One message to a webhook and how it fared. The payload holds identifiers only."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        Index(None, "status", "next_attempt_at"),
        Index(None, "webhook_id", "created_at", "id"),
    )

    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhooks.id", ondelete="CASCADE"))
    institution_id: Mapped[Owner] = mapped_column(index=True)
    event: Mapped[str]
    payload: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    next_attempt_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(default="pending")
    """pending, delivered or failed."""
    response_status: Mapped[int | None]
    error: Mapped[str | None]


class IdempotencyKey(Table):
    """A request that may come again, and the answer it got."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (UniqueConstraint("actor_id", "key"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    institution_id: Mapped[Owner] = mapped_column(index=True)
    actor_id: Mapped[str]
    key: Mapped[str]
    method: Mapped[str]
    path: Mapped[str]
    request_digest: Mapped[str]
    status: Mapped[int | None]
    """The status of the answer; None while the request is worked on."""
    headers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    body: Mapped[bytes | None] = mapped_column(SealedBytes("idempotency_keys.body"))
    """The answer; emptied when a draft of the institution is deleted, since it may quote it."""
    created_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class AuditEvent(Table):
    """Who did what to what. `detail` holds identifiers, roles and figures, never names or text."""

    __tablename__ = "audit_events"
    __table_args__ = (
        Index(None, "institution_id", "created_at", "id"),
        Index(None, "object_type", "object_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    institution_id: Mapped[str | None] = mapped_column(ForeignKey("institutions.id", ondelete="CASCADE"))
    """None for what concerns the whole installation."""
    actor_id: Mapped[str | None] = mapped_column(index=True)
    """Stays when the person is deleted, and then leads to nobody."""
    action: Mapped[str]
    object_type: Mapped[str]
    object_id: Mapped[str | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    request_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class Worker(Table):
    """A process that scores batches, and when it was last heard of."""

    __tablename__ = "workers"

    executor_id: Mapped[str] = mapped_column(primary_key=True)
    host: Mapped[str]
    process_id: Mapped[int]
    started_at: Mapped[datetime]
    heartbeat_at: Mapped[datetime] = mapped_column(index=True)
    stopped_at: Mapped[datetime | None]
