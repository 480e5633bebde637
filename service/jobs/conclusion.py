"""The end of a batch, noted once, and said to whoever wants to know."""

from sqlalchemy.orm import Session

from service.logs import log_event
from service.storage.batches import finish_batch
from service.storage.types import utc_now
from service.storage.webhooks import WebhookEvent, announce


def conclude_batch(session: Session, institution_id: str, batch_id: str) -> bool:
    """Note that a batch is done if no script of it waits, and announce it; False where that is not so, or was noted."""
    if not finish_batch(session, batch_id, utc_now()):
        return False
    announce(session, institution_id, WebhookEvent.BATCH_FINISHED, {"batch_id": batch_id})
    log_event("batch_finished", batch=batch_id)
    return True
