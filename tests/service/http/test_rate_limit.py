"""Limits on how often requests come hold across processes."""

import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from starlette.requests import Request

from service.access.rate_limits import RateLimit
from service.errors import TooManyRequestsError
from service.http.rate_limit import RateLimiter, account_of, address_of
from service.storage.database import Database, open_database
from service.storage.errors import StorageError
from service.storage.tables import RateCounter
from tests.databases import open_settings

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HUNDRED = RateLimit(name="requests", most=100)
SPEND = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from service.access.rate_limits import RateLimit
from service.errors import TooManyRequestsError
from service.http.rate_limit import RateLimiter
from service.storage.database import open_database
from tests.databases import open_settings

database = open_database(open_settings(sys.argv[1], Path(sys.argv[2])))
limiter = RateLimiter(database, now=lambda: datetime(2026, 3, 1, 12, tzinfo=UTC))
passed = 0
for _ in range(100):
    try:
        limiter.spend(RateLimit(name="requests", most=100), "somebody")
        passed += 1
    except TooManyRequestsError:
        pass
print(passed)
database.close()
"""


def request_from(host: str) -> Request:
    return Request({"type": "http", "client": (host, 5_000), "headers": []})


def spend(limiter: RateLimiter, times: int, *, limit: RateLimit = HUNDRED, whose: str = "somebody") -> int:
    """How many of so many requests may go on."""
    passed = 0
    for _ in range(times):
        try:
            limiter.spend(limit, whose)
            passed += 1
        except TooManyRequestsError:
            continue
    return passed


@pytest.mark.parametrize(("times", "passed"), [(1, 1), (99, 99), (100, 100), (101, 100), (250, 100)])
def test_so_many_go_on_in_a_minute_and_no_more(sqlite_database: Database, times: int, passed: int) -> None:
    assert spend(RateLimiter(sqlite_database, now=lambda: NOON), times) == passed


def test_each_has_a_limit_of_their_own_and_a_new_one_each_minute(sqlite_database: Database) -> None:
    clock = [NOON]
    limiter = RateLimiter(sqlite_database, now=lambda: clock[0])
    assert spend(limiter, 150) == 100
    assert spend(limiter, 150, whose="another") == 100
    clock[0] += timedelta(minutes=1)
    assert spend(limiter, 150) == 100


def test_two_limiters_share_one_limit(database: Database) -> None:
    first, second = (RateLimiter(database, now=lambda: NOON) for _ in range(2))
    passed = sum(spend(limiter, 10) for _ in range(12) for limiter in (first, second))
    assert passed == 100


def test_processes_at_once_share_one_limit(database: Database, database_url: str, tmp_path: Path) -> None:
    call = [sys.executable, "-c", SPEND, database_url, str(tmp_path)]
    running = [subprocess.Popen(call, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    passed = [int(process.communicate(timeout=60)[0]) for process in running]
    assert 96 <= sum(passed) <= 100


def test_threads_at_once_share_one_limit(database: Database) -> None:
    limiter = RateLimiter(database, now=lambda: NOON)
    with ThreadPoolExecutor(8) as pool:
        passed = list(pool.map(lambda _: spend(limiter, 30), range(8)))
    assert 90 <= sum(passed) <= 100


def test_attempts_are_counted_one_by_one(sqlite_database: Database) -> None:
    limit = RateLimit(name="sign-in", most=3)
    outcomes: Counter[str] = Counter()
    for _ in range(3):
        limiter = RateLimiter(sqlite_database, now=lambda: NOON)
        for _ in range(2):
            try:
                limiter.spend_strictly(limit, "account")
                outcomes["passed"] += 1
            except TooManyRequestsError:
                outcomes["stopped"] += 1
    assert outcomes == {"passed": 3, "stopped": 3}


def test_a_limit_of_nought_is_none_and_counts_nothing(sqlite_database: Database) -> None:
    limiter = RateLimiter(sqlite_database, now=lambda: NOON)
    assert spend(limiter, 500, limit=RateLimit(name="requests", most=0)) == 500
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RateCounter)) == 0


def test_old_counters_are_forgotten(sqlite_database: Database) -> None:
    clock = [NOON]
    limiter = RateLimiter(sqlite_database, now=lambda: clock[0])
    spend(limiter, 3)
    clock[0] += timedelta(hours=2)
    spend(limiter, 3)
    with sqlite_database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RateCounter)) == 1


def test_without_its_database_requests_go_on_and_attempts_do_not(tmp_path: Path) -> None:
    database = open_database(open_settings(f"sqlite:///{tmp_path}/empty.db", tmp_path))
    limiter = RateLimiter(database, now=lambda: NOON)
    assert spend(limiter, 5) == 5
    with pytest.raises(StorageError):
        limiter.spend_strictly(HUNDRED, "account")
    database.close()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
        ("testclient", "testclient", True),
    ],
)
def test_addresses_of_one_household_count_as_one(one: str, other: str, same: bool) -> None:
    assert (address_of(request_from(one)) == address_of(request_from(other))) is same
    assert one not in address_of(request_from(one))


def test_an_account_is_counted_however_it_is_written() -> None:
    assert account_of(" Ada@Hill.example") == account_of("ada@hill.example") != account_of("bo@hill.example")
    assert "@" not in account_of("ada@hill.example")
