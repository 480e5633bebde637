"""Fits the networks that read each sentence again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from thinc.api import Adam, Dropout, Linear, Model, Relu, chain, fix_random_seed
from threadpoolctl import threadpool_limits

from models.scoring.features import Matrix, SentenceTable
from models.scoring.network import SecondReading, flat, numbers_of, word_weight
from models.training.fit import FAMILY_WEIGHT, LEVELS
from models.training.tables import FamilyDraft, TrainingDraft

NETWORKS = 2
_UNITS = 128
_ROUNDS = 12
_BATCH = 256
_RATE = 4e-3
_LEAST_RATE = 1e-5
_DECAY = 0.01
_DROPOUT = 0.4
_INPUT_DROPOUT = 0.1
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
    """Sentences with what is known of their levels."""

    numbers: Matrix
    """Sentence by number: see `numbers_of`."""
    words: Sequence[Words]
    levels: Matrix
    """Sentence by element and level, 1 where it is reached."""
    weights: Matrix
    """What each of these counts; 0 where it is not known."""


def examples_of_draft(draft: TrainingDraft, chances: Matrix) -> Examples:
    """The sentences of a script, of which everything is known."""
    table = draft.table.sentences
    reached = np.stack([draft.sentence_levels >= level for level in LEVELS], axis=-1).astype(float)
    levels = flat(reached)
    return Examples(numbers_of(table, chances), _words_of(table), levels, np.ones_like(levels))


def examples_of_family(family: FamilyDraft, chances: Matrix) -> Examples:
    """What a text says of the elements it was written for.

    Its likeliest sentence has the element where the text has it; every sentence lacks it where not.
    """
    table, sentences = family.table.sentences, len(chances)
    levels, weights = np.zeros(chances.shape), np.zeros(chances.shape)
    for element, level in family.levels.items():
        for at, least in enumerate(LEVELS):
            if level >= least:
                best = int(np.argmax(chances[:, element, at]))
                levels[best, element, at] = 1.0
                weights[best, element, at] = FAMILY_WEIGHT
            else:
                weights[:, element, at] = FAMILY_WEIGHT / sentences
    return Examples(numbers_of(table, chances), _words_of(table), flat(levels), flat(weights))


def _words_of(table: SentenceTable) -> Sequence[Words]:
    return [context.sentence.words for context in table.contexts]


def fit_network(found: Sequence[Examples]) -> SecondReading | None:
    """The networks; None where there is too little to learn from. The same examples give the same networks."""
    if sum(len(each.numbers) for each in found) < FEWEST_SENTENCES:
        return None
    numbers = np.vstack([each.numbers for each in found])
    sentences = [words for each in found for words in each.words]
    known = _common_words(sentences)
    scale = np.maximum(numbers.std(axis=0), _LEAST_SPREAD) * np.sqrt(_SIZE)
    inputs = np.hstack([numbers / scale, _word_columns(known, sentences)]).astype(np.float32)
    levels = np.vstack([each.levels for each in found]).astype(np.float32)
    weights = np.vstack([each.weights for each in found]).astype(np.float32)
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        models = [_fit(inputs, levels, weights, seed) for seed in range(NETWORKS)]
    return SecondReading(
        words=known,
        scale=scale,
        front=_weights(models, _FRONT, "W"),
        front_bias=_weights(models, _FRONT, "b"),
        back=_weights(models, _BACK, "W"),
        back_bias=_weights(models, _BACK, "b"),
    )


def _weights(models: Sequence[Network], layer: int, name: str) -> Matrix:
    """Network by what comes in by what goes out, rounded to three digits: they are kept at half the usual size."""
    found = [np.asarray(model.layers[layer].get_param(name)) for model in models]
    return np.stack([each.T.astype(np.float16).astype(np.float64) for each in found])


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


def _fit(inputs: Short, levels: Short, weights: Short, seed: int) -> Network:
    """One network: a step for each batch of sentences, ever smaller, away from the errors of what is known."""
    fix_random_seed(seed)
    model: Network = chain(
        Relu(nO=_UNITS, nI=inputs.shape[1]), Dropout(_DROPOUT), Linear(nO=levels.shape[1], nI=_UNITS)
    )
    model.initialize(inputs[:2], levels[:2])
    model.layers[_BACK].set_param("b", model.ops.asarray1f([_FIRST_ODDS] * levels.shape[1]))
    optimiser = Adam(_RATE, L2=_DECAY, L2_is_weight_decay=True, use_averages=False, grad_clip=0)
    order, chance = np.arange(len(inputs)), np.random.default_rng(seed)
    steps = [start for _ in range(_ROUNDS) for start in range(0, len(inputs), _BATCH)]
    for done, start in enumerate(steps):
        if start == 0:
            chance.shuffle(order)
        batch = order[start : start + _BATCH]
        seen = inputs[batch]
        seen *= (chance.random(seen.shape, dtype=np.float32) > _INPUT_DROPOUT) / np.float32(1 - _INPUT_DROPOUT)
        odds, learn = model.begin_update(seen)
        learn(((1 / (1 + np.exp(-odds)) - levels[batch]) * weights[batch] / _BATCH).astype(np.float32))
        optimiser.learn_rate = _RATE * (1 - done / len(steps)) + _LEAST_RATE
        model.finish_update(optimiser)
    return model
