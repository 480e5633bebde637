"""The audit trail: every action that changes something leaves a line, without names and without text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.storage import audit
from service.storage.paging import Page, PageRequest
from service.storage.tables import AuditEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """Who did what to what, and when."""

    id: str
    actor_id: str | None
    action: str
    object_type: str
    object_id: str | None
    detail: Mapping[str, Any]
    request_id: str | None
    created_at: datetime


def record(
    session: Session, actor: Actor, action: str, object_id: str | None, detail: Mapping[str, Any] | None = None
) -> None:
    """Add a line to the trail.

    Args:
        session: What the action itself is written by, so that neither stands without the other.
        actor: Who did it.
        action: The kind of object, a dot and what was done: `user.added`.
        object_id: What it was done to.
        detail: Identifiers, roles and figures only; never names, addresses or text.
    """
    audit.append_event(
        session,
        institution_id=actor.institution_id,
        actor_id=actor.id,
        action=action,
        object_type=action.partition(".")[0],
        object_id=object_id,
        detail=detail,
        request_id=actor.request_id,
    )


def list_audit(actor: Actor, session: Session, asked: PageRequest) -> Page[AuditLine]:
    """The trail of the actor's institution, the newest lines first.

    Raises:
        service.errors.ForbiddenError: the actor may not read it.
    """
    actor.require(Permission.AUDIT_READ)
    return audit.list_events(session, actor.institution_id, asked).map(_describe)


def _describe(event: AuditEvent) -> AuditLine:
    return AuditLine(
        id=event.id,
        actor_id=event.actor_id,
        action=event.action,
        object_type=event.object_type,
        object_id=event.object_id,
        detail=event.detail,
        request_id=event.request_id,
        created_at=event.created_at,
    )
