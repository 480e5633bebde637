"""What to do while the database is busy or away: wait, longer each time, and try again."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service.logs import log_event
from service.storage.errors import StorageError

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to go on trying. What is tried must be safe to do twice."""

    total_s: float = 300.0
    first_pause_s: float = 0.1
    longest_pause_s: float = 5.0

    def insist(self, action: Callable[[], T]) -> T:
        """What the action returns, as soon as the database lets it.

        Raises:
            StorageError: it did not, for all that time.
        """
        deadline, pause_s = time.monotonic() + self.total_s, self.first_pause_s
        while True:
            try:
                return action()
            except StorageError as error:
                if time.monotonic() + pause_s > deadline:
                    raise
                log_event("database_waited_for", level=logging.WARNING, code=error.code)
            time.sleep(pause_s)
            pause_s = min(2 * pause_s, self.longest_pause_s)
