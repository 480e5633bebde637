"""Measures of agreement between two sets of marks.

Each takes two arrays of the same shape and works along the last axis, so that many resamples are measured at once.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Measure = Callable[[FloatArray, FloatArray], FloatArray]


def quadratic_weighted_kappa(first: FloatArray, second: FloatArray) -> FloatArray:
    """Agreement beyond chance, from -1 to 1; larger gaps cost their square. NaN when both always give one same mark.

    Cohen (1968) in the form of Lin's concordance (1989), to which quadratic weights reduce it.
    """
    gap = np.mean((first - second) ** 2, axis=-1)
    shift = np.mean(first, axis=-1) - np.mean(second, axis=-1)
    return 1 - ratio(gap, np.var(first, axis=-1) + np.var(second, axis=-1) + shift**2)


def exact_agreement(first: FloatArray, second: FloatArray) -> FloatArray:
    """Share of scripts with the same mark, from 0 to 1."""
    return np.asarray(np.mean(first == second, axis=-1))


def adjacent_agreement(first: FloatArray, second: FloatArray) -> FloatArray:
    """Share of scripts whose marks are at most one apart, from 0 to 1."""
    return np.asarray(np.mean(np.abs(first - second) <= 1, axis=-1))


def f1_score(first: BoolArray, second: BoolArray) -> FloatArray:
    """Agreement on what is present, from 0 to 1; the same both ways round. NaN when neither ever sees it."""
    both = np.sum(first & second, axis=-1)
    return ratio(2 * both, np.sum(first, axis=-1) + np.sum(second, axis=-1))


def correlation(first: FloatArray, second: FloatArray) -> FloatArray:
    """Pearson's r, from -1 to 1. NaN when either never varies."""
    first_gap = first - np.mean(first, axis=-1, keepdims=True)
    second_gap = second - np.mean(second, axis=-1, keepdims=True)
    return ratio(np.mean(first_gap * second_gap, axis=-1), np.std(first, axis=-1) * np.std(second, axis=-1))


def mean_absolute_error(first: FloatArray, second: FloatArray) -> FloatArray:
    """Mean gap in marks, 0 or more."""
    return np.asarray(np.mean(np.abs(first - second), axis=-1))


def mean_difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """How much more the second gives on average; below 0 when it gives less."""
    return np.asarray(np.mean(second - first, axis=-1))


def sd_ratio(first: FloatArray, second: FloatArray) -> FloatArray:
    """Spread of the second over spread of the first; below 1 when the second huddles in the middle."""
    return ratio(np.std(second, axis=-1), np.std(first, axis=-1))


def standardized_mean_difference(first: FloatArray, second: FloatArray) -> FloatArray:
    """SMD: how much more the second gives, in standard deviations; NaN when neither ever varies.

    As RSMTool has it: the deviation is the root of the mean of both variances, over n - 1.
    """
    variance = (_sample_variance(first) + _sample_variance(second)) / 2
    return ratio(mean_difference(first, second), np.sqrt(variance))


def difference_of_standardized_means(
    first: FloatArray, second: FloatArray, *, all_first: FloatArray, all_second: FloatArray
) -> FloatArray:
    """DSM of a group: how far the second places the group higher among all scripts than the first does.

    As RSMTool has it: both sets of marks are put on a scale of their own, with mean 0 and deviation 1 over all scripts,
    and the group's means on it are compared. NaN when a set of marks never varies.
    """
    return _place(second, all_second) - _place(first, all_first)


def _place(group: FloatArray, everyone: FloatArray) -> FloatArray:
    gap = np.mean(group, axis=-1) - np.mean(everyone, axis=-1)
    return ratio(gap, np.sqrt(_sample_variance(everyone)))


def _sample_variance(values: FloatArray) -> FloatArray:
    n = values.shape[-1]
    return np.asarray(np.var(values, axis=-1) * n / (n - 1) if n > 1 else np.zeros(values.shape[:-1]))


def ratio(part: npt.NDArray[Any], whole: npt.NDArray[Any]) -> FloatArray:
    """Part over whole; NaN where the whole is nothing."""
    blank = np.full(np.shape(part), np.nan)
    return np.asarray(np.divide(part, whole, out=blank, where=np.asarray(whole) > 0))


def mean_where_defined(values: FloatArray) -> FloatArray:
    """Mean of what is not NaN; NaN where nothing is defined."""
    defined = ~np.isnan(values)
    return ratio(np.sum(np.where(defined, values, 0.0), axis=-1), np.sum(defined, axis=-1))
