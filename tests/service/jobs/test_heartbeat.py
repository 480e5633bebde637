"""A worker gives signs of life until it leaves, whatever its clock says, and notices when its name is lost."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import Event

from sqlalchemy import select

from service.jobs.heartbeat import Heartbeat
from service.storage.database import Database
from service.storage.tables import Worker
from service.storage.workers import WorkerProcess, take_name
from tests.batches import wait_for

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
INTERVAL_S = 0.02


def backwards() -> Iterator[datetime]:
    moment = NOON
    while True:
        moment -= timedelta(hours=1)
        yield moment


def start(database: Database, process: WorkerProcess, lost: Event) -> Heartbeat:
    clock = backwards()
    heartbeat = Heartbeat(database, process, interval_s=INTERVAL_S, on_loss=lost, now=lambda: next(clock))
    heartbeat.start()
    return heartbeat


def process(number: int) -> WorkerProcess:
    return WorkerProcess(executor_id="one", host="h", process_id=number, started_at=NOON)


def row_of(database: Database) -> Worker:
    with database.reading() as session:
        return session.scalars(select(Worker)).one()


def test_signs_change_while_the_clock_runs_backwards_and_end_in_order(database: Database) -> None:
    with database.writing() as session:
        take_name(session, process(1))
    lost = Event()
    heartbeat = start(database, process(1), lost)
    wait_for(lambda: row_of(database).heartbeat_at < NOON - timedelta(hours=3))
    heartbeat.stop()
    assert row_of(database).stopped_at is not None
    assert not lost.is_set()


def test_a_worker_whose_name_went_to_another_notices_and_leaves_the_other_alone(database: Database) -> None:
    with database.writing() as session:
        take_name(session, process(1))
    lost = Event()
    heartbeat = start(database, process(1), lost)
    with database.writing() as session:
        session.scalars(select(Worker)).one().process_id = 2
    assert lost.wait(10)
    heartbeat.stop()
    row = row_of(database)
    assert (row.process_id, row.stopped_at) == (2, None)
