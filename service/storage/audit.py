"""The audit trail: who did what to what. Lines are only ever added; they hold no names and no text."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import AuditEvent


def append_event(  # noqa: PLR0913
    session: Session,
    *,
    institution_id: str | None,
    actor_id: str | None,
    action: str,
    object_type: str,
    object_id: str | None,
    detail: Mapping[str, Any] | None = None,
    request_id: str | None = None,
) -> None:
    """Add one line. `detail` holds identifiers, roles and figures only."""
    session.add(
        AuditEvent(
            institution_id=institution_id,
            actor_id=actor_id,
            action=action,
            object_type=object_type,
            object_id=object_id,
            detail=dict(detail or {}),
            request_id=request_id,
        )
    )


def list_events(session: Session, institution_id: str, asked: PageRequest) -> Page[AuditEvent]:
    """A page of the institution's lines, the newest first."""
    return fetch_page(session, select(AuditEvent).where(AuditEvent.institution_id == institution_id), AuditEvent, asked)
