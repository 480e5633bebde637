from math import nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evaluation.measures import (
    Measure,
    adjacent_agreement,
    correlation,
    difference_of_standardized_means,
    exact_agreement,
    f1_score,
    mean_absolute_error,
    mean_difference,
    mean_where_defined,
    quadratic_weighted_kappa,
    sd_ratio,
    standardized_mean_difference,
)

MEASURES = (quadratic_weighted_kappa, exact_agreement, adjacent_agreement, correlation, mean_absolute_error, sd_ratio)
bands = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=30)


def _apart(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:
    first, second = zip(*pairs, strict=True)
    return np.array(first, dtype=float), np.array(second, dtype=float)


@pytest.mark.parametrize(
    ("measure", "first", "second", "expected"),
    [
        (quadratic_weighted_kappa, [0, 1, 2, 3, 4], [0, 1, 2, 3, 4], 1.0),
        (quadratic_weighted_kappa, [0, 4], [4, 0], -1.0),
        (quadratic_weighted_kappa, [0, 0, 4, 4], [0, 4, 0, 4], 0.0),
        (quadratic_weighted_kappa, [1, 2, 3], [2, 3, 4], 4 / 7),
        (quadratic_weighted_kappa, [2, 2, 2], [2, 2, 2], nan),
        (quadratic_weighted_kappa, [2, 2, 2], [1, 1, 1], 0.0),
        (exact_agreement, [0, 1, 2, 3], [0, 1, 3, 1], 0.5),
        (adjacent_agreement, [0, 1, 2, 3], [0, 1, 3, 1], 0.75),
        (correlation, [10, 20, 30], [1, 2, 3], 1.0),
        (correlation, [10, 20, 30], [3, 2, 1], -1.0),
        (correlation, [10, 20, 30], [5, 5, 5], nan),
        (mean_absolute_error, [50, 60], [40, 65], 7.5),
        (mean_difference, [50, 60], [40, 65], -2.5),
        (sd_ratio, [40, 60], [45, 55], 0.5),
        (sd_ratio, [50, 50], [45, 55], nan),
    ],
)
def test_measures_give_what_a_hand_computes(
    measure: Measure, first: list[float], second: list[float], expected: float
) -> None:
    assert measure(np.array(first, dtype=float), np.array(second, dtype=float)) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ([1, 1, 0, 0], [1, 0, 1, 0], 0.5),
        ([1, 0], [1, 0], 1.0),
        ([1, 0], [0, 1], 0.0),
        ([0, 0], [0, 0], nan),
    ],
)
def test_f1_counts_what_either_sees(first: list[int], second: list[int], expected: float) -> None:
    assert f1_score(np.array(first) > 0, np.array(second) > 0) == pytest.approx(expected, nan_ok=True)


@given(bands)
def test_kappa_is_the_weighted_share_of_disagreement_against_chance(pairs: list[tuple[int, int]]) -> None:
    """The textbook's form: observed over expected squared gaps, the expected from every pair of marks."""
    observed = sum((one - other) ** 2 for one, other in pairs) / len(pairs)
    expected = sum((one - other) ** 2 for one, _ in pairs for _, other in pairs) / len(pairs) ** 2
    if expected:
        assert quadratic_weighted_kappa(*_apart(pairs)) == pytest.approx(1 - observed / expected)


@given(bands)
def test_f1_is_the_mean_of_precision_and_recall(pairs: list[tuple[int, int]]) -> None:
    first, second = (side > 1 for side in _apart(pairs))
    both = (first & second).sum()
    if both:
        precision, recall = both / second.sum(), both / first.sum()
        assert f1_score(first, second) == pytest.approx(2 * precision * recall / (precision + recall))


@given(bands)
def test_kappa_lies_between_its_ends_and_is_the_same_both_ways_round(pairs: list[tuple[int, int]]) -> None:
    first, second = _apart(pairs)
    there, back = quadratic_weighted_kappa(first, second), quadratic_weighted_kappa(second, first)
    assert np.array_equal(there, back, equal_nan=True)
    assert np.isnan(there) or -1 - 1e-12 <= there <= 1


@pytest.mark.parametrize("measure", MEASURES)
def test_many_rows_at_once_are_measured_as_one_by_one(measure: Measure) -> None:
    rng = np.random.default_rng(1)
    first, second = rng.integers(0, 5, (6, 20)).astype(float), rng.integers(0, 5, (6, 20)).astype(float)
    one_by_one = [float(measure(ours, theirs)) for ours, theirs in zip(first, second, strict=True)]
    assert measure(first, second).tolist() == one_by_one


@pytest.mark.parametrize(
    ("values", "expected"), [([1.0, 0.5], 0.75), ([1.0, nan], 1.0), ([nan, nan], nan), ([0.0, nan, 1.0], 0.5)]
)
def test_a_mean_leaves_out_what_is_not_defined(values: list[float], expected: float) -> None:
    assert mean_where_defined(np.array(values)) == pytest.approx(expected, nan_ok=True)


def test_smd_is_the_shift_in_deviations_of_both() -> None:
    first, second = np.array([1.0, 2.0, 3.0]), np.array([2.0, 4.0, 6.0])
    assert standardized_mean_difference(first, second) == pytest.approx(2 / np.sqrt((1 + 4) / 2))


def test_smd_is_undefined_where_nothing_varies() -> None:
    same = np.array([2.0, 2.0])
    assert np.isnan(standardized_mean_difference(same, same))


def test_dsm_compares_places_among_all_and_forgives_a_shift_of_all() -> None:
    everyone = np.array([0.0, 1.0, 2.0, 3.0])
    whole = {"all_first": everyone, "all_second": 10 + 2 * everyone}
    fair = difference_of_standardized_means(everyone[:2], 10 + 2 * everyone[:2], **whole)
    assert fair == pytest.approx(0)
    raised = difference_of_standardized_means(everyone[:2], 12 + 2 * everyone[:2], **whole)
    assert raised == pytest.approx(2 / np.std(2 * everyone, ddof=1))
