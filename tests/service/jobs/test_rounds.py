"""What is done again and again goes on after a failure, and ends when told."""

import time
from itertools import count
from threading import Event

import pytest

from service.jobs.rounds import Round
from service.storage.errors import DatabaseBusyError


@pytest.mark.parametrize("failure", [None, DatabaseBusyError("busy"), KeyError("a mistake")])
def test_a_task_is_done_until_it_is_stopped(failure: Exception | None) -> None:
    times, third = count(1), Event()

    def task() -> None:
        if next(times) >= 3:
            third.set()
        if failure is not None:
            raise failure

    one = Round("test", task, interval_s=0.01)
    one.start()
    assert third.wait(20)
    one.stop()
    done = next(times)
    time.sleep(0.05)
    assert next(times) == done + 1  # nobody has counted on meanwhile
