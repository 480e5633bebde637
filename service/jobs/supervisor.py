"""The workers that `serve` starts: when there is something to do, again when one dies, away when nothing is left."""

import logging
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Self

from service.logs import log_event
from service.storage.batches import has_active
from service.storage.database import Database
from service.storage.errors import StorageError
from service.storage.types import utc_now
from service.storage.webhooks import has_due

COMMAND = (sys.executable, "-P", "-m", "service.commands.worker", "--until-input-ends")
LOOK_EVERY_S = 0.5
IDLE_S = 300.0
"""How long workers stay when there is nothing to do; each takes as much memory as the server."""
LEAVE_WITHIN_S = 20.0
LONGEST_PAUSE_S = 30.0


@dataclass(slots=True)
class Supervisor:
    """Keeps so many workers while there is work. A worker leaves by itself when the process that started it is gone."""

    database: Database
    count: int
    command: tuple[str, ...] = COMMAND
    idle_s: float = IDLE_S
    clock: Callable[[], float] = time.monotonic
    _workers: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _leaving: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _failures: int = 0
    _not_before_s: float = float("-inf")
    _last_work_s: float = float("-inf")
    _stop: Event = field(default_factory=Event)
    _thread: Thread | None = None

    def __enter__(self) -> Self:
        """Begin to look for work."""
        if self.count:
            self._thread = Thread(target=self._run, name="supervisor", daemon=True)
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Let every worker finish the script at hand and leave; what it had not begun waits for the next start."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
        self._dismiss()
        deadline = self.clock() + LEAVE_WITHIN_S
        for worker in self._leaving:
            try:
                worker.wait(max(0.0, deadline - self.clock()))
            except subprocess.TimeoutExpired:
                worker.kill()
                worker.wait()
        self.database.close()

    @property
    def process_ids(self) -> tuple[int, ...]:
        """The workers that are running."""
        return tuple(worker.pid for worker in self._workers)

    def look(self) -> None:
        """See who died and whether there is work; start or dismiss workers accordingly."""
        self._count_the_dead()
        now_s = self.clock()
        if self._has_work():
            self._last_work_s = now_s
            if now_s >= self._not_before_s:
                self._start_missing()
        elif self._workers and now_s - self._last_work_s >= self.idle_s:
            self._dismiss()

    def _run(self) -> None:
        while not self._stop.wait(LOOK_EVERY_S):
            try:
                self.look()
            except StorageError as error:
                log_event("work_not_seen", level=logging.WARNING, code=error.code)
            except OSError as error:
                log_event("workers_not_started", level=logging.ERROR, error=error)

    def _has_work(self) -> bool:
        with self.database.reading() as session:
            return has_active(session) or has_due(session, utc_now())

    def _start_missing(self) -> None:
        while len(self._workers) < self.count:
            self._workers.append(
                subprocess.Popen(self.command, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603
            )

    def _count_the_dead(self) -> None:
        """Forget workers that ended; each that did so by itself makes the next start wait longer."""
        self._leaving = [worker for worker in self._leaving if worker.poll() is None]
        dead = [worker for worker in self._workers if worker.poll() is not None]
        if not dead:
            return
        self._workers = [worker for worker in self._workers if worker not in dead]
        for worker in dead:
            _close_input(worker)
            log_event("worker_died", level=logging.ERROR, status=worker.returncode)
        self._failures += 1
        self._not_before_s = self.clock() + min(LONGEST_PAUSE_S, 0.25 * 2.0**self._failures)

    def _dismiss(self) -> None:
        for worker in self._workers:
            _close_input(worker)
        self._leaving += self._workers
        self._workers, self._failures = [], 0


def _close_input(worker: subprocess.Popen[bytes]) -> None:
    if worker.stdin is not None:
        worker.stdin.close()
