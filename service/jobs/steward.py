"""Keeps the queue true to our rows: fills it, recovers what dead workers had begun, ends batches, and forgets them.

Every worker runs one. Two at once do no harm: each try at a chunk has one name, and each change is made once.
"""

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from service.jobs.conclusion import conclude_batch
from service.jobs.runtime import ChunkQueue, ChunkRun
from service.jobs.watch import WorkerWatch
from service.logs import log_event
from service.storage import batches, workers
from service.storage.database import Database
from service.storage.tables import Batch

PATIENT_TRIES = 3
"""Tries at a chunk that follow one another at once; from then on, each waits twice as long as the one before."""
LONGEST_PAUSE_S = 120.0


@dataclass(slots=True, kw_only=True)
class Steward:
    """Looks after batches and workers whenever it is called."""

    database: Database
    queue: ChunkQueue
    watch: WorkerWatch
    worker_id: str
    clock: Callable[[], float] = time.monotonic
    _ended: dict[ChunkRun, float] = field(default_factory=dict)
    """Tries that ended and left scripts waiting, and when that was seen first."""

    def look_after_batches(self) -> None:
        """Queue the chunks of every batch in which scripts wait and nobody is at work; end batches without any."""
        with self.database.reading() as session:
            active = batches.list_active(session)
        for batch in active:
            self._look_after(batch)

    def look_after_workers(self) -> None:
        """Queue again what workers had begun that are gone, and strike out their names."""
        busy = self.queue.busy_workers()
        with self.database.reading() as session:
            known = workers.list_workers(session)
        others = [worker for worker in known if worker.executor_id != self.worker_id]
        gone = self.watch.find_gone(others)
        living = {worker.executor_id for worker in known} - {worker.executor_id for worker in gone}
        dead = busy - living - {self.worker_id}
        if dead:
            log_event("chunks_recovered", level=logging.WARNING, count=self.queue.recover(dead))
        for worker in gone:
            with self.database.writing() as session:
                workers.forget_worker(session, worker)

    def clear_queue(self) -> None:
        """Drop from the queue what it holds of batches that are done, cancelled or deleted."""
        known = self.queue.known_batches()  # before the rows: what is queued in between is left alone
        with self.database.reading() as session:
            active = {batch.id for batch in batches.list_active(session)}
        for batch_id in sorted(known - active):
            self.queue.forget(batch_id)

    def _look_after(self, batch: Batch) -> None:
        runs = self.queue.runs_of(batch.id)  # before the rows: a try that is over has written all it did
        with self.database.reading() as session:
            waiting = batches.waiting_chunks(session, batch)
        for chunk in waiting:
            last = max((run for run in runs if run.chunk == chunk), default=None)
            if last is None:
                self.queue.put(ChunkRun(batch.id, chunk, 1))
            elif not _is_open(runs, chunk) and self._may_follow(last):
                self.queue.put(ChunkRun(batch.id, chunk, last.number + 1))
        if not waiting:
            with self.database.writing() as session:
                conclude_batch(session, batch.institution_id, batch.id)
            self._ended = {run: seen_s for run, seen_s in self._ended.items() if run.batch_id != batch.id}

    def _may_follow(self, last: ChunkRun) -> bool:
        """Whether it is time for another try."""
        seen_s = self._ended.setdefault(last, self.clock())
        pause_s = 0.0 if last.number < PATIENT_TRIES else min(LONGEST_PAUSE_S, 2.0 ** (last.number - PATIENT_TRIES))
        return self.clock() - seen_s >= pause_s


def _is_open(runs: Mapping[ChunkRun, bool], chunk: int) -> bool:
    return any(is_open for run, is_open in runs.items() if run.chunk == chunk)
