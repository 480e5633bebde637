"""The line that each change leaves in the audit trail."""

from sqlalchemy.orm import Session

from service.actions.actors import Actor
from service.storage.audit import append_event


def record(
    session: Session, actor: Actor, action: str, object_id: str | None, **detail: str | int | float | bool | None
) -> None:
    """Add a line: who, what was done, to which object, with identifiers and figures only.

    Args:
        session: Where the change itself is written.
        actor: Who did it.
        action: What was done, as the kind of object and a verb: `assignment.create`.
        object_id: Which object.
        **detail: Identifiers, codes and figures; never names or text.
    """
    append_event(
        session,
        institution_id=actor.institution_id,
        actor_id=actor.id,
        action=action,
        object_type=action.partition(".")[0],
        object_id=object_id,
        detail=detail,
        request_id=actor.request_id,
    )
