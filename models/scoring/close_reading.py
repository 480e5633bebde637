"""Reads a text of a few sentences as a whole, word by word: in it one clause decides, and a bag of words misses it.

A published sentence encoder was taught with low-rank changes to its last layers (Hu et al. 2021) to tell what a short
text has. It knows that a point which is denied, turned round or set aside is not made, which counts and single words
hardly show. It takes too long for drafts, where one sentence is one of many.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from models.encoder import LAYERS, WIDTH, Layer, Numbers, hidden, load_encoder, numpy_maths, read_layer
from models.scoring.features import Matrix, log_odds

SUMMARY = 2 * WIDTH
"""Numbers that a text comes down to."""
_MEAN_WEIGHT = 3.0
"""Brings the mean of the pieces near the size of their maximum."""
_FAR_BELOW = -9.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """What the close reading makes of a text."""

    levels: Matrix
    """Element by 2: probabilities that the text has the element at all, and developed."""
    usual_odds: float
    """Log-odds with which the texts that were learned from have what they were written for."""
    misconceptions: Mapping[str, float]
    """Of each misconception that it was taught, the probability that the text shows it."""


@dataclass(frozen=True, kw_only=True)
class CloseReading:
    """What was learned on top of the encoder."""

    down: Mapping[str, Numbers]
    """By part of a layer the first factor of its change: layer by what comes in by rank. The last layers change."""
    up: Mapping[str, Numbers]
    """The second factor: layer by rank by what goes out."""
    weights: Numbers
    """`SUMMARY` numbers by element and level, then by misconception."""
    bias: Numbers
    usual_odds: float
    """See `ShortText.usual_odds`."""
    misconceptions: tuple[str, ...]

    def read(self, text: str) -> ShortText:
        """What the text has, as probabilities."""
        encoder = load_encoder()
        places = np.array([encoder.places_of(text)])
        state, there = encoder.begin(places), np.ones(places.shape, dtype=np.float32)
        for layer in self._layers:
            state = read_layer(layer, state, hidden(there), numpy_maths())
        odds = np.clip((summary_of(state, there, np) @ self.weights + self.bias)[0], -30, 30)
        chances = 1 / (1 + np.exp(-odds))
        split = len(chances) - len(self.misconceptions)
        levels = chances[:split].reshape(-1, 2)
        levels[:, 1] = levels.min(axis=1)
        return ShortText(
            levels=levels,
            usual_odds=self.usual_odds,
            misconceptions=dict(zip(self.misconceptions, chances[split:], strict=True)),
        )

    @cached_property
    def _layers(self) -> tuple[Layer, ...]:
        layers = load_encoder().layers
        split = LAYERS - len(next(iter(self.down.values())))
        changed = (change(layer, self.down, self.up, at) for at, layer in enumerate(layers[split:]))
        return (*layers[:split], *changed)


def change(layer: Layer, down: Mapping[str, Any], up: Mapping[str, Any], at: int) -> Layer:
    """A layer with the change at a place of the factors."""
    return {**layer, **{name: (layer[name][0] + down[name][at] @ up[name][at], layer[name][1]) for name in down}}


def summary_of(state: Any, there: Any, library: Any) -> Any:
    """Text by `SUMMARY` numbers, from text by piece by number; `there` is 0 for what only fills up a row, else 1."""
    there = there[..., None]
    mean = (state * there).sum(1) / there.sum(1)
    most = library.where(there > 0, state, _FAR_BELOW).max(1)
    return library.concatenate([mean * _MEAN_WEIGHT, most], axis=1)


def averaged(one: Matrix, other: Matrix, *, less: npt.ArrayLike = 0.0) -> Matrix:
    """Two opinions as one: the mean of their log-odds, less so many, as probabilities."""
    return np.asarray(1 / (1 + np.exp(np.asarray(less) - (log_odds(one) + log_odds(other)) / 2)))


def settled(short: Matrix, closely: ShortText) -> Matrix:
    """Levels by both readings of a short text, element by 2.

    Both learned from texts of which two in three have what they were written for; a text is read as if it were even.
    """
    return averaged(short, closely.levels, less=[closely.usual_odds, 0.0])
