"""Limits on how often requests come, which hold across processes since they are counted in the database."""

import hashlib
import ipaddress
from collections.abc import Callable
from datetime import datetime
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

    def spend(self, limit: RateLimit, whose: str) -> None:
        """Count one request; when the database cannot count, it goes on, since an answer matters more.

        Raises:
            TooManyRequestsError: the limit of this window is used up.
        """
        try:
            self._spend(limit, whose, most_ahead=max(1, limit.most // SHARE))
        except StorageError as error:
            log_event("rate_not_counted", code=error.code)

    def spend_strictly(self, limit: RateLimit, whose: str) -> None:
        """Count one request, alone and always; for attempts at guessing.

        Raises:
            TooManyRequestsError: the limit of this window is used up.
            StorageError: the database cannot count.
        """
        self._spend(limit, whose, most_ahead=1)

    def _spend(self, limit: RateLimit, whose: str, *, most_ahead: int) -> None:
        if limit.most == 0:
            return
        now = self._now()
        key = (limit.bucket(whose), limit.window_start(now))
        with self._lock:
            left = self._taken.get(key, 0)
            if left > 0:
                self._taken[key] = left - 1
                return
        granted = self._take(limit, key, most_ahead)
        if granted <= 0:
            raise TooManyRequestsError(limit.retry_after_s(now))
        with self._lock:
            self._taken[key] = self._taken.get(key, 0) + granted - 1

    def _take(self, limit: RateLimit, key: tuple[str, int], number: int) -> int:
        """How many more requests this process may let pass, at most `number`."""
        bucket, window_start = key
        is_new_window = self._forget(window_start)
        with self._database.writing() as session:
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
