"""Limits on how often requests come, which hold across processes since they are counted in the database."""

import hashlib
import ipaddress
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Lock

from starlette.requests import Request

from service.access.rate_limits import RateLimit
from service.errors import TooManyRequestsError
from service.logs import log_event
from service.storage.database import Database
from service.storage.errors import StorageError
from service.storage.rate_counters import add_to_counter, delete_counters
from service.storage.types import utc_now

SHARE = 50
"""A process takes one part in so many of a limit at once, and asks the database again when it has used that up."""
KEPT_S = 3_600
"""How long counters stay in the database."""
PATIENCE_S = 1
"""How long a request waits to be counted, where it goes on even uncounted."""
PAUSE_S = 10
"""How long requests go on uncounted after the database could not count one, so that not each of them waits."""
_NETWORK_BITS = 64
"""One household has as many addresses of version 6 as it likes; they count as one."""


class RateLimiter:
    """Spends from limits. Shared by every request of a process.

    What a process takes ahead of need is counted as used, so a limit is never passed; at worst a process that takes and
    does not use leaves a fiftieth less to others.
    """

    def __init__(self, database: Database, *, now: Callable[[], datetime] = utc_now) -> None:
        """Count in that database."""
        self._database = database
        self._now = now
        self._lock = Lock()
        self._taken: dict[tuple[str, int], int] = {}
        self._window = 0
        self._pause_ends: datetime | None = None

    def spend(self, limit: RateLimit, whose: str) -> None:
        """Count one request; when the database cannot count, it goes on, since an answer matters more.

        Raises:
            TooManyRequestsError: the limit of this window is used up.
        """
        now = self._now()
        if self._pause_ends is not None and now < self._pause_ends <= now + timedelta(seconds=PAUSE_S):
            return
        try:
            self._spend(limit, whose, most_ahead=max(1, limit.most // SHARE), patience_s=PATIENCE_S)
        except StorageError as error:
            self._pause_ends = now + timedelta(seconds=PAUSE_S)
            log_event("rate_not_counted", code=error.code)

    def spend_strictly(self, limit: RateLimit, whose: str) -> None:
        """Count one request, alone and always; for attempts at guessing.

        Raises:
            TooManyRequestsError: the limit of this window is used up.
            StorageError: the database cannot count.
        """
        self._spend(limit, whose, most_ahead=1)

    def _spend(self, limit: RateLimit, whose: str, *, most_ahead: int, patience_s: int | None = None) -> None:
        if limit.most == 0:
            return
        now = self._now()
        key = (limit.bucket(whose), limit.window_start(now))
        with self._lock:
            left = self._taken.get(key, 0)
            if left > 0:
                self._taken[key] = left - 1
                return
        granted = self._take(limit, key, most_ahead, patience_s)
        if granted <= 0:
            raise TooManyRequestsError(limit.retry_after_s(now))
        with self._lock:
            self._taken[key] = self._taken.get(key, 0) + granted - 1

    def _take(self, limit: RateLimit, key: tuple[str, int], number: int, patience_s: int | None) -> int:
        """How many more requests this process may let pass, at most `number`."""
        bucket, window_start = key
        is_new_window = self._forget(window_start)
        with self._database.writing(patience_s=patience_s) as session:
            total = add_to_counter(session, bucket, window_start, number=number)
            if is_new_window:
                delete_counters(session, before=window_start - KEPT_S)
        return min(number, limit.most - (total - number))

    def _forget(self, window_start: int) -> bool:
        """Drop what was taken of windows that are over; whether a new one has begun."""
        with self._lock:
            if window_start <= self._window:
                return False
            self._window = window_start
            self._taken = {key: left for key, left in self._taken.items() if key[1] >= window_start}
            return True


def address_of(request: Request) -> str:
    """Where a request comes from, as a word that does not tell the address."""
    host = request.client.host if request.client else ""
    try:
        parsed = ipaddress.ip_address(host)
        if parsed.version == 6:
            host = str(ipaddress.ip_network((parsed, _NETWORK_BITS), strict=False))
    except ValueError:
        pass
    return f"address-{_hidden(host)}"


def account_of(email: str) -> str:
    """An account that somebody tries to get into, as a word that does not tell the address."""
    return f"account-{_hidden(email.strip().lower())}"


def _hidden(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]
