"""Work is bounded in number and in time, and the desk says truly whether it can take more."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from service.http.desk import WorkDesk
from service.http.errors import BusyError, OverdueError


@pytest.fixture
def release() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def wait_until_free(desk: WorkDesk) -> None:
    for _ in range(200):
        if desk.can_work:
            return
        threading.Event().wait(0.005)
    raise AssertionError("the desk never became free")


def test_a_job_gives_back_its_result() -> None:
    assert WorkDesk(threads=1, waiting=0, timeout_s=5).run(lambda: 42) == 42


@pytest.mark.parametrize("error", [ValueError("no"), TimeoutError("its own"), BusyError()])
def test_a_job_raises_its_own_error(error: Exception) -> None:
    def fail() -> None:
        raise error

    with pytest.raises(type(error)) as caught:
        WorkDesk(threads=1, waiting=0, timeout_s=5).run(fail)
    assert caught.value is error


def test_an_overdue_job_is_told_and_keeps_its_place_until_it_ends(release: threading.Event) -> None:
    desk = WorkDesk(threads=1, waiting=0, timeout_s=0.02)
    with pytest.raises(OverdueError):
        desk.run(release.wait)
    assert not desk.can_work
    with pytest.raises(BusyError):
        desk.run(lambda: 1)
    release.set()
    wait_until_free(desk)
    assert desk.run(lambda: 2) == 2


def test_a_job_that_never_began_in_time_is_dropped(release: threading.Event) -> None:
    desk = WorkDesk(threads=1, waiting=1, timeout_s=0.05)
    ran = []
    with ThreadPoolExecutor(2) as callers:
        first = callers.submit(desk.run, release.wait)
        second = callers.submit(desk.run, lambda: ran.append("second"))
        for call in (first, second):
            with pytest.raises(OverdueError):
                call.result()
    release.set()
    wait_until_free(desk)
    assert len(ran) <= 1


def test_threads_never_grow_beyond_the_limit(release: threading.Event) -> None:
    before = threading.active_count()
    desk = WorkDesk(threads=2, waiting=3, timeout_s=0.01)
    for _ in range(30):
        with pytest.raises((OverdueError, BusyError)):
            desk.run(release.wait)
    assert threading.active_count() - before <= 2


def test_a_closed_desk_takes_nothing() -> None:
    desk = WorkDesk(threads=1, waiting=0, timeout_s=5)
    desk.close()
    assert not desk.can_work
    with pytest.raises(BusyError):
        desk.run(lambda: 1)
