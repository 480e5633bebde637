"""Whoever is killed, whenever: every script of a batch gets its result, once."""

import os
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx2
import pytest

from service.access.roles import Permission
from service.storage.database import Database, open_database
from tests.batches import (
    check_each_once,
    count_results,
    living_workers,
    make_assignment,
    status_of,
    wait_for,
    write_files,
    zip_files,
)
from tests.databases import open_settings
from tests.people import found_campus
from tests.server import Server, serving

SCRIPTS = 100
PARAGRAPHS = 1
KILL_WORKER_AT = (15, 40)
KILL_SERVER_AT = 65
HEARTBEAT_S = "0.2"


@pytest.mark.slow
def test_two_workers_and_the_server_are_killed_and_every_script_has_one_result(
    database_url: str, tmp_path: Path
) -> None:
    run_killed_batch(database_url, tmp_path, scripts=SCRIPTS, workers_at=KILL_WORKER_AT, server_at=KILL_SERVER_AT)


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
        key = campus.key(Permission.BATCHES_WRITE, Permission.BATCHES_READ, Permission.ASSIGNMENTS_READ)
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
    settings = {
        "MARKPOINT_DATABASE_URL": url,
        "MARKPOINT_DATA_DIR": str(folder),
        "MARKPOINT_WORKERS": str(workers),
        "MARKPOINT_HEARTBEAT_S": HEARTBEAT_S,
        "MARKPOINT_WORKER_NICENESS": "0",
    }
    with serving("--port", "0", **settings) as server:
        yield server
