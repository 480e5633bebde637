from math import isnan, nan

import numpy as np
import pytest

from models.evaluation.bootstrap import Bootstrap, estimate


def _bootstrap(*, resamples: int = 100, start: int = 1) -> Bootstrap:
    return Bootstrap(rng=np.random.default_rng(start), resamples=resamples)


def test_the_first_draw_is_the_scripts_as_they_are() -> None:
    draws = _bootstrap().draw(7)
    assert draws.shape == (101, 7)
    assert draws[0].tolist() == list(range(7))


def test_every_draw_takes_scripts_that_there_are() -> None:
    drawn = _bootstrap().draw(7)[1:]
    assert set(drawn.ravel().tolist()) == set(range(7))


def test_the_same_start_draws_the_same_scripts() -> None:
    assert np.array_equal(_bootstrap().draw(7), _bootstrap().draw(7))
    assert not np.array_equal(_bootstrap().draw(7), _bootstrap(start=2).draw(7))


def test_an_interval_holds_the_middle_95_of_100_resamples() -> None:
    found = estimate(np.array([0.5, *np.linspace(0, 1, 1_001)]))
    assert (found.value, found.low, found.high) == pytest.approx((0.5, 0.025, 0.975))


def test_resamples_without_a_value_do_not_count() -> None:
    found = estimate(np.array([0.5, nan, 0.4, nan, 0.4]))
    assert (found.low, found.high) == (0.4, 0.4)


@pytest.mark.parametrize("drawn", [[], [nan, nan]])
def test_without_resamples_there_is_no_interval(drawn: list[float]) -> None:
    found = estimate(np.array([0.5, *drawn]))
    assert found.value == 0.5
    assert isnan(found.low)
    assert isnan(found.high)


def test_no_resamples_may_be_asked_for() -> None:
    assert _bootstrap(resamples=0).draw(3).tolist() == [[0, 1, 2]]
