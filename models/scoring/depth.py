"""How deep a sentence goes: a weighted sum of what can be counted in it, with the weights kept as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log1p

import yaml

from models.evidence import Signals

_MOST_FIGURES = 3
_MOST_ELEMENTS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthWeights:
    """The weights of `models/resources/depth.yaml`."""

    bias: float
    weights: Mapping[str, float]
    judges: Mapping[str, float]
    """Added for elements judged in that way."""


@cache
def load_depth_weights() -> DepthWeights:
    """The packaged weights."""
    table = yaml.safe_load(resources.files("models.resources").joinpath("depth.yaml").read_text(encoding="utf-8"))
    return DepthWeights(**table)


def traits_of(signals: Signals, elements: int) -> Mapping[str, float]:
    """What is weighed, by name; `elements` is the number of rubric ideas that the sentence brings together."""
    traits = {
        "log_words": log1p(signals.words),
        "specific_share": signals.specific / signals.content if signals.content else 0.0,
        "specific": min(signals.specific, 12) / 4,
        "figures": min(signals.figures, _MOST_FIGURES),
        "past": min(signals.past, 3),
        "breaks": min(signals.breaks, 2),
        "clauses": min(signals.clauses, 3),
        "comparatives": min(signals.comparatives, 2),
        "names": min(signals.names, 3),
        "own": min(signals.own, 2),
        "verbs": min(signals.verbs, 4),
        "elements": min(elements, _MOST_ELEMENTS),
    }
    return traits | {cue: 1.0 for cue in signals.cues}


def depth_of(signals: Signals, elements: int, judge: str) -> float:
    """Above 0 the sentence develops the idea, below 0 it only mentions it; about -4 to 4."""
    table = load_depth_weights()
    total = table.bias + table.judges.get(judge, 0.0)
    traits = traits_of(signals, elements)
    for name, weight in table.weights.items():
        total += weight * traits.get(name, 0.0)
    return total


def probability(depth: float) -> float:
    """The depth as a probability that the sentence develops the idea, from 0 to 1."""
    return 1 / (1 + exp(-depth))
