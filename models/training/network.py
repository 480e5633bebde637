"""Fits the networks that read each sentence again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from thinc.api import Adam, Dropout, Linear, Model, Relu, chain, fix_random_seed
from threadpoolctl import threadpool_limits

from models.evidence import Function
from models.scoring.features import FUNCTIONS, Matrix, SentenceTable
from models.scoring.network import SecondReading, flat, numbers_of, word_weight
from models.training.fit import FAMILY_WEIGHT, LEVELS
from models.training.tables import FamilyDraft, TrainingDraft

NETWORKS = 2
UNITS = 256
"""Of the hidden layer."""
_SHARE_IN_DRAFTS = 0.35
"""What families count beside labelled sentences for the networks that read drafts."""
_ELSEWHERE_WEIGHT = 0.5
_COMMON_WEIGHT = 0.5
_FUNCTION_WEIGHT = 0.3
_ROUNDS = 10
_BATCH = 256
_RATE = 4e-3
_LEAST_RATE = 1e-5
_DECAY = 0.01
_DROPOUT = 0.4
_DROPPED_OF_256 = 26
"""So many of 256 numbers are left out at each step."""
_FIRST_ODDS = -3.0
"""Where the odds of every element begin: most sentences earn next to none."""
_MOST_WORDS = 1500
_FEWEST_USES = 5
_LEAST_SPREAD = 0.05
_SIZE = 40.0
"""Numbers of a sentence that are about so many at a time are brought to a length near 1."""
FEWEST_SENTENCES = 1000
"""Labelled sentences below which a network would learn them by heart."""

_FRONT, _BACK = 0, 2
"""Places of the layers that have weights."""

Words = tuple[str, ...]
Short = npt.NDArray[np.float32]
Network = Model[Any, Any]


@dataclass(frozen=True, slots=True)
class Examples:
    """Sentences with what is known of them."""

    numbers: Matrix
    """Sentence by number: see `numbers_of`."""
    words: Sequence[Words]
    truth: Matrix
    """Sentence by what is to be told, 1 where it is so: elements and levels, then functions, then misconceptions."""
    weights: Matrix
    """What each of these counts; 0 where it is not known."""

    def beside_drafts(self, family: FamilyDraft, elements: int) -> "Examples":
        """What a family tells networks that read drafts: of elements alone, and at less weight."""
        told, share = elements * len(LEVELS), 1.0 if family.elsewhere else _SHARE_IN_DRAFTS
        return replace(self, truth=self.truth[:, :told], weights=self.weights[:, :told] * share)


def examples_of_draft(draft: TrainingDraft, chances: Matrix, shown: Sequence[int]) -> Examples:
    """The sentences of a script, of which everything is known; `shown` are the places of misconceptions to be told."""
    table = draft.table.sentences
    levels = flat(np.stack([draft.sentence_levels >= level for level in LEVELS], axis=-1))
    truth = np.hstack([levels, draft.functions, draft.shown[:, shown]]).astype(float)
    weights = np.ones_like(truth)
    weights[:, levels.shape[1] : levels.shape[1] + len(FUNCTIONS)] = _FUNCTION_WEIGHT
    return Examples(numbers_of(table, chances), _words_of(table), truth, weights)


def examples_of_family(family: FamilyDraft, chances: Matrix, shown: Sequence[str]) -> Examples:
    """What a text says of elements, then of the misconceptions `shown`: all of it about those it was written for.

    The likeliest of the sentences that may carry it has the element where the text has it, and those that stand in a
    text without it as well have it not; every sentence lacks it where the text does, most of all those of its own.
    """
    table, own = family.table.sentences, ~family.common
    levels, weights = np.zeros(chances.shape), np.zeros(chances.shape)
    for element, reached in family.levels.items():
        for at, level in enumerate(LEVELS):
            if reached >= level:
                may = family.may_carry(element, level)
                _carry(levels[:, element, at], weights[:, element, at], may, chances[:, element, at])
            elif family.elsewhere:
                weights[:, element, at] = _ELSEWHERE_WEIGHT
            else:
                _lack(weights[:, element, at], own)
    mistakes, counts = np.zeros((len(chances), len(shown))), np.zeros((len(chances), len(shown)))
    for place, name in enumerate(shown):
        if family.misconceptions.get(name):
            _carry(mistakes[:, place], counts[:, place], np.flatnonzero(own), table.ideas.sum(axis=1))
        elif name in family.misconceptions:
            _lack(counts[:, place], own)
    truth, weights = np.hstack([flat(levels), mistakes]), np.hstack([flat(weights), counts])
    return Examples(numbers_of(table, chances), _words_of(table), truth, weights)


def _carry(truth: Matrix, weights: Matrix, may: npt.NDArray[np.intp], likely: Matrix) -> None:
    """Of the sentences that may carry it the likeliest does; of the others of these nothing is known."""
    weights[:] = _COMMON_WEIGHT
    weights[may] = 0.0
    best = may[int(np.argmax(likely[may]))]
    truth[best], weights[best] = 1.0, FAMILY_WEIGHT


def _lack(weights: Matrix, own: npt.NDArray[np.bool_]) -> None:
    weights[:] = _COMMON_WEIGHT
    weights[own] = FAMILY_WEIGHT / own.sum()


def _words_of(table: SentenceTable) -> Sequence[Words]:
    return [context.sentence.words for context in table.contexts]


def fit_network(
    found: Sequence[Examples],
    *,
    functions: tuple[Function, ...] = (),
    misconceptions: tuple[str, ...] = (),
) -> SecondReading | None:
    """The networks; None where there is too little to learn from. The same examples give the same networks.

    Args:
        found: What to learn from; columns that some of it has not are unknown there.
        functions: What the columns after those of elements and levels tell.
        misconceptions: What the columns after those tell.
    """
    if sum(len(each.numbers) for each in found) < FEWEST_SENTENCES:
        return None
    numbers = np.vstack([each.numbers for each in found])
    sentences = [words for each in found for words in each.words]
    known = _common_words(sentences)
    scale = np.maximum(numbers.std(axis=0), _LEAST_SPREAD) * np.sqrt(_SIZE)
    inputs = np.hstack([numbers / scale, _word_columns(known, sentences)]).astype(np.float32)
    truth, weights = _stacked([each.truth for each in found]), _stacked([each.weights for each in found])
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        models = [_fit(inputs, truth, weights, seed) for seed in range(NETWORKS)]
    return SecondReading(
        words=known,
        scale=scale,
        front=_weights(models, _FRONT, "W"),
        front_bias=_weights(models, _FRONT, "b"),
        back=_weights(models, _BACK, "W"),
        back_bias=_weights(models, _BACK, "b"),
        functions=functions,
        misconceptions=misconceptions,
    )


def _stacked(parts: Sequence[Matrix]) -> Short:
    """The rows of all, those of fewer columns filled up with nothing."""
    table = np.zeros((sum(map(len, parts)), max(each.shape[1] for each in parts)), dtype=np.float32)
    row = 0
    for each in parts:
        table[row : row + len(each), : each.shape[1]] = each
        row += len(each)
    return table


def _weights(models: Sequence[Network], layer: int, name: str) -> Matrix:
    """Network by what comes in by what goes out."""
    return np.stack([rounded(np.asarray(model.layers[layer].get_param(name)).T) for model in models])


def rounded(weights: npt.ArrayLike) -> Matrix:
    """Weights to three digits: they are kept at half the usual size."""
    return np.asarray(weights, dtype=np.float16).astype(np.float64)


def _common_words(sentences: Iterable[Words]) -> Words:
    uses = Counter(word for words in sentences for word in words)
    common = sorted(uses, key=lambda word: (-uses[word], word))[:_MOST_WORDS]
    return tuple(sorted(word for word in common if uses[word] >= _FEWEST_USES))


def _word_columns(known: Words, sentences: Sequence[Words]) -> Short:
    places: Mapping[str, int] = {word: place for place, word in enumerate(known)}
    columns = np.zeros((len(sentences), len(known)), dtype=np.float32)
    for row, words in zip(columns, sentences, strict=True):
        mine = [places[word] for word in words if word in places]
        row[mine] = word_weight(len(mine))
    return columns


def _fit(inputs: Short, truth: Short, weights: Short, seed: int) -> Network:
    """One network: a step for each batch of sentences, ever smaller, away from the errors of what is known."""
    fix_random_seed(seed)
    model: Network = chain(Relu(nO=UNITS, nI=inputs.shape[1]), Dropout(_DROPOUT), Linear(nO=truth.shape[1], nI=UNITS))
    model.initialize(inputs[:2], truth[:2])
    model.layers[_BACK].set_param("b", model.ops.asarray1f([_FIRST_ODDS] * truth.shape[1]))
    optimiser = Adam(_RATE, L2=_DECAY, L2_is_weight_decay=True, use_averages=False, grad_clip=0)
    order, chance = np.arange(len(inputs)), np.random.default_rng(seed)
    steps = [start for _ in range(_ROUNDS) for start in range(0, len(inputs), _BATCH)]
    for done, start in enumerate(steps):
        if start == 0:
            chance.shuffle(order)
        batch = order[start : start + _BATCH]
        seen = inputs[batch]
        seen *= chance.integers(0, 256, seen.shape, dtype=np.uint8) >= _DROPPED_OF_256
        seen *= np.float32(256 / (256 - _DROPPED_OF_256))
        odds, learn = model.begin_update(seen)
        learn(((1 / (1 + np.exp(-odds)) - truth[batch]) * weights[batch] / _BATCH).astype(np.float32))
        optimiser.learn_rate = _RATE * (1 - done / len(steps)) + _LEAST_RATE
        model.finish_update(optimiser)
    return model
