"""How deep a sentence goes: a weighted sum of what can be counted in it, with the weights kept as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from math import exp

import yaml

from models.evidence import Signals

KEPT = 4096
"""Sentences whose numbers are kept: those of a draft that is being written are asked for again and again."""
_MOST_FIGURES = 3
_LIST_COMMAS = 3
_ARGUING = frozenset({"cause", "contrast", "condition", "judgement", "effect", "negation"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthTable:
    """The numbers of `models/resources/depth.yaml`, explained there."""

    bias: float
    weights: Mapping[str, float]
    own_shares: tuple[float, ...]
    pool_sentences: int
    pool_share: float
    alone: float


@cache
def load_depth_table() -> DepthTable:
    """The packaged numbers."""
    table = yaml.safe_load(resources.files("models.resources").joinpath("depth.yaml").read_text(encoding="utf-8"))
    return DepthTable(**table)


@lru_cache(maxsize=KEPT)
def traits_of(signals: Signals) -> Mapping[str, float]:
    """What is weighed, by name."""
    traits = {
        "specific_share": signals.specific / signals.content if signals.content else 0.0,
        "specific": min(signals.specific, 12) / 4,
        "figures": min(signals.figures, _MOST_FIGURES),
        "past": min(signals.past, 3),
        "breaks": min(signals.breaks, 2),
        "comparatives": min(signals.comparatives, 2),
        "names": min(signals.names, 3),
        "listing": float(signals.commas >= _LIST_COMMAS),
        "plain": float(not signals.cues & _ARGUING and not signals.comparatives),
        "verbs": min(signals.verbs, 4),
    }
    return traits | dict.fromkeys(signals.cues, 1.0)


@lru_cache(maxsize=KEPT)
def depth_of_words(signals: Signals) -> float:
    """Log-odds that a sentence develops an idea, by its own words: above 0 it does, below 0 it only mentions it.

    About -4 to 4. How much it is about the idea is added to this: see `Focus.depth_added`.
    """
    table = load_depth_table()
    traits = traits_of(signals)
    return table.bias + sum(weight * traits.get(name, 0.0) for name, weight in table.weights.items())


def depth_weights(names: Sequence[str]) -> tuple[float, ...]:
    """What each of some traits weighs; 0 for one that has no weight."""
    weights = load_depth_table().weights
    return tuple(weights.get(name, 0.0) for name in names)


def probability(depth: float) -> float:
    """The depth as a probability that the sentence develops the idea, from 0 to 1."""
    return 1 / (1 + exp(-depth))


def strength_of(own: Sequence[float], pool: Sequence[float]) -> float:
    """How developed an element is, from 0 to 1, on the depths of its own sentences and of all on its criterion.

    More sentences never make it less; one sentence that is deep beyond doubt is enough.
    """
    table = load_depth_table()
    deepest = sorted(map(probability, own), reverse=True)
    around = sorted(map(probability, pool), reverse=True)[: table.pool_sentences]
    if deepest[:1] and deepest[0] >= table.alone:
        return 1.0
    mine = sum(share * value for share, value in zip(table.own_shares, deepest, strict=False))
    return (1 - table.pool_share) * mine + table.pool_share * sum(around) / table.pool_sentences
