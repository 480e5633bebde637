"""Whoever is killed, whenever: every script of a batch gets its result, once."""

import os
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import httpx2
import pytest

from service.access.roles import Permission
from service.storage.database import Database, open_database
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
    zip_files,
)
from tests.databases import PostgresServer, open_settings
from tests.people import found_campus
from tests.server import Server, serving

SCRIPTS = 100
PARAGRAPHS = 1
KILL_WORKER_AT = (15, 40)
KILL_SERVER_AT = 65
HEARTBEAT_S = "0.2"
SCOPES = (Permission.BATCHES_WRITE, Permission.BATCHES_READ, Permission.ASSIGNMENTS_READ)


@pytest.mark.slow
def test_two_workers_and_the_server_are_killed_and_every_script_has_one_result(
    database_url: str, tmp_path: Path
) -> None:
    run_killed_batch(database_url, tmp_path, scripts=SCRIPTS, workers_at=KILL_WORKER_AT, server_at=KILL_SERVER_AT)


@pytest.mark.slow
def test_postgresql_is_killed_and_every_script_has_one_result(
    postgres: PostgresServer, postgresql_url: str, tmp_path: Path
) -> None:
    run_unplugged_batch(postgres, postgresql_url, tmp_path, scripts=60, at=(15,))


@pytest.mark.slow
def test_a_database_that_somebody_holds_is_waited_for(sqlite_url: str, tmp_path: Path) -> None:
    run_locked_batch(sqlite_url, tmp_path, scripts=40, hold_s=2.0)


def run_unplugged_batch(
    postgres: PostgresServer, url: str, folder: Path, *, scripts: int, at: tuple[int, ...], within_s: float = 120.0
) -> None:
    """Kill PostgreSQL whenever so many results are there, and start it again."""
    with using(url, folder) as database, working(**settings_for(url, folder)):
        campus = found_campus(database, "Hill")
        batch_id = hand_in(campus, make_assignment(campus), write_files(scripts, paragraphs=PARAGRAPHS))
        for number in at:
            wait_for(lambda number=number: count_results(database, batch_id) >= number, within_s=within_s)  # type: ignore[misc]
            postgres.kill()
            time.sleep(1.0)
            postgres.start()
            database.close()
        wait_for(lambda: status_of(database, batch_id) == "done", within_s=within_s)
        check_each_once(database, batch_id, scripts)


def run_locked_batch(url: str, folder: Path, *, scripts: int, hold_s: float, within_s: float = 120.0) -> None:
    """Hold the right to write for some time while a batch runs."""
    with using(url, folder) as database, working(**settings_for(url, folder)):
        campus = found_campus(database, "Hill")
        batch_id = hand_in(campus, make_assignment(campus), write_files(scripts, paragraphs=PARAGRAPHS))
        wait_for(lambda: count_results(database, batch_id) >= 4, within_s=within_s)
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as other:
            other.execute("PRAGMA busy_timeout = 30000")
            other.execute("BEGIN IMMEDIATE")
            time.sleep(hold_s)
            other.execute("COMMIT")
        wait_for(lambda: status_of(database, batch_id) == "done", within_s=within_s)
        check_each_once(database, batch_id, scripts)


def run_killed_batch(
    url: str,
    folder: Path,
    *,
    scripts: int,
    workers_at: tuple[int, ...],
    server_at: int,
    within_s: float = 120.0,
    workers: int = 1,
) -> None:
    """Hand in a batch, kill a worker whenever so many results are there, then the server, and let another finish."""
    with using(url, folder) as database, ExitStack() as first:
        campus = found_campus(database, "Hill")
        key = campus.key(*SCOPES)
        server = first.enter_context(serve(url, folder, workers=workers))
        batch_id = send_batch(server.address(), key, make_assignment(campus), scripts)
        for number in workers_at:
            wait_for(lambda number=number: count_results(database, batch_id) >= number, within_s=within_s)  # type: ignore[misc]
            os.kill(busy_worker(database), signal.SIGKILL)
        wait_for(lambda: count_results(database, batch_id) >= server_at, within_s=within_s)
        server.process.kill()
        server.process.wait()
        assert count_results(database, batch_id) < scripts, "the server was killed too late to matter"
        with serve(url, folder, workers=workers) as second:
            second.address()
            wait_for(lambda: status_of(database, batch_id) == "done", within_s=within_s)
            check_each_once(database, batch_id, scripts)
            assert second.finish(signal.SIGTERM)[0] == 0
        wait_for(lambda: not any(map(is_alive, living_workers(database).values())))


def is_alive(process_id: int) -> bool:
    """Whether a process still runs."""
    return Path(f"/proc/{process_id}").exists()


def busy_worker(database: Database) -> int:
    """The process number of a worker that runs."""

    def look() -> int:
        return next((number for number in living_workers(database).values() if is_alive(number)), 0)

    return wait_for(look)


def send_batch(address: str, key: str, assignment_id: str, scripts: int) -> str:
    """Hand in a zip as a program would; the id of the batch."""
    answer = httpx2.post(
        f"{address}/v1/batches",
        data={"assignment_id": assignment_id},
        files={"files": ("all.zip", zip_files(write_files(scripts, paragraphs=PARAGRAPHS)), "application/zip")},
        headers={"authorization": f"Bearer {key}"},
        timeout=60,
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["batch"]["id"])


@contextmanager
def using(url: str, folder: Path) -> Iterator[Database]:
    """The database, as another program would use it."""
    database = open_database(open_settings(url, folder))
    try:
        yield database
    finally:
        database.close()


@contextmanager
def serve(url: str, folder: Path, *, workers: int = 1) -> Iterator[Server]:
    """A server with its workers."""
    with serving("--port", "0", MARKPOINT_WORKERS=str(workers), **settings_for(url, folder)) as server:
        yield server


def settings_for(url: str, folder: Path) -> dict[str, str]:
    """Settings of a server or a worker that is quick to notice things."""
    return {
        "MARKPOINT_DATABASE_URL": url,
        "MARKPOINT_DATA_DIR": str(folder),
        "MARKPOINT_HEARTBEAT_S": HEARTBEAT_S,
        "MARKPOINT_WORKER_NICENESS": "0",
    }
