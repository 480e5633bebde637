"""Real workers in processes of their own: they share the work, leave in order, and never share a name."""

import signal
from pathlib import Path

import pytest

from service.jobs.supervisor import COMMAND
from service.storage.database import Database
from service.storage.tables import Worker
from tests.batches import (
    check_each_once,
    count_results,
    hand_in,
    living_workers,
    make_assignment,
    status_of,
    wait_for,
    working,
    write_files,
)
from tests.people import Campus, found_campus

QUICK = {"MARKPOINT_HEARTBEAT_S": "0.2", "MARKPOINT_WORKER_NICENESS": "0"}
pytestmark = pytest.mark.slow


@pytest.fixture
def campus(sqlite_database: Database) -> Campus:
    return found_campus(sqlite_database, "Hill")


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> dict[str, str]:
    return {"MARKPOINT_DATABASE_URL": sqlite_url, "MARKPOINT_DATA_DIR": str(tmp_path), **QUICK}


def test_a_worker_told_to_leave_finishes_its_script_and_another_does_the_rest(
    campus: Campus, settings: dict[str, str]
) -> None:
    batch_id = hand_in(campus, make_assignment(campus), write_files(60))
    with working(**settings) as first:
        wait_for(lambda: count_results(campus.database, batch_id) >= 4)
        assert first.finish(signal.SIGTERM) == 0
    scored = count_results(campus.database, batch_id)
    assert (scored < 60, living_workers(campus.database)) == (True, {})
    with working(**settings):
        wait_for(lambda: status_of(campus.database, batch_id) == "done")
    check_each_once(campus.database, batch_id, 60)


def test_a_second_worker_of_the_same_name_is_refused_and_the_first_one_goes_on(
    campus: Campus, settings: dict[str, str]
) -> None:
    with working("--id", "one", **settings) as first:
        wait_for(lambda: living_workers(campus.database))
        with working("--id", "one", **settings) as second:
            assert second.finish(within_s=60) == 1
            assert "Another worker is called 'one'" in second.log()
        assert first.process.poll() is None
        assert list(living_workers(campus.database)) == ["one"]


def test_a_worker_whose_name_another_took_leaves_and_loses_nothing(campus: Campus, settings: dict[str, str]) -> None:
    batch_id = hand_in(campus, make_assignment(campus), write_files(30))
    with working("--id", "one", **settings) as robbed:
        wait_for(lambda: count_results(campus.database, batch_id) >= 4)
        with campus.database.writing() as session:
            session.get_one(Worker, "one").process_id = 1
        assert robbed.finish() == 3
        assert "lost its name" in robbed.log()
    with working("--id", "two", **settings):
        wait_for(lambda: status_of(campus.database, batch_id) == "done")
    check_each_once(campus.database, batch_id, 30)


def test_the_supervisor_starts_the_same_command() -> None:
    assert COMMAND[2:] == ("-m", "service.commands.worker", "--until-input-ends")
