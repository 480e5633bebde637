"""Which workers are gone. Told by signs of life that do not come, never by comparing clocks.

A worker writes the time of its own clock, and that clock may be wrong or set back. So all that counts is whether the
sign changes, and how long the watcher's own steady clock has seen it unchanged.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.storage.tables import Worker

_Sign = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class _Sighting:
    sign: _Sign
    since_s: float


class WorkerWatch:
    """Watches the signs of life of workers."""

    def __init__(self, *, lease_s: float, longest_gap_s: float, clock: Callable[[], float] = time.monotonic) -> None:
        """A worker is gone whose sign stays the same for the lease.

        Where the watcher itself did not look for the longest gap, perhaps because nobody could reach the database, no
        time counts and it begins anew.
        """
        self._lease_s = lease_s
        self._longest_gap_s = longest_gap_s
        self._clock = clock
        self._sightings: dict[str, _Sighting] = {}
        self._last_look_s = float("-inf")

    def find_gone(self, workers: Sequence[Worker]) -> list[Worker]:
        """Those of the workers that left, or from whom nothing was heard for the lease."""
        now_s = self._clock()
        if now_s - self._last_look_s > self._longest_gap_s:
            self._sightings.clear()
        self._last_look_s = now_s
        self._sightings = {worker.executor_id: self._look_at(worker, now_s) for worker in workers}
        return [worker for worker in workers if worker.stopped_at is not None or self._is_silent(worker, now_s)]

    def _look_at(self, worker: Worker, now_s: float) -> _Sighting:
        sign = (worker.started_at, worker.heartbeat_at)
        before = self._sightings.get(worker.executor_id)
        return before if before is not None and before.sign == sign else _Sighting(sign, now_s)

    def _is_silent(self, worker: Worker, now_s: float) -> bool:
        return now_s - self._sightings[worker.executor_id].since_s >= self._lease_s
