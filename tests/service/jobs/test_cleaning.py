"""A running service deletes what is kept too long, by itself."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from service.jobs.cleaning import clean, cleaning
from service.storage.database import Database
from service.storage.deletion import Deleted
from tests.service.storage.records import contents, fill


@pytest.mark.parametrize(("days", "left"), [(30, 0), (90, 4), (None, 4)])
def test_old_drafts_go_while_the_service_runs(database: Database, days: int | None, left: int) -> None:
    fill(database, now=datetime.now(UTC) - timedelta(days=60))
    with cleaning(database, default_days=days, every_s=0.05):
        deadline = time.monotonic() + 20
        while contents(database)["idempotency_keys"] and time.monotonic() < deadline:
            time.sleep(0.02)
    after = contents(database)
    assert len(after["drafts"]) == left
    assert after["login_sessions"] == []


def test_a_service_that_has_just_begun_deletes_nothing_young(sqlite_database: Database) -> None:
    fill(sqlite_database, now=datetime.now(UTC))
    before = contents(sqlite_database)
    assert clean(sqlite_database, default_days=1) == Deleted()
    assert contents(sqlite_database) == before


def test_a_database_that_does_not_answer_is_asked_again_the_next_time(empty_database: Database) -> None:
    with cleaning(empty_database, default_days=1, every_s=0.01):
        time.sleep(0.1)


def test_several_may_clean_at_once(database: Database) -> None:
    fill(database, "north", "south", now=datetime.now(UTC) - timedelta(days=60))
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: clean(database, default_days=30), range(3)))
    assert sum(found, Deleted()) == Deleted(submissions=4, drafts=8, reports=8, batches=2)
    assert contents(database)["drafts"] == []
