"""Webhooks, what they are told, and how that fared. Messages hold identifiers only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import Session

from service.storage.changes import count_changed
from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import Webhook, WebhookDelivery

LONGEST_PAUSE = timedelta(days=1)
"""Between two attempts."""
PENDING, DELIVERED, FAILED = "pending", "delivered", "failed"


class WebhookEvent(StrEnum):
    """What an institution's system can be told of."""

    REPORT_READY = "report.ready"
    """A student's draft was read. Reports of a batch are told of by their batch."""
    BATCH_FINISHED = "batch.finished"
    PING = "ping"
    """Sent on request, to try a webhook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueDelivery:
    """A message that is to be sent now."""

    id: str
    event: str
    payload: Mapping[str, object]
    created_at: datetime
    attempts: int
    url: str
    secret: str


def announce(session: Session, institution_id: str, event: WebhookEvent, payload: Mapping[str, str]) -> int:
    """Have every webhook of the institution that wants the event told; how many there are."""
    active = session.scalars(select(Webhook).where(Webhook.institution_id == institution_id, Webhook.is_active))
    told = [webhook for webhook in active if event.value in webhook.events]
    for webhook in told:
        add_delivery(session, webhook, event, payload)
    return len(told)


def add_delivery(
    session: Session, webhook: Webhook, event: WebhookEvent, payload: Mapping[str, str]
) -> WebhookDelivery:
    """Have one webhook told."""
    delivery = WebhookDelivery(
        webhook_id=webhook.id, institution_id=webhook.institution_id, event=event.value, payload=dict(payload)
    )
    session.add(delivery)
    session.flush()
    return delivery


def add_webhook(session: Session, webhook: Webhook) -> Webhook:
    """Add a webhook, and give it an id."""
    session.add(webhook)
    session.flush()
    return webhook


def find_webhook(session: Session, institution_id: str, webhook_id: str) -> Webhook | None:
    """The webhook of that id, if it is the institution's."""
    query = select(Webhook).where(Webhook.institution_id == institution_id, Webhook.id == webhook_id)
    return session.scalars(query).one_or_none()


def list_webhooks(session: Session, institution_id: str, asked: PageRequest) -> Page[Webhook]:
    """A page of the institution's webhooks."""
    return fetch_page(session, select(Webhook).where(Webhook.institution_id == institution_id), Webhook, asked)


def list_deliveries(session: Session, webhook_id: str, asked: PageRequest) -> Page[WebhookDelivery]:
    """A page of what a webhook was told, the newest first."""
    query = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    return fetch_page(session, query, WebhookDelivery, asked)


def has_due(session: Session, now: datetime) -> bool:
    """Whether any message is to be sent now."""
    query = select(WebhookDelivery.id).where(*_is_due(now)).limit(1)
    return session.scalar(query) is not None


def take_due(session: Session, now: datetime, *, lease_s: float, limit: int) -> Sequence[DueDelivery]:
    """The messages to be sent now, each put off by the lease so that no other process sends it meanwhile.

    Whoever takes a message and dies leaves it to be sent after the lease; so it may arrive twice, never not at all.
    """
    query = (
        select(WebhookDelivery, Webhook)
        .join(Webhook, Webhook.id == WebhookDelivery.webhook_id)
        .where(*_is_due(now))
        .order_by(WebhookDelivery.created_at)
        .limit(limit)
    )
    until = now + timedelta(seconds=lease_s)
    taken = []
    for delivery, webhook in session.execute(query).all():
        due = DueDelivery(
            id=delivery.id,
            event=delivery.event,
            payload=delivery.payload,
            created_at=delivery.created_at,
            attempts=delivery.attempts + 1,
            url=webhook.url,
            secret=webhook.secret,
        )
        mine = update(WebhookDelivery).where(
            WebhookDelivery.id == due.id,
            WebhookDelivery.status == PENDING,
            WebhookDelivery.attempts == due.attempts - 1,
        )
        if count_changed(session, mine.values(next_attempt_at=until, attempts=due.attempts)):
            taken.append(due)
    return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one attempt: a status of HTTP, or why there was none."""

    status: int | None = None
    error: str | None = None
    is_taken: bool = False
    """Whether the other side has the message now."""


def note_answer(session: Session, due: DueDelivery, answer: Answer, *, next_attempt_at: datetime | None) -> None:
    """Write down what came of an attempt; without a next one a message that was not taken has failed for good."""
    status = DELIVERED if answer.is_taken else FAILED if next_attempt_at is None else PENDING
    statement = update(WebhookDelivery).where(WebhookDelivery.id == due.id, WebhookDelivery.attempts == due.attempts)
    session.execute(
        statement.values(
            status=status,
            response_status=answer.status,
            error=answer.error,
            next_attempt_at=None if answer.is_taken else next_attempt_at,
        )
    )


def _is_due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    """What is to be sent: also what waits for longer than anything does, since the clock was set back."""
    at = WebhookDelivery.next_attempt_at
    return (WebhookDelivery.status == PENDING, or_(at.is_(None), at <= now, at > now + LONGEST_PAUSE))
