"""A worker's signs of life, given from a thread of its own."""

import logging
from collections.abc import Callable
from datetime import datetime
from threading import Event, Thread

from service.logs import log_event
from service.storage.database import Database
from service.storage.errors import StorageError
from service.storage.types import utc_now
from service.storage.workers import WorkerProcess, give_sign_of_life, mark_stopped

BEATS_UNTIL_GONE = 10
"""Signs of life that fail to come before a worker counts as gone."""


class Heartbeat:
    """Gives signs of life until stopped, or until the name is no longer the worker's own."""

    def __init__(
        self,
        database: Database,
        process: WorkerProcess,
        *,
        interval_s: float,
        on_loss: Event,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`on_loss` is set when somebody else has the name, or everybody took the worker for gone."""
        self._database = database
        self._process = process
        self._interval_s = interval_s
        self._on_loss = on_loss
        self._now = now
        self._stop = Event()
        self._thread = Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Give no more, and say that the worker leaves in order, if the database can be told."""
        self._stop.set()
        self._thread.join()
        try:
            with self._database.writing() as session:
                mark_stopped(session, self._process, self._now())
        except StorageError as error:
            log_event("worker_left_unsaid", level=logging.WARNING, code=error.code)

    def _run(self) -> None:
        while not self._stop.wait(self._interval_s):
            try:
                with self._database.writing() as session:
                    is_ours = give_sign_of_life(session, self._process, self._now())
            except StorageError as error:
                log_event("heartbeat_missed", level=logging.WARNING, code=error.code)
                continue
            if not is_ours:
                log_event("worker_name_lost", level=logging.ERROR, worker=self._process.executor_id)
                self._on_loss.set()
                return
