"""A name belongs to one living worker; whoever wrongly wants the same one is told whose it is."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain, count

import pytest

from service.jobs.names import NameDesk, WorkerNameTakenError
from service.storage.database import Database
from service.storage.types import utc_now
from service.storage.workers import WorkerProcess, give_sign_of_life, mark_stopped, take_name


def desk(database: Database, *events: Iterator[object]) -> NameDesk:
    """A desk whose time passes at once; while it waits, the next of the events happens."""
    seconds, during = count(), chain(*events)
    return NameDesk(
        database=database,
        lease_s=10.0,
        clock=lambda: float(next(seconds)),
        sleep=lambda _: next(during, None),  # type: ignore[arg-type]
    )


def process(name: str, number: int) -> WorkerProcess:
    return WorkerProcess(executor_id=name, host="other", process_id=number, started_at=utc_now())


def hold(database: Database, held: WorkerProcess) -> None:
    with database.writing() as session:
        assert take_name(session, held)


def beats(database: Database, holder: WorkerProcess) -> Iterator[bool]:
    for number in count(1):
        with database.writing() as session:
            yield give_sign_of_life(session, holder, holder.started_at - timedelta(seconds=number))


def test_a_free_name_is_given_at_once(database: Database) -> None:
    assert desk(database).claim("one").executor_id == "one"


def test_a_name_whose_worker_lives_is_refused_even_if_its_clock_runs_backwards(database: Database) -> None:
    holder = process("one", 77)
    hold(database, holder)
    with pytest.raises(WorkerNameTakenError, match="process 77 on other"):
        desk(database, beats(database, holder)).claim("one")


def test_a_name_left_in_order_is_free_at_once(database: Database) -> None:
    holder = process("one", 77)
    hold(database, holder)
    with database.writing() as session:
        assert mark_stopped(session, holder, utc_now())
    assert desk(database).claim("one").process_id != 77


def test_a_name_without_signs_of_life_changes_hands_and_its_former_holder_notices(database: Database) -> None:
    former = process("one", 77)
    hold(database, former)
    desk(database).claim("one")
    with database.writing() as session:
        assert not give_sign_of_life(session, former, utc_now())
        assert not mark_stopped(session, former, utc_now())


def test_workers_without_a_name_of_their_own_get_numbers(database: Database) -> None:
    found = [desk(database).claim_any().executor_id for _ in range(3)]
    assert [name.rpartition("-")[2] for name in found] == ["1", "2", "3"]
