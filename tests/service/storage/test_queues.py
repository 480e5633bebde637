"""What waits is counted over all institutions; what is done or left is not."""

from datetime import UTC, datetime

from service.storage.database import Database
from service.storage.queues import QueueDepths, measure_queues, read_heartbeats
from service.storage.tables import Worker

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def test_an_idle_service_has_nothing_waiting(database: Database) -> None:
    with database.reading() as session:
        assert measure_queues(session) == QueueDepths(batches=0, scripts=0, deliveries=0)


def test_workers_that_left_are_not_heard(database: Database) -> None:
    with database.writing() as session:
        session.add(Worker(executor_id="a", host="h", process_id=1, started_at=NOW, heartbeat_at=NOW))
        session.add(Worker(executor_id="b", host="h", process_id=2, started_at=NOW, heartbeat_at=NOW, stopped_at=NOW))
    with database.reading() as session:
        assert read_heartbeats(session) == {"a": NOW}
