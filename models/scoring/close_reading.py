"""Reads a text of a few sentences as a whole, word by word: in it one clause decides, and a bag of words misses it.

A published sentence encoder was taught with low-rank changes to its last layers (Hu et al. 2021) to tell what a short
text has. It knows that a point which is denied, turned round or set aside is not made, which counts and single words
hardly show. It takes too long for drafts, where one sentence is one of many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.encoder import LAYERS, Layer, Numbers, load_encoder
from models.low_rank import change, read_layers, summary_of
from models.scoring.features import Matrix, log_odds


@dataclass(frozen=True, slots=True, kw_only=True)
class ShortText:
    """What the close reading makes of a text, by each of its networks."""

    levels: Matrix
    """Network by element by 2: probabilities that the text has the element at all, and developed."""
    readiness: float
    """By how many log-odds all readings of a short text together credit an element too readily."""
    misconceptions: Mapping[str, Matrix]
    """Of each misconception that was taught, the probability that the text shows it by each network."""


@dataclass(frozen=True, kw_only=True)
class CloseReading:
    """What was learned on top of the encoder, by networks that were taught differently: all of them count."""

    down: Mapping[str, Numbers]
    """By part of a layer the first factor of its change: network by layer by what comes in by rank. The last layers
    change."""
    up: Mapping[str, Numbers]
    """The second factor: network by layer by rank by what goes out."""
    weights: Numbers
    """Network by `SUMMARY` numbers by element and level, then by misconception."""
    bias: Numbers
    """Network by element and level, then by misconception."""
    readiness: float
    """See `ShortText.readiness`."""
    misconceptions: tuple[str, ...]

    def read(self, text: str) -> ShortText:
        """What the text has, as probabilities."""
        encoder = load_encoder()
        places = np.array([encoder.places_of(text)])
        there = np.ones(places.shape, dtype=np.float32)
        untouched, changed = self._layers
        below = read_layers(untouched, encoder.begin(places))
        summaries = np.stack([summary_of(read_layers(layers, below), there, np) for layers in changed])
        odds = np.clip((summaries @ self.weights)[:, 0] + self.bias, -30, 30)
        chances = 1 / (1 + np.exp(-odds))
        split = chances.shape[1] - len(self.misconceptions)
        levels = chances[:, :split].reshape(len(chances), -1, 2)
        levels[:, :, 1] = levels.min(axis=2)
        return ShortText(
            levels=levels,
            readiness=self.readiness,
            misconceptions=dict(zip(self.misconceptions, chances[:, split:].T, strict=True)),
        )

    @cached_property
    def _layers(self) -> tuple[Sequence[Layer], Sequence[Sequence[Layer]]]:
        """The layers that stay as they are, and the last ones as each network has changed them."""
        layers = load_encoder().layers
        networks, depth = next(iter(self.down.values())).shape[:2]
        changed = [
            [
                change(layer, _of(self.down, network), _of(self.up, network), at)
                for at, layer in enumerate(layers[LAYERS - depth :])
            ]
            for network in range(networks)
        ]
        return layers[: LAYERS - depth], changed


def _of(factors: Mapping[str, Numbers], network: int) -> Mapping[str, Numbers]:
    return {name: each[network] for name, each in factors.items()}


def averaged(opinions: Matrix, *, less: npt.ArrayLike = 0.0) -> Matrix:
    """Opinions, the first direction of a table of probabilities, as one: the mean of their log-odds, less so many."""
    return np.asarray(1 / (1 + np.exp(np.asarray(less) - log_odds(opinions).mean(axis=0))))


def settled(short: Matrix, closely: ShortText) -> Matrix:
    """Levels by all readings of a short text, element by 2."""
    return averaged(np.concatenate([short[None], closely.levels]), less=[closely.readiness, 0.0])
