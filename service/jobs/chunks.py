"""One chunk of a batch: its scripts scored one by one, results written a few at a time, each once."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from service.actions.reading import brief_of
from service.jobs.conclusion import conclude_batch
from service.jobs.patience import Patience
from service.jobs.scoring import Commission, ScriptScorer
from service.logs import log_event
from service.storage import batches, chunks
from service.storage.chunks import Outcome, TakenScript
from service.storage.database import Database
from service.storage.types import utc_now


@dataclass(slots=True, kw_only=True)
class ChunkRunner:
    """Works on chunks until it is told to leave."""

    database: Database
    scorer: ScriptScorer
    worker_id: str
    must_leave: Callable[[], bool]
    """Asked before each script."""
    patience: Patience = field(default_factory=Patience)
    scoring_s: float = 0.0
    """Seconds spent in scoring so far; the rest of a chunk's time is what keeping results costs."""
    chunks_s: float = 0.0
    """Seconds spent in chunks so far."""

    def run(self, batch_id: str, chunk: int) -> int:
        """Score what waits in a chunk; how many scripts still wait, because it was told to leave.

        Safe to run again at any time, and by two workers at once: a script that has a result is left alone.

        Raises:
            service.storage.errors.StorageError: the database stayed out of reach for longer than we wait.
        """
        started = time.perf_counter()
        left = self._run(batch_id, chunk)
        self.chunks_s += time.perf_counter() - started
        log_event(
            "chunk_worked",
            batch=batch_id,
            chunk=chunk,
            count=left,
            scoring_ms=round(1000 * self.scoring_s),
            duration_ms=round(1000 * self.chunks_s),
        )
        return left

    def _run(self, batch_id: str, chunk: int) -> int:
        task = self.patience.insist(lambda: self._begin(batch_id))
        if task is None:
            return 0
        taken = self.patience.insist(lambda: self._exchange(task, chunk, ()))
        while taken:
            outcomes = self._score(taken, task)
            unread = [script.item_id for script in taken[len(outcomes) :]]
            if unread or self.must_leave():
                return self.patience.insist(lambda: self._leave(task, chunk, outcomes, unread))  # noqa: B023
            taken = self.patience.insist(lambda: self._exchange(task, chunk, outcomes))  # noqa: B023
        self.patience.insist(lambda: self._finish(task))
        return 0

    def _score(self, taken: Sequence[TakenScript], task: Commission) -> list[Outcome]:
        """The outcomes of the scripts, as many as there were before being told to leave."""
        outcomes: list[Outcome] = []
        for script in taken:
            if self.must_leave():
                break
            started = time.perf_counter()
            outcomes.append(self.patience.insist(lambda: self.scorer.score(script, task)))  # noqa: B023
            self.scoring_s += time.perf_counter() - started
        return outcomes

    def _begin(self, batch_id: str) -> Commission | None:
        with self.database.writing() as session:
            batches.start_batch(session, batch_id, utc_now())
            found = chunks.find_work(session, batch_id)
            return None if found is None else Commission(work=found[0], brief=brief_of(session, found[1]))

    def _exchange(self, task: Commission, chunk: int, outcomes: Sequence[Outcome]) -> Sequence[TakenScript]:
        """Write results, and take the next scripts, in one go."""
        with self.database.writing() as session:
            for outcome in outcomes:
                chunks.write_outcome(session, task.work, outcome, worker_id=self.worker_id, now=utc_now())
            return chunks.take_scripts(session, task.work.batch_id, chunk)

    def _leave(self, task: Commission, chunk: int, outcomes: Sequence[Outcome], unread: Sequence[str]) -> int:
        """Write results, and give back what was taken and not begun."""
        with self.database.writing() as session:
            for outcome in outcomes:
                chunks.write_outcome(session, task.work, outcome, worker_id=self.worker_id, now=utc_now())
            chunks.give_back(session, unread)
            return chunks.count_waiting(session, task.work.batch_id, chunk)

    def _finish(self, task: Commission) -> None:
        """Note that the batch is done, if this was its last chunk."""
        with self.database.writing() as session:
            conclude_batch(session, task.work.institution_id, task.work.batch_id)
