"""How often something may happen."""

from datetime import UTC, datetime, timedelta

import pytest

from service.access.rate_limits import RateLimit

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("most", "count", "allowed"), [(3, 3, True), (3, 4, False), (1, 1, True), (1, 2, False), (0, 10_000, True)]
)
def test_a_limit_counts_up_to_its_number(most: int, count: int, allowed: bool) -> None:
    assert RateLimit(name="login", most=most).allows(count) is allowed


@pytest.mark.parametrize(("seconds", "start", "wait"), [(0, 0, 60), (1, 0, 59), (59, 0, 1), (60, 60, 60), (61, 60, 59)])
def test_windows_follow_one_another(seconds: int, start: int, wait: int) -> None:
    limit = RateLimit(name="login", most=3)
    now = NOON + timedelta(seconds=seconds, milliseconds=400)
    assert limit.window_start(now) == int(NOON.timestamp()) + start
    assert limit.retry_after_s(now) == wait


def test_each_subject_has_its_own_counter() -> None:
    limit = RateLimit(name="login", most=3)
    assert limit.bucket("a") != limit.bucket("b") != RateLimit(name="requests", most=3).bucket("b")
