"""Webhooks of the institution, and the log of what they were told."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field

from service.actions import webhooks
from service.api.answers import READS, WRITES, IfMatch, locate, problems, require_state, show_state
from service.api.schemas import Strict
from service.api.values import EXAMPLE_ID, IdPath, Shown
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page
from service.storage.webhooks import WebhookEvent

router = APIRouter(prefix="/v1/webhooks", tags=["webhooks"], route_class=OnceRoute, dependencies=list(SCHEMES))


class WebhookIn(Strict):
    """An address to be told."""

    url: str = Field(min_length=8, max_length=2_000, examples=["https://lms.example.edu/markpoint"])
    events: list[Literal["batch.finished", "report.ready"]] = Field(min_length=1, max_length=2)


class WebhookChangeIn(Strict):
    """Whether it is told anything."""

    is_active: bool


class WebhookOut(Shown):
    """A webhook."""

    id: str = Field(examples=[EXAMPLE_ID])
    url: str
    events: list[str]
    is_active: bool
    created_at: datetime


class NewWebhookOut(Shown):
    """A webhook that was made."""

    webhook: WebhookOut
    secret: str = Field(description="Messages are signed with it: HMAC-SHA256 of time, dot and body. Shown this once")


class DeliveryOut(Shown):
    """A message and how it fared."""

    id: str
    event: str
    payload: dict[str, str] = Field(description="Identifiers only")
    status: str = Field(description="pending, delivered or failed")
    attempts: int
    next_attempt_at: datetime | None
    response_status: int | None
    error: str | None
    created_at: datetime


def _may_be_private(request: Request) -> bool:
    return bool(request.app.state.settings.allow_private_webhooks)


PrivateDep = Annotated[bool, Depends(_may_be_private)]


@router.post("", status_code=201, summary="Add a webhook", responses=problems(*WRITES), dependencies=[ONCE])
def add_webhook(
    sent: WebhookIn, actor: ActorDep, database: DatabaseDep, allow_private: PrivateDep, response: Response
) -> NewWebhookOut:
    """Has an address told when a batch is finished or a student's report is ready.

    Each message is signed in `Markpoint-Signature: t=SECONDS,v1=HEX`, the HMAC-SHA256 of `SECONDS.BODY`, and comes
    again with growing pauses until it is answered with 200 to 299.
    """
    events = [WebhookEvent(event) for event in sent.events]
    with database.writing() as session:
        made = webhooks.add_webhook(actor, session, sent.url, events, allow_private=allow_private)
    locate(response, f"/v1/webhooks/{made.webhook.id}")
    return NewWebhookOut.model_validate(made)


@router.get("", summary="List webhooks", responses=problems())
def list_webhooks(actor: ActorDep, database: DatabaseDep, asked: PageDep) -> ListOut[WebhookOut]:
    """The webhooks of the institution, without their secrets."""
    with database.reading() as session:
        return show_page(webhooks.list_webhooks(actor, session, asked), WebhookOut.model_validate)


@router.get("/{webhook_id}", summary="Read a webhook", responses=problems(*READS))
def read_webhook(webhook_id: IdPath, actor: ActorDep, database: DatabaseDep, response: Response) -> WebhookOut:
    """One webhook, without its secret. The ETag goes into If-Match of a change."""
    with database.reading() as session:
        return show_state(response, WebhookOut.model_validate(webhooks.read_webhook(actor, session, webhook_id)))


@router.patch("/{webhook_id}", summary="Switch a webhook on or off", responses=problems(*READS, *WRITES, 412))
def change_webhook(  # noqa: PLR0913 (FastAPI passes what is asked for by name)
    webhook_id: IdPath,
    sent: WebhookChangeIn,
    actor: ActorDep,
    database: DatabaseDep,
    response: Response,
    if_match: IfMatch = None,
) -> WebhookOut:
    """Tells it nothing more, or tells it again."""
    with database.writing() as session:
        require_state(if_match, lambda: WebhookOut.model_validate(webhooks.read_webhook(actor, session, webhook_id)))
        changed = webhooks.switch_webhook(actor, session, webhook_id, is_active=sent.is_active)
    return show_state(response, WebhookOut.model_validate(changed))


@router.delete("/{webhook_id}", status_code=204, summary="Delete a webhook", responses=problems(*READS, *WRITES))
def delete_webhook(webhook_id: IdPath, actor: ActorDep, database: DatabaseDep) -> None:
    """Deletes a webhook and its log."""
    with database.writing() as session:
        webhooks.remove_webhook(actor, session, webhook_id)


@router.post(
    "/{webhook_id}/ping",
    status_code=202,
    summary="Try a webhook",
    responses=problems(*READS, *WRITES),
    dependencies=[ONCE],
)
def ping_webhook(webhook_id: IdPath, actor: ActorDep, database: DatabaseDep) -> DeliveryOut:
    """Sends it a message that says nothing; how it fared is in its log a moment later."""
    with database.writing() as session:
        return DeliveryOut.model_validate(webhooks.ping_webhook(actor, session, webhook_id))


@router.get("/{webhook_id}/deliveries", summary="List what a webhook was told", responses=problems(*READS))
def list_deliveries(webhook_id: IdPath, actor: ActorDep, database: DatabaseDep, asked: PageDep) -> ListOut[DeliveryOut]:
    """The messages to a webhook and how each fared, the newest first."""
    with database.reading() as session:
        return show_page(webhooks.list_deliveries(actor, session, webhook_id, asked), DeliveryOut.model_validate)
