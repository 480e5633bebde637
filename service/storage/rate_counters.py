"""Counts of what happened within a window of time, shared by every process."""

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from service.storage.tables import RateCounter


def add_to_counter(session: Session, bucket: str, window_start: int, *, number: int = 1) -> int:
    """Count, and give the sum of the window so far; two processes at once never get the same."""
    values = {"bucket": bucket, "window_start": window_start, "count": number}
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = (
        insert(RateCounter)
        .values(values)
        .on_conflict_do_update(
            index_elements=[RateCounter.bucket, RateCounter.window_start], set_={"count": RateCounter.count + number}
        )
        .returning(RateCounter.count)
    )
    return int(session.execute(statement).scalar_one())


def delete_counters(session: Session, *, before: int) -> int:
    """Drop the counters of windows that began before that second; how many there were."""
    return int(session.execute(delete(RateCounter).where(RateCounter.window_start < before)).rowcount)  # type: ignore[attr-defined]
