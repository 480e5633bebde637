"""Workers come when there is something to do, again when one dies, and leave when nothing is left."""

import os
import signal
import sys
from itertools import count

import pytest

from service.jobs.supervisor import Supervisor
from service.storage.database import Database
from service.storage.tables import Batch
from tests.batches import hand_in, make_assignment, status_of, wait_for, write_files
from tests.people import Campus, found_campus

WORKER = (sys.executable, "-c", "import sys; sys.stdin.read()")
DEAF = (sys.executable, "-c", "import time; time.sleep(60)")


@pytest.fixture
def campus(sqlite_database: Database) -> Campus:
    return found_campus(sqlite_database, "Hill")


def busy(campus: Campus) -> str:
    return hand_in(campus, make_assignment(campus), write_files(1))


def test_without_work_nobody_is_started(campus: Campus) -> None:
    with Supervisor(campus.database, 2, WORKER) as supervisor:
        supervisor.look()
        assert supervisor.process_ids == ()


def test_with_work_workers_are_started_once_and_leave_with_the_service(campus: Campus) -> None:
    busy(campus)
    with Supervisor(campus.database, 2, WORKER) as supervisor:
        supervisor.look()
        found = supervisor.process_ids
        supervisor.look()
        assert len(found) == 2
        assert supervisor.process_ids == found
    assert not [number for number in found if is_running(number)]


def test_a_worker_that_dies_is_followed_by_another_after_a_pause(campus: Campus) -> None:
    busy(campus)
    seconds = count()
    with Supervisor(campus.database, 0, WORKER, clock=lambda: float(next(seconds)) / 100) as supervisor:
        supervisor.count = 1
        supervisor.look()
        (first,) = supervisor.process_ids
        os.kill(first, signal.SIGKILL)
        wait_for(lambda: _looked_until_gone(supervisor, first))
        wait_for(lambda: _looked_until_there(supervisor))
        assert supervisor.process_ids != (first,)


def test_workers_leave_when_there_was_nothing_to_do_for_long(campus: Campus) -> None:
    batch_id = busy(campus)
    clock = [0.0]
    with Supervisor(campus.database, 0, WORKER, idle_s=60.0, clock=lambda: clock[0]) as supervisor:
        supervisor.count = 1
        supervisor.look()
        assert count_of(supervisor) == 1
        with campus.database.writing() as session:
            session.get_one(Batch, batch_id).status = "done"
        clock[0] = 59.0
        supervisor.look()
        assert count_of(supervisor) == 1
        clock[0] = 61.0
        supervisor.look()
        assert count_of(supervisor) == 0
    assert status_of(campus.database, batch_id) == "done"


def test_a_worker_that_does_not_listen_is_ended(campus: Campus, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.jobs.supervisor.LEAVE_WITHIN_S", 0.2)
    busy(campus)
    with Supervisor(campus.database, 0, DEAF) as supervisor:
        supervisor.count = 1
        supervisor.look()
        (deaf,) = supervisor.process_ids
    assert not is_running(deaf)


def count_of(supervisor: Supervisor) -> int:
    return len(supervisor.process_ids)


def is_running(process_id: int) -> bool:
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    return True


def _looked_until_gone(supervisor: Supervisor, process_id: int) -> bool:
    supervisor.look()
    return process_id not in supervisor.process_ids


def _looked_until_there(supervisor: Supervisor) -> bool:
    supervisor.look()
    return bool(supervisor.process_ids)
