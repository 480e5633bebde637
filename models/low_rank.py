"""A published sentence encoder as it was taught: low-rank changes to its last layers, and a few weights above."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from models.encoder import LAYERS, WIDTH, Layer, Numbers, load_encoder, numpy_maths, read_layer

SUMMARY = 2 * WIDTH
"""Numbers that a text comes down to."""
_MEAN_WEIGHT = 3.0
"""Brings the mean of the pieces near the size of their maximum."""
_FAR_BELOW = -9.0


@dataclass(frozen=True, kw_only=True)
class Taught:
    """What was learned on top of the encoder."""

    down: Mapping[str, Numbers]
    """By part of a layer the first factor of its change: layer by what comes in by rank. The last layers change."""
    up: Mapping[str, Numbers]
    """The second factor: layer by rank by what goes out."""
    weights: Numbers
    """`SUMMARY` numbers by what is told."""
    bias: Numbers

    def odds(self, text: str) -> Numbers:
        """Log-odds of each thing that is told of a text."""
        encoder = load_encoder()
        places = np.array([encoder.places_of(text)])
        there = np.ones(places.shape, dtype=np.float32)
        summary = summary_of(read_layers(self._layers, encoder.begin(places)), there, np)
        return np.asarray((summary @ self.weights)[0] + self.bias)

    @cached_property
    def _layers(self) -> Sequence[Layer]:
        """All layers, the last ones changed."""
        layers = load_encoder().layers
        depth = len(next(iter(self.down.values())))
        changed = (change(layer, self.down, self.up, at) for at, layer in enumerate(layers[LAYERS - depth :]))
        return *layers[: LAYERS - depth], *changed


def change(layer: Layer, down: Mapping[str, Any], up: Mapping[str, Any], at: int) -> Layer:
    """A layer with the change at a place of the factors."""
    return {**layer, **{name: (layer[name][0] + down[name][at] @ up[name][at], layer[name][1]) for name in down}}


def summary_of(state: Any, there: Any, library: Any) -> Any:
    """Text by `SUMMARY` numbers, from text by piece by number; `there` is 0 for what only fills up a row, else 1."""
    there = there[..., None]
    mean = (state * there).sum(1) / there.sum(1)
    most = library.where(there > 0, state, _FAR_BELOW).max(1)
    return library.concatenate([mean * _MEAN_WEIGHT, most], axis=1)


def read_layers(layers: Sequence[Layer], state: Numbers) -> Numbers:
    """What some layers make of texts of one length."""
    for layer in layers:
        state = read_layer(layer, state, 0, numpy_maths())
    return state
