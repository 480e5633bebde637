"""Webhooks: addresses of the institution's own systems that are told what happens."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.callback_addresses import check_address
from service.errors import NotFoundError
from service.storage import webhooks
from service.storage.paging import Page, PageRequest
from service.storage.tables import Webhook, WebhookDelivery
from service.storage.webhooks import WebhookEvent

_SECRET_BYTES = 32
CHOICES = (WebhookEvent.BATCH_FINISHED, WebhookEvent.REPORT_READY)
"""What may be asked for; a ping comes only on request."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookView:
    """A webhook without its secret."""

    id: str
    url: str
    events: tuple[WebhookEvent, ...]
    is_active: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A webhook that was made, and the secret that its messages are signed with, shown this once."""

    webhook: WebhookView
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryView:
    """A message to a webhook and how it fared."""

    id: str
    event: str
    payload: dict[str, str]
    status: str
    attempts: int
    next_attempt_at: datetime | None
    response_status: int | None
    error: str | None
    created_at: datetime


def add_webhook(
    actor: Actor, session: Session, url: str, events: Sequence[WebhookEvent], *, allow_private: bool
) -> NewWebhook:
    """Have an address told of these events.

    Raises:
        CallbackAddressError: the address may not be called.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.WEBHOOKS_MANAGE)
    check_address(url, allow_private=allow_private)
    secret = secrets.token_urlsafe(_SECRET_BYTES)
    row = webhooks.add_webhook(
        session,
        Webhook(
            institution_id=actor.institution_id,
            url=url,
            secret=secret,
            events=sorted({event.value for event in events}),
            is_active=True,
        ),
    )
    record(session, actor, "webhook.created", row.id)
    return NewWebhook(webhook=_show(row), secret=secret)


def list_webhooks(actor: Actor, session: Session, asked: PageRequest) -> Page[WebhookView]:
    """A page of the institution's webhooks."""
    actor.require(Permission.WEBHOOKS_MANAGE)
    return webhooks.list_webhooks(session, actor.institution_id, asked).map(_show)


def read_webhook(actor: Actor, session: Session, webhook_id: str) -> WebhookView:
    """One webhook.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    return _show(_see(actor, session, webhook_id))


def switch_webhook(actor: Actor, session: Session, webhook_id: str, *, is_active: bool) -> WebhookView:
    """Tell it nothing more, or tell it again.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = _see(actor, session, webhook_id)
    row.is_active = is_active
    record(session, actor, "webhook.changed", row.id, {"is_active": is_active})
    return _show(row)


def remove_webhook(actor: Actor, session: Session, webhook_id: str) -> None:
    """Delete a webhook and its log.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = _see(actor, session, webhook_id)
    session.delete(row)
    record(session, actor, "webhook.deleted", row.id)


def ping_webhook(actor: Actor, session: Session, webhook_id: str) -> DeliveryView:
    """Send a message to try it.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = _see(actor, session, webhook_id)
    record(session, actor, "webhook.pinged", row.id)
    return _show_delivery(webhooks.add_delivery(session, row, WebhookEvent.PING, {"webhook_id": row.id}))


def list_deliveries(actor: Actor, session: Session, webhook_id: str, asked: PageRequest) -> Page[DeliveryView]:
    """A page of what a webhook was told and how that fared, the newest first.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    row = _see(actor, session, webhook_id)
    return webhooks.list_deliveries(session, row.id, asked).map(_show_delivery)


def _see(actor: Actor, session: Session, webhook_id: str) -> Webhook:
    actor.require(Permission.WEBHOOKS_MANAGE)
    found = webhooks.find_webhook(session, actor.institution_id, webhook_id)
    if found is None:
        raise NotFoundError("webhook")
    return found


def _show(row: Webhook) -> WebhookView:
    return WebhookView(
        id=row.id,
        url=row.url,
        events=tuple(WebhookEvent(event) for event in row.events),
        is_active=row.is_active,
        created_at=row.created_at,
    )


def _show_delivery(row: WebhookDelivery) -> DeliveryView:
    return DeliveryView(
        id=row.id,
        event=row.event,
        payload=dict(row.payload),
        status=row.status,
        attempts=row.attempts or 0,
        next_attempt_at=row.next_attempt_at,
        response_status=row.response_status,
        error=row.error,
        created_at=row.created_at,
    )
