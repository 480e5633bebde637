"""Whether the service can do its work now: asked of each part, each time."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from threading import Lock

from service.config import Settings
from service.http.errors import NotReadyError
from service.http.reviews import ReviewDesk
from service.storage.database import Database
from service.storage.errors import StorageError
from service.storage.migrating import read_state
from service.storage.queues import measure_queues, read_heartbeats
from service.storage.types import utc_now

SILENCE_S = 30.0
"""How long a worker may give no sign of life before it counts as gone."""


class Workers:
    """Tells living workers from dead ones by whether their signs of life change, seen by our own steady clock.

    A worker's clock may be wrong. So its time counts only at the first sight of it, when nothing else is known.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic, now: Callable[[], datetime] = utc_now) -> None:
        """Begin without having seen any."""
        self._clock = clock
        self._now = now
        self._seen: dict[str, tuple[datetime, float]] = {}
        self._deserted_since: float | None = None
        self._lock = Lock()

    def count_alive(self, heartbeats: Mapping[str, datetime]) -> int:
        """How many of these workers live."""
        with self._lock:
            now_s = self._clock()
            self._seen = {name: self._look(name, beat, now_s) for name, beat in heartbeats.items()}
            return sum(now_s - since_s < SILENCE_S for _, since_s in self._seen.values())

    def is_deserted(self, *, alive: int, waiting: int) -> bool:
        """Whether scripts have waited without any worker for longer than it takes to start one."""
        with self._lock:
            now_s = self._clock()
            if alive or not waiting:
                self._deserted_since = None
            elif self._deserted_since is None:
                self._deserted_since = now_s
            return self._deserted_since is not None and now_s - self._deserted_since >= SILENCE_S

    def _look(self, name: str, beat: datetime, now_s: float) -> tuple[datetime, float]:
        before = self._seen.get(name)
        if before is None:
            return beat, now_s - max(0.0, (self._now() - beat).total_seconds())
        return before if before[0] == beat else (beat, now_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Readiness:
    """Asks every part that the service needs."""

    settings: Settings
    desk: ReviewDesk
    database: Database
    workers: Workers = field(default_factory=Workers)

    def check(self) -> int:
        """Go on only when drafts can be read and kept; how many workers live.

        Raises:
            NotReadyError: they cannot; it says what is missing.
        """
        if not self.desk.is_ready:
            raise NotReadyError("Every thread is held by an overdue draft, or the service is stopping.")
        try:
            state = read_state(self.database)
            if not state.is_current:
                raise NotReadyError(
                    f"The tables are at version {state.current or 'none'}, and this program works with {state.wanted}. "
                    "Run: markpoint database upgrade"
                )
            with self.database.reading() as session:
                alive = self.workers.count_alive(read_heartbeats(session))
                waiting = measure_queues(session).scripts
        except StorageError as error:
            raise NotReadyError(str(error)) from error
        if self.settings.workers and self.workers.is_deserted(alive=alive, waiting=waiting):
            raise NotReadyError("Scripts wait, and no worker gives a sign of life. Look at the log of the workers.")
        return alive
