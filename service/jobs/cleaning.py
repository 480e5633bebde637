"""What is kept too long goes while the service runs, whether or not anybody asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager

from service.jobs.rounds import Round
from service.logs import log_event
from service.storage.database import Database
from service.storage.deletion import Deleted
from service.storage.retention import apply_retention, delete_expired
from service.storage.types import utc_now

EVERY_S = 60.0


@contextmanager
def cleaning(database: Database, *, default_days: int | None, every_s: float = EVERY_S) -> Iterator[None]:
    """Look every minute for what is kept too long; what the database refuses is tried the next time.

    Args:
        database: Where to look. Several processes may look at once.
        default_days: How long drafts are kept where the institution says nothing itself; None keeps them.
        every_s: Seconds between two looks.
    """

    def look() -> None:
        clean(database, default_days=default_days)

    looking = Round("cleaning", look, interval_s=every_s)
    looking.start()
    try:
        yield
    finally:
        looking.stop()


def clean(database: Database, *, default_days: int | None) -> Deleted:
    """Delete what is kept too long now.

    Raises:
        service.storage.errors.StorageError: the database is busy or does not answer.
    """
    now = utc_now()
    deleted = apply_retention(database, default_days=default_days, now=now)
    delete_expired(database, now=now)
    if deleted != Deleted():
        log_event("drafts_deleted_by_policy", count=deleted.drafts)
    return deleted
