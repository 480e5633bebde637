"""Teaches the encoder by low-rank changes to its last layers (Hu et al. 2021); jax works out the gradients."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from models.encoder import LAYERS, PARTS, WIDTH, Encoder, Layer, Maths, hidden, load_encoder, read_layer
from models.low_rank import SUMMARY, Taught, change, summary_of

Numbers = npt.NDArray[np.float32]
Learned = Mapping[str, Any]
"""All that changes while it learns: arrays by name, factors once more by part."""
_Batch = tuple[Numbers, Numbers, Numbers, Numbers]
"""What the first layer that changes reads, 1 where it has a piece, the truth and its weights."""

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


@dataclass(frozen=True, slots=True)
class Example:
    """A text with what is known of it."""

    text: str
    truth: Numbers
    """1 where it is so."""
    weights: Numbers
    """What each of these counts; 0 where it is not known."""


def rounded(weights: npt.ArrayLike) -> Numbers:
    """Weights to three digits: they are kept at half the usual size."""
    return np.asarray(weights, dtype=np.float16).astype(np.float32)


def teach(examples: Sequence[Example], *, layers: int, rank: int, rounds: int) -> Taught:
    """The published encoder, taught to say of each text what its example says.

    Args:
        examples: What it learns from; the same examples in the same order give the same numbers on the same machine.
        layers: How many of its last layers change.
        rank: Of the changes.
        rounds: How often every text is read.

    Raises:
        models.errors.ModelMissingError: the encoder's package is missing.
    """
    learned = _learn(load_encoder(), examples, layers, rank, rounds)
    return Taught(
        down={name: rounded(each) for name, each in learned["down"].items()},
        up={name: rounded(each) for name, each in learned["up"].items()},
        weights=rounded(learned["weights"]),
        bias=rounded(learned["bias"]),
    )


def _learn(encoder: Encoder, examples: Sequence[Example], layers: int, rank: int, rounds: int) -> Learned:
    """The factors and the weights above the encoder: a step for each batch of texts, ever smaller."""
    import jax  # a package of training alone
    import jax.numpy as jnp
    import optax

    maths = Maths(jnp.exp, jnp.sqrt, jax.scipy.special.erf)
    untouched, changed = encoder.layers[: LAYERS - layers], encoder.layers[LAYERS - layers :]
    below = _read_below(encoder, jax.jit(partial(_read_layers, untouched, maths=maths)), examples)
    chance = np.random.default_rng(0)
    learned = _first(chance, layers, rank, len(examples[0].truth))
    sizes = [len(each) for each in below]
    batches = [batch for _ in range(rounds) for batch in _batches(chance, sizes)]
    optimiser = _optimiser(len(batches))
    memory = optimiser.init(learned)

    def error_of(now: Learned, batch: _Batch) -> Any:
        state, there, truth, weights = batch
        now_changed = [change(layer, now["down"], now["up"], at) for at, layer in enumerate(changed)]
        state = _read_layers(now_changed, state, there, maths=maths)
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


def _first(chance: np.random.Generator, layers: int, rank: int, told: int) -> Learned:
    """Factors that change nothing yet, and small weights."""

    def drawn(size: tuple[int, ...], spread: float) -> Numbers:
        return (chance.standard_normal(size) * spread).astype(np.float32)

    return {
        "down": {name: drawn((layers, size, rank), size**-0.5) for name, (size, _) in PARTS.items()},
        "up": {name: np.zeros((layers, rank, size), dtype=np.float32) for name, (_, size) in PARTS.items()},
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
