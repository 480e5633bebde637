"""Dead workers are told by signs of life that do not come, whatever the clocks say."""

from datetime import UTC, datetime, timedelta

import pytest

from service.jobs.watch import WorkerWatch
from service.storage.tables import Worker

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEASE_S = 10.0


def worker(name: str, *, beat: timedelta = timedelta(0), stopped: bool = False) -> Worker:
    return Worker(
        executor_id=name,
        host="h",
        process_id=1,
        started_at=NOON,
        heartbeat_at=NOON + beat,
        stopped_at=NOON if stopped else None,
    )


def names_gone(looks: list[tuple[float, list[Worker]]]) -> list[str]:
    times = iter(time_s for time_s, _ in looks)
    watch = WorkerWatch(lease_s=LEASE_S, longest_gap_s=4.0, clock=lambda: next(times))
    gone: list[Worker] = []
    for _, workers in looks:
        gone = watch.find_gone(workers)
    return [one.executor_id for one in gone]


def every_second(seconds: int, beat: timedelta) -> list[tuple[float, list[Worker]]]:
    return [(float(second), [worker("a", beat=second * beat)]) for second in range(seconds)]


@pytest.mark.parametrize(
    ("looks", "gone"),
    [
        (every_second(11, timedelta(0)), ["a"]),
        (every_second(10, timedelta(0)), []),
        (every_second(30, timedelta(seconds=1)), []),
        (every_second(30, timedelta(seconds=-1)), []),
        (every_second(30, timedelta(hours=-7)), []),
        ([(0.0, [worker("a", stopped=True)])], ["a"]),
        ([(0.0, [worker("a")]), (60.0, [worker("a")])], []),
        ([(0.0, [worker("a")]), (60.0, [worker("a")]), (63.0, [worker("a")])], []),
        ([(0.0, [])], []),
    ],
    ids=[
        "silent for the lease",
        "silent for less",
        "alive",
        "alive with a clock that runs backwards",
        "alive with a clock set back again and again",
        "left in order",
        "nobody looked in between",
        "nobody looked, and then for a short time only",
        "nobody there",
    ],
)
def test_a_worker_is_gone_when_its_sign_stays_the_same(
    looks: list[tuple[float, list[Worker]]], gone: list[str]
) -> None:
    assert names_gone(looks) == gone


def test_only_the_silent_one_of_two_is_gone() -> None:
    looks = [(float(s), [worker("a"), worker("b", beat=timedelta(seconds=s))]) for s in range(12)]
    assert names_gone(looks) == ["a"]


def test_a_name_in_new_hands_is_watched_anew() -> None:
    looks = [(float(s), [worker("a")]) for s in range(9)]
    again = worker("a")
    again.started_at = NOON + timedelta(seconds=9)
    looks += [(float(s), [again]) for s in range(9, 15)]
    assert names_gone(looks) == []
