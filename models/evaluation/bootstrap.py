"""How sure a figure is: its value on the scripts as they are, and how it varies when scripts are drawn again."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Draws = npt.NDArray[np.intp]
FloatArray = npt.NDArray[np.float64]

RESAMPLES = 1_000
_LOWEST, _HIGHEST = 2.5, 97.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A figure with its 95 % bootstrap percentile interval. NaN where it, or its interval, is not defined."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Bootstrap:
    """How scripts are drawn again. With no resamples, figures have no intervals."""

    rng: np.random.Generator
    resamples: int = RESAMPLES

    def draw(self, n: int) -> Draws:
        """Indices of scripts, one set a row: the n scripts as they are, then `resamples` sets with replacement."""
        return np.vstack([np.arange(n), self.rng.integers(0, n, size=(self.resamples, n))])


def estimate(values: FloatArray) -> Estimate:
    """The estimate behind the values of a measure on every row of `Bootstrap.draw`.

    A resample on which the measure is not defined (an element that nobody saw in it) does not count.
    """
    drawn = values[1:]
    defined = drawn[~np.isnan(drawn)]
    low, high = np.percentile(defined, [_LOWEST, _HIGHEST]) if defined.size else (np.nan, np.nan)
    return Estimate(value=float(values[0]), low=float(low), high=float(high))
