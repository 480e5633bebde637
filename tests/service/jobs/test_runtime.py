"""The queue as we use it, on both databases: one name a try, recovery of the dead, JSON only."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event
from typing import Any

import pytest
from sqlalchemy import Engine, make_url, text

from service.jobs.runtime import ChunkQueue, ChunkRun, JsonSerializer, build_queue_engine
from tests.batches import wait_for

B = "0b5b9a4e-6c1f-4f0e-9d53-2f6c1f0a7e11"
Work = Callable[[str, int], int]


def drive(url: str) -> str:
    return url.replace("postgresql:", "postgresql+psycopg:").replace("sqlite:", "sqlite+pysqlite:")


@contextmanager
def open_queue(url: str, worker_id: str, work: Work) -> Iterator[ChunkQueue]:
    queue = ChunkQueue(make_url(drive(url)), worker_id=worker_id, work=work)
    queue.open()
    try:
        yield queue
    finally:
        queue.close(patience_s=20)


@contextmanager
def looking_into(url: str) -> Iterator[tuple[Engine, str]]:
    """An engine for the queue's own tables, and their name before the dot."""
    engine = build_queue_engine(make_url(drive(url)))
    yield engine, "" if engine.dialect.name == "sqlite" else "dbos."
    engine.dispose()


@pytest.mark.slow
def test_each_try_is_worked_on_once_and_arguments_are_readable_json(database_url: str) -> None:
    worked: list[tuple[str, int]] = []

    def work(batch_id: str, chunk: int) -> int:
        worked.append((batch_id, chunk))
        return 0

    with open_queue(database_url, "w-1", work) as queue:
        for run in (ChunkRun(B, 0, 1), ChunkRun(B, 1, 1), ChunkRun(B, 0, 1)):
            queue.put(run)
        wait_for(lambda: list(queue.runs_of(B).values()) == [False, False])
        queue.put(ChunkRun(B, 0, 1))
        time.sleep(0.5)
        assert sorted(worked) == [(B, 0), (B, 1)]
        with looking_into(database_url) as (engine, schema), engine.connect() as connection:
            rows = connection.execute(text(f"SELECT inputs FROM {schema}workflow_input")).all()  # noqa: S608
        assert {str(json.loads(row[0])["args"]) for row in rows} == {str([B, 0]), str([B, 1])}
        assert queue.known_batches() == {B}
        queue.forget(B)
        assert (queue.runs_of(B), queue.known_batches()) == ({}, frozenset())


@pytest.mark.slow
def test_what_a_dead_worker_had_begun_is_queued_again_and_a_living_ones_work_is_left(database_url: str) -> None:
    begun, may_end = Event(), Event()
    worked: list[int] = []

    def work(_batch_id: str, chunk: int) -> int:
        worked.append(chunk)
        begun.set()
        may_end.wait(20)
        return 0

    with open_queue(database_url, "w-1", work) as queue:
        queue.put(ChunkRun(B, 0, 1))
        assert begun.wait(20)
        assert queue.busy_workers() == {"w-1"}
        assert queue.recover({"w-9"}) == 0
        with looking_into(database_url) as (engine, schema), engine.begin() as connection:
            connection.execute(text(f"UPDATE {schema}workflow_status SET executor_id = 'dead'"))  # noqa: S608
        assert queue.busy_workers() == {"dead"}
        queue.forget(B)
        assert len(queue.runs_of(B)) == 1, "what is open is not forgotten"
        assert queue.recover({"dead"}) == 1
        assert queue.recover({"dead"}) == 0
        may_end.set()
        wait_for(lambda: not any(queue.runs_of(B).values()) and len(worked) == 2)


@pytest.mark.parametrize("value", [{"args": ["a", 1], "kwargs": {}}, 0, None, [1, 2.5], "ä"])
def test_values_come_back_from_json(value: Any) -> None:
    serializer = JsonSerializer()
    assert serializer.deserialize(serializer.serialize(value)) == value


def test_an_error_leaves_its_type_and_none_of_its_words() -> None:
    assert "secret" not in JsonSerializer().serialize({"error": ValueError("secret words")})


def test_a_run_is_known_by_its_name() -> None:
    assert ChunkRun.parse(ChunkRun(B, 12, 3).name) == ChunkRun(B, 12, 3)
