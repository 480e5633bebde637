"""Teaches the encoder what short texts have: see `models/scoring/close_reading.py`.

It learns from families of short texts and from runs of sentences out of marked scripts; jax works out the gradients.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from models.encoder import LAYERS, PARTS, WIDTH, Encoder, Layer, Maths, hidden, load_encoder, read_layer
from models.scoring.close_reading import SUMMARY, CloseReading, change, summary_of
from models.scoring.judge import Judge, apply_judge
from models.training.fit import LEVELS
from models.training.tables import FamilyDraft, TrainingDraft
from rubric.schema import Rubric

Numbers = npt.NDArray[np.float32]
Learned = Mapping[str, Any]
"""All that changes while it learns: arrays by name, factors once more by part."""
_Batch = tuple[Numbers, Numbers, Numbers, Numbers]
"""What the first layer that changes reads, 1 where it has a piece, the truth and its weights."""

FEWEST_TEXTS = 2000
"""Short texts below which it would learn them by heart."""
CHANGED = 3
"""Last layers of the encoder that change."""
RANK = 32
ROUNDS = 3
_BATCH = 64
_SORTED = 40
"""Batches whose texts are sorted by length together, so that rows are of like length."""
_MULTIPLE = 16
"""Rows are filled up to multiples of so many pieces: for each length the sums are compiled once."""
_RATE = 1e-3
_LEAST_RATE = 0.02
_RISING = 100
"""Steps until they are largest."""
_DECAY = 0.01
_LONGEST_STEP = 1.0
_DROPOUT = 0.1
_FIRST_SPREAD = 0.02
_ALSO_WEIGHT = 0.3
"""What an element counts that a text is known to have, but was not written for."""
_NOTHING_WEIGHT = 0.1
"""What each element counts that a text about something else does not have, or most likely not."""
_UNLIKELY = 0.3
"""Probability by the models for drafts below which a text is taken not to have what nobody said it has."""
_RUN = 3
_RUN_HAS = 0.5
"""What each element counts that a run out of a script has."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a network is taught."""

    told_unlikely: bool
    """Whether it is told what else short texts most likely lack, and which misconceptions runs lack."""
    runs: int
    """Runs out of scripts that it reads, about so many."""
    run_lacks: float
    """What each element counts that a run lacks."""


LESSONS = (
    Lesson(told_unlikely=False, runs=4000, run_lacks=0.1),
    Lesson(told_unlikely=True, runs=6000, run_lacks=0.2),
)
"""The first network is best at the very points that texts were written for, and sees points that are not there; the
second hardly does."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is known of it."""

    text: str
    truth: Numbers
    """1 where it is so: elements by level, then misconceptions."""
    weights: Numbers
    """What each of these counts; 0 where it is not known."""


def fit_close_reading(
    rubric: Rubric,
    drafts: Sequence[TrainingDraft],
    families: Sequence[FamilyDraft],
    judge: Judge,
    *,
    rounds: int = ROUNDS,
) -> CloseReading:
    """What is learned on top of the encoder. The same texts give the same numbers on the same machine.

    Args:
        rubric: Whose elements are told.
        drafts: Marked scripts; runs of labelled sentences are taken out of them.
        families: Short texts at known levels.
        judge: Tells what else they are unlikely to have, by what it learned from drafts, of which all is labelled.
        rounds: How often every text is read.

    Raises:
        models.errors.ModelMissingError: the encoder's package is missing.
    """
    misconceptions = tuple(sorted({name for family in families for name in family.misconceptions}))
    told = np.stack([unlikely_in(rubric, judge, family, misconceptions) for family in families])
    taught = [
        _teach(
            [
                *(
                    example_of_family(family, unlikely & lesson.told_unlikely, misconceptions)
                    for family, unlikely in zip(families, told, strict=True)
                ),
                *runs_of(rubric, drafts, misconceptions, lesson),
            ],
            rounds,
        )
        for lesson in LESSONS
    ]
    return CloseReading(
        down={name: np.stack([each.down[name] for each in taught]) for name in sorted(PARTS)},
        up={name: np.stack([each.up[name] for each in taught]) for name in sorted(PARTS)},
        weights=np.stack([each.weights for each in taught]),
        bias=np.stack([each.bias for each in taught]),
        readiness=readiness_of(families),
        misconceptions=misconceptions,
    )


@dataclass(frozen=True, slots=True)
class _Taught:
    """What one network has learned."""

    down: Mapping[str, Numbers]
    up: Mapping[str, Numbers]
    weights: Numbers
    bias: Numbers


def _teach(examples: Sequence[Example], rounds: int) -> _Taught:
    learned = _learn(load_encoder(), examples, rounds)
    return _Taught(
        down={name: rounded(each) for name, each in learned["down"].items()},
        up={name: rounded(each) for name, each in learned["up"].items()},
        weights=rounded(learned["weights"]),
        bias=rounded(learned["bias"]),
    )


def readiness_of(families: Sequence[FamilyDraft]) -> float:
    """By how many log-odds a short text is credited too readily by all its readings together.

    Two in three of the short texts have the element that they were written for. Whoever learned from that alone, as
    the networks of sentences and the first network here, takes it for usual; a text is to be read as if it were even.
    """
    there = [family.levels[family.own[0]] > 0 for family in families if len(family.own) == 1]
    share = (sum(there) + 1) / (len(there) + 2)
    readily = 1 + sum(not lesson.told_unlikely for lesson in LESSONS)
    return round(math.log(share / (1 - share)) * readily / (1 + len(LESSONS)), 3)


def rounded(weights: npt.ArrayLike) -> Numbers:
    """Weights to three digits: they are kept at half the usual size."""
    return np.asarray(weights, dtype=np.float16).astype(np.float32)


def unlikely_in(
    rubric: Rubric, judge: Judge, family: FamilyDraft, misconceptions: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Of each element by level, then of each misconception, whether a short text most likely lacks it.

    The models for drafts say so; of a misconception that no sentence shows by itself they say nothing.
    """
    again = judge.again and replace(judge.again, short=None)
    for_drafts = replace(judge, again=again, levels=replace(judge.levels, short=None), close=None)
    found = apply_judge(for_drafts, rubric, family.table.sentences, family.table.standings)
    shown = [found.sentences.that_show(name) for name in misconceptions]
    mistakes = [bool(len(each)) and each.max() < _UNLIKELY for each in shown]
    return np.array([*np.repeat(found.levels[:, 0] < _UNLIKELY, len(LEVELS)), *mistakes])


def example_of_family(family: FamilyDraft, unlikely: npt.NDArray[np.bool_], misconceptions: Sequence[str]) -> Example:
    """A short text: all is known of what it was written for, some of what else it has, and what is `unlikely`."""
    truth, weights = np.zeros(len(unlikely), dtype=np.float32), (unlikely * _NOTHING_WEIGHT).astype(np.float32)
    by_level = (-1, len(LEVELS))
    levels, counts = (table[: len(table) - len(misconceptions)].reshape(by_level) for table in (truth, weights))
    for place, reached in family.levels.items():
        levels[place] = [reached >= level for level in LEVELS]
        counts[place] = _NOTHING_WEIGHT if family.elsewhere else 1.0 if place in family.own else _ALSO_WEIGHT
    for place, name in enumerate(misconceptions, start=levels.size):
        if name in family.misconceptions:
            truth[place], weights[place] = family.misconceptions[name], 1.0
    return Example(family.table.prose, truth, weights)


def runs_of(
    rubric: Rubric, drafts: Sequence[TrainingDraft], misconceptions: Sequence[str], lesson: Lesson
) -> Sequence[Example]:
    """Runs of a few sentences out of scripts: they have the best that a sentence of theirs has, and no more.

    Of misconceptions that no label places in a sentence nothing is known.
    """
    columns = [[item.id for item in rubric.misconceptions].index(name) for name in misconceptions]
    known = lesson.told_unlikely & np.array([any(draft.shown[:, each].any() for draft in drafts) for each in columns])
    found = []
    for draft in drafts:
        contexts = draft.table.sentences.contexts
        for start in range(0, len(contexts) - _RUN + 1, _RUN):
            run = [each.sentence for each in contexts[start : start + _RUN]]
            if len({sentence.paragraph for sentence in run}) > 1:
                continue
            best = draft.sentence_levels[start : start + _RUN].max(axis=0)
            shown = draft.shown[start : start + _RUN, columns].any(axis=0)
            truth = np.concatenate([np.stack([best >= level for level in LEVELS], axis=-1).ravel(), shown])
            there = np.concatenate([np.repeat(best > 0, len(LEVELS)), shown])
            weights = np.where(there, _RUN_HAS, lesson.run_lacks) * np.concatenate(
                [np.ones(truth.size - known.size), known]
            )
            text = " ".join(draft.found.text[each.start_char : each.end_char].strip() for each in run)
            found.append(Example(text, truth.astype(np.float32), weights.astype(np.float32)))
    return found[:: max(len(found) // lesson.runs, 1)]


def _learn(encoder: Encoder, examples: Sequence[Example], rounds: int) -> Learned:
    """The factors and the weights above the encoder: a step for each batch of texts, ever smaller."""
    import jax  # a package of training alone
    import jax.numpy as jnp
    import optax

    maths = Maths(jnp.exp, jnp.sqrt, jax.scipy.special.erf)
    untouched, changed = encoder.layers[: LAYERS - CHANGED], encoder.layers[LAYERS - CHANGED :]
    below = _read_below(encoder, jax.jit(partial(_read_layers, untouched, maths=maths)), examples)
    chance = np.random.default_rng(0)
    learned = _first(chance, len(examples[0].truth))
    sizes = [len(each) for each in below]
    batches = [batch for _ in range(rounds) for batch in _batches(chance, sizes)]
    optimiser = _optimiser(len(batches))
    memory = optimiser.init(learned)

    def error_of(now: Learned, batch: _Batch) -> Any:
        state, there, truth, weights = batch
        layers = [change(layer, now["down"], now["up"], at) for at, layer in enumerate(changed)]
        state = _read_layers(layers, state, there, maths=maths)
        odds = summary_of(state, there, jnp) @ now["weights"] + now["bias"]
        return ((jnp.logaddexp(0, odds) - odds * truth) * weights).sum() / _BATCH

    @jax.jit
    def step(now: Learned, memory: Any, batch: _Batch) -> tuple[Learned, Any]:
        changes, memory = optimiser.update(jax.grad(error_of)(now, batch), memory, now)
        return optax.apply_updates(now, changes), memory

    for places in batches:
        state, there = _filled_up([below[at] for at in places])
        state *= chance.random(state.shape, dtype=np.float32) >= _DROPOUT
        state /= 1 - _DROPOUT
        truth, weights = (np.zeros((_BATCH, len(learned["bias"])), dtype=np.float32) for _ in range(2))
        truth[: len(places)] = [examples[at].truth for at in places]
        weights[: len(places)] = [examples[at].weights for at in places]
        learned, memory = step(learned, memory, (state, there, truth, weights))
    found: Learned = jax.tree.map(np.asarray, learned)
    return found


def _read_layers(layers: Sequence[Layer], state: Any, there: Any, *, maths: Maths) -> Any:
    for layer in layers:
        state = read_layer(layer, state, hidden(there), maths)
    return state


def _read_below(
    encoder: Encoder, read: Callable[[Numbers, Numbers], Any], examples: Sequence[Example]
) -> list[npt.NDArray[np.float16]]:
    """What the layers that do not change make of each text: piece by number. It never changes, so it is read once."""
    places = [encoder.places_of(example.text) for example in examples]
    order = np.argsort([len(each) for each in places], kind="stable")
    found: list[npt.NDArray[np.float16]] = [np.zeros(0, dtype=np.float16)] * len(places)
    for start in range(0, len(order), _BATCH):
        mine = order[start : start + _BATCH]
        state, there = _filled_up([encoder.begin(np.array([places[at]]))[0] for at in mine])
        for row, at in zip(np.asarray(read(state, there)), mine, strict=False):
            found[at] = row[: len(places[at])].astype(np.float16)
    return found


def _filled_up(texts: Sequence[Numbers | npt.NDArray[np.float16]]) -> tuple[Numbers, Numbers]:
    """Texts as a batch of rows of one length, and 1 where a row has a piece.

    Rows that are left over have a single piece of nothing.
    """
    length = -(-max(map(len, texts)) // _MULTIPLE) * _MULTIPLE
    state = np.zeros((_BATCH, length, WIDTH), dtype=np.float32)
    there = np.zeros((_BATCH, length), dtype=np.float32)
    there[:, 0] = 1
    for row, marks, text in zip(state, there, texts, strict=False):
        row[: len(text)] = text
        marks[: len(text)] = 1
    return state, there


def _batches(chance: np.random.Generator, sizes: Sequence[int]) -> list[list[int]]:
    """Places of texts, all of them once, those of like length together."""
    order, found = chance.permutation(len(sizes)).tolist(), []
    for start in range(0, len(order), _BATCH * _SORTED):
        alike = sorted(order[start : start + _BATCH * _SORTED], key=lambda at: sizes[at])
        found += [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
    chance.shuffle(found)
    return found


def _first(chance: np.random.Generator, told: int) -> Learned:
    """Factors that change nothing yet, and small weights."""

    def drawn(size: tuple[int, ...], spread: float) -> Numbers:
        return (chance.standard_normal(size) * spread).astype(np.float32)

    return {
        "down": {name: drawn((CHANGED, size, RANK), size**-0.5) for name, (size, _) in PARTS.items()},
        "up": {name: np.zeros((CHANGED, RANK, size), dtype=np.float32) for name, (_, size) in PARTS.items()},
        "weights": drawn((SUMMARY, told), _FIRST_SPREAD),
        "bias": np.zeros(told, dtype=np.float32),
    }


def _optimiser(steps: int) -> Any:
    """AdamW with steps that grow for a while and then shrink."""
    import optax

    rate = optax.join_schedules(
        [optax.linear_schedule(0, _RATE, _RISING), optax.linear_schedule(_RATE, _RATE * _LEAST_RATE, steps)], [_RISING]
    )
    return optax.chain(optax.clip_by_global_norm(_LONGEST_STEP), optax.adamw(rate, weight_decay=_DECAY))
