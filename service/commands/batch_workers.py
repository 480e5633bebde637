"""Processes that score the scripts of a batch side by side; a script that kills one does not stop the rest."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType, TracebackType
from typing import Self

from models.engine import ScoringEngine
from rubric.schema import Rubric
from service.commands.batch_journal import ResultKey, Saved
from service.config import Settings
from service.errors import DraftError
from service.exchange.outcomes import Problem
from service.extraction import ExtractionLimits
from service.workflow import Upload, open_engine, report_on, score_draft

_LOOK_UP_S = 0.2
"""How often a wish to stop is looked for while scripts are scored."""
_PER_PROCESS = 2
"""Scripts handed to each process ahead of time."""
_WISHES = (signal.SIGINT, signal.SIGTERM)
_DIED = Problem(code="worker_died", detail="The process that read it broke down. Save the draft in another format.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A script that is to be scored."""

    key: ResultKey
    upload: Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """What every process needs."""

    rubric: Rubric
    settings: Settings


Answer = Saved | Problem
_engine: ScoringEngine
_limits: ExtractionLimits


class StopWish:
    """Whether somebody asked to stop: the first interrupt asks, the second one insists."""

    def __init__(self) -> None:
        self.asked = False

    def __enter__(self) -> Self:
        self._before = {each: signal.signal(each, self._hear) for each in _WISHES}
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        for each, handler in self._before.items():
            signal.signal(each, handler)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True


class Workers:
    """A pool of processes, each with an engine of its own."""

    def __init__(self, setup: Setup, processes: int) -> None:
        self._setup = setup
        self._processes = processes
        self._running: dict[Future[Answer], Task] = {}

    def __enter__(self) -> Self:
        self._folder = TemporaryDirectory(prefix="markpoint-batch-")
        self._rubric = Path(self._folder.name) / "rubric.json"
        self._rubric.write_text(self._setup.rubric.model_dump_json(by_alias=True), encoding="utf-8")
        self._pool = self._start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._folder.cleanup()

    def score(self, tasks: Iterator[Task], stop: StopWish) -> Iterator[tuple[Task, Answer]]:
        """The answers as they come. After a wish to stop, what is being scored is finished and nothing else begun."""
        while True:
            if not stop.asked:
                for task in islice(tasks, max(0, _PER_PROCESS * self._processes - len(self._running))):
                    self._running[self._submit(task)] = task
            elif self._running:
                self._running = {future: task for future, task in self._running.items() if not future.cancel()}
            if not self._running:
                return
            yield from self._collect()

    def _collect(self) -> Iterator[tuple[Task, Answer]]:
        done, _ = wait(self._running, timeout=_LOOK_UP_S, return_when=FIRST_COMPLETED)
        if any(isinstance(future.exception(), BrokenProcessPool) for future in done):
            yield from self._score_alone()
            return
        for future in done:
            yield self._running.pop(future), future.result()

    def _score_alone(self) -> Iterator[tuple[Task, Answer]]:
        """Every script that was under way when a process died, one at a time: only the one that kills is given up."""
        suspects = list(self._running.items())
        self._running.clear()
        self._restart()
        for future, task in suspects:
            if future.done() and future.exception() is None:
                yield task, future.result()
                continue
            try:
                answer = self._submit(task).result()
            except BrokenProcessPool:
                answer = _DIED
                self._restart()
            yield task, answer

    def _submit(self, task: Task) -> Future[Answer]:
        try:
            with _wishes_held_back():
                return self._pool.submit(_score, task.upload)
        except BrokenProcessPool as error:
            broken: Future[Answer] = Future()
            broken.set_exception(error)
            return broken

    def _restart(self) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        """A pool whose processes start side by side: what they are given at once is little, the rubric is in a file."""
        return ProcessPoolExecutor(
            self._processes,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_prepare,
            initargs=(self._rubric, self._setup.settings),
        )


@contextmanager
def _wishes_held_back() -> Iterator[None]:
    """Keep signals back from this thread, and from any process that it starts until that is ready for them.

    Ctrl-C reaches every process of a terminal. One that ended while it starts would leave its parent writing to it
    for ever.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _WISHES)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _prepare(rubric: Path, settings: Settings) -> None:
    """Make a process ready: it leaves interrupts to its parent and does not outlive it."""
    global _engine, _limits
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _WISHES)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _limits = ExtractionLimits.from_settings(settings)
    _engine = open_engine(Rubric.model_validate_json(rubric.read_text(encoding="utf-8")), settings)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _score(upload: Upload) -> Answer:
    """One script scored in this process, or why it cannot be."""
    try:
        scored = score_draft(upload, _engine, _limits)
        return Saved(report=report_on(scored, _engine.rubric), text=scored.score.text)
    except DraftError as error:
        return Problem(code=error.code, detail=str(error))
    except Exception as error:
        detail = f"{upload.name}: a fault inside Markpoint ({type(error).__name__}). Please report it."
        return Problem(code="fault", detail=detail)
