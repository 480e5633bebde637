"""Readiness tells the truth about each part."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from models.engine import build_engine
from service.config import Settings
from service.extraction import ExtractionLimits
from service.http.desk import WorkDesk
from service.http.errors import NotReadyError
from service.http.readiness import SILENCE_S, Readiness, Workers
from service.http.reviews import ReviewDesk
from service.storage.database import Database, open_database
from service.storage.tables import Worker
from tests.databases import PostgresServer, open_settings

NOW = datetime(2026, 3, 1, tzinfo=UTC)


class Times:
    """A steady clock and a wall clock, moved by hand."""

    def __init__(self) -> None:
        self.steady_s = 0.0
        self.wall = NOW

    def workers(self) -> Workers:
        return Workers(clock=lambda: self.steady_s, now=lambda: self.wall)


@pytest.fixture
def desk() -> Iterator[ReviewDesk]:
    limits = ExtractionLimits.from_settings(Settings())
    work = WorkDesk(threads=1, waiting=0, timeout_s=1)
    made = ReviewDesk(engines={}, default_id="", build=build_engine, limits=limits, work=work)
    yield made
    made.close()


def test_a_service_with_all_its_parts_is_ready(desk: ReviewDesk, database: Database) -> None:
    with database.writing() as session:
        beat = datetime.now(UTC)
        session.add(Worker(executor_id="a", host="h", process_id=1, started_at=beat, heartbeat_at=beat))
        session.add(
            Worker(executor_id="b", host="h", process_id=2, started_at=beat, heartbeat_at=beat, stopped_at=beat)
        )
    assert Readiness(settings=Settings(), desk=desk, database=database).check() == 1


def test_tables_of_another_version_are_named(desk: ReviewDesk, empty_database: Database) -> None:
    with pytest.raises(NotReadyError, match=r"at version none, .* Run: markpoint database upgrade"):
        Readiness(settings=Settings(), desk=desk, database=empty_database).check()


def test_tables_of_an_older_program_are_named(desk: ReviewDesk, sqlite_database: Database) -> None:
    with sqlite_database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = 'r0001'"))
    with pytest.raises(NotReadyError, match="at version r0001"):
        Readiness(settings=Settings(), desk=desk, database=sqlite_database).check()


def test_a_database_that_went_away_is_named_and_comes_back(
    desk: ReviewDesk, own_postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> None:
    url = own_postgres.make("ready", "template_markpoint")
    database = open_database(open_settings(url, tmp_path_factory.mktemp("data")))
    readiness = Readiness(settings=Settings(), desk=desk, database=database)
    readiness.check()
    own_postgres.kill()
    with pytest.raises(NotReadyError, match="The database does not answer"):
        readiness.check()
    own_postgres.start()
    assert readiness.check() == 0
    database.close()


def test_a_desk_that_is_closed_is_not_ready(desk: ReviewDesk, sqlite_database: Database) -> None:
    desk.close()
    with pytest.raises(NotReadyError, match="the service is stopping"):
        Readiness(settings=Settings(), desk=desk, database=sqlite_database).check()


def test_a_worker_whose_signs_stop_is_gone_after_a_while() -> None:
    times = Times()
    workers = times.workers()
    assert workers.count_alive({"a": NOW, "b": NOW}) == 2
    times.steady_s = SILENCE_S - 1
    assert workers.count_alive({"a": NOW, "b": NOW + timedelta(seconds=29)}) == 2
    times.steady_s = SILENCE_S + 1
    assert workers.count_alive({"a": NOW, "b": NOW + timedelta(seconds=29)}) == 1


@pytest.mark.parametrize(("age_s", "alive"), [(-3600, 1), (0, 1), (SILENCE_S - 1, 1), (SILENCE_S + 1, 0), (86_400, 0)])
def test_at_first_sight_an_old_sign_counts_as_none(age_s: float, alive: int) -> None:
    assert Times().workers().count_alive({"a": NOW - timedelta(seconds=age_s)}) == alive


def test_a_clock_that_is_wrong_or_set_back_makes_nobody_dead() -> None:
    times = Times()
    workers = times.workers()
    workers.count_alive({"a": NOW - timedelta(days=1)})
    times.wall -= timedelta(days=2)
    times.steady_s = 5
    assert workers.count_alive({"a": NOW - timedelta(days=1, seconds=-2)}) == 1
    times.steady_s = 10
    assert workers.count_alive({"a": NOW - timedelta(days=3)}) == 1


def test_scripts_that_wait_without_a_worker_are_noticed_after_a_while() -> None:
    times = Times()
    workers = times.workers()
    assert not workers.is_deserted(alive=0, waiting=3)
    times.steady_s = SILENCE_S
    assert workers.is_deserted(alive=0, waiting=3)
    assert not workers.is_deserted(alive=1, waiting=3)
    assert not workers.is_deserted(alive=0, waiting=3)
    times.steady_s += SILENCE_S
    assert not workers.is_deserted(alive=0, waiting=0)
