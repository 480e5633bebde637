"""Something done again and again beside the work."""

import logging
from collections.abc import Callable
from threading import Event, Thread

from service.logs import log_event
from service.storage.errors import StorageError


class Round:
    """Does something again and again from a thread of its own; what the database refuses is tried the next time."""

    def __init__(self, name: str, task: Callable[[], None], *, interval_s: float) -> None:
        """Every `interval_s` seconds, from a thread of that name."""
        self._task = task
        self._interval_s = interval_s
        self._stop = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Do it no more, and wait until the last time is over."""
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.wait(self._interval_s):
            try:
                self._task()
            except StorageError as error:
                log_event("round_put_off", level=logging.WARNING, code=error.code)
            except Exception as error:
                log_event("round_failed", level=logging.ERROR, error=error)
