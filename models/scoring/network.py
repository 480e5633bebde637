"""A small network that reads each sentence again, for all elements at once and in the light of its neighbours.

The first models weigh every sentence and element by itself. The network sees their odds for the sentence, for the one
before and for the one after, all numbers of the sentence, and its commonest words. One hidden layer serves every
element, so a sentence is taken for what it is most about, rare elements borrow from common ones, and "no" and a term
together count otherwise than each alone. The same layer tells what a sentence does (explain, recommend ...) and whether
it shows a misconception.

Texts of a few sentences have networks of their own: there one sentence decides.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.asides import word_share
from models.evidence import Function
from models.scoring.features import Matrix, SentenceTable, log_odds, short_share
from models.scoring.third_reading import ThirdReading

Short = npt.NDArray[np.float32]

_MIDDLE_ODDS, _ODDS_SPREAD = 3.0, 12.0
"""Bring log-odds, most of them near -3, to the size of the other numbers."""
_BESIDE = 0.7
"""What a neighbour's odds count beside the sentence's own."""
_WORDS_WEIGHT = 2.0
_NOTHING = np.zeros(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances:
    """What the models make of each sentence, as probabilities."""

    elements: Matrix
    """Sentence by element by 2: that it earns the element, and that it develops it."""
    functions: Mapping[Function, Matrix]
    """Of each function that was learned, sentence by sentence: that it does this."""
    shown: Mapping[str, Matrix]
    """Of each misconception that a sentence can show by itself, sentence by sentence: that it shows it."""

    @property
    def functions_table(self) -> Matrix:
        """Sentence by function, in the order in which they were learned."""
        return np.array(list(self.functions.values())).reshape(len(self.functions), len(self.elements)).T

    def that_show(self, misconception_id: str) -> Matrix:
        """Sentence by sentence, that it shows a misconception; empty where no sentence can by itself."""
        return self.shown.get(misconception_id, _NOTHING)

    def that_do(self, function: Function) -> Matrix:
        """Sentence by sentence, that it has a function; empty where that was not learned."""
        return self.functions.get(function, _NOTHING)


@dataclass(frozen=True, kw_only=True)
class SecondReading:
    """A few networks of one shape that began differently; their mean is what counts."""

    words: tuple[str, ...]
    """Plain forms that they know."""
    scale: Matrix
    """Number by number, what the table of a sentence is divided by."""
    front: Matrix
    """Network by number or word by hidden unit."""
    front_bias: Matrix
    back: Matrix
    """Network by hidden unit by element and level, by function, and by misconception."""
    back_bias: Matrix
    functions: tuple[Function, ...] = ()
    misconceptions: tuple[str, ...] = ()

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Where each word stands."""
        return {word: place for place, word in enumerate(self.words)}

    def probabilities(self, numbers: Matrix, words: Sequence[Sequence[int]]) -> Matrix:
        """Sentence by all that the networks tell, from the numbers of `numbers_of` and the places of known words."""
        of_numbers, of_words = self._fronts
        hidden = numbers.astype(np.float32) @ of_numbers + self.front_bias.ravel().astype(np.float32)
        for row, places in zip(hidden, words, strict=True):
            row += of_words[places].sum(axis=0) * np.float32(word_weight(len(places)))
        networks, units = self.front_bias.shape
        lit = np.maximum(hidden, 0).reshape(len(numbers), networks, units).transpose(1, 0, 2)
        odds = (lit @ self._back).astype(np.float64) + self.back_bias[:, None]
        return np.asarray((1 / (1 + np.exp(-np.clip(odds, -30, 30)))).mean(axis=0))

    @cached_property
    def _fronts(self) -> tuple[Short, Short]:
        """The networks beside one another: number by unit, with the scale in it, and word by unit.

        Numbers of half the size take half the time.
        """
        size = len(self.scale)
        numbers = np.hstack([each[:size] for each in self.front]) / self.scale[:, None]
        words = np.hstack([each[size:] for each in self.front])
        return numbers.astype(np.float32), words.astype(np.float32)

    @cached_property
    def _back(self) -> Short:
        return self.back.astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReadings:
    """The networks for drafts and those for texts of a few sentences."""

    long: SecondReading
    short: SecondReading | None
    """None where there were no short texts to learn from. What a sentence does they do not tell."""
    third: ThirdReading | None = None
    """Reads the sentences of drafts once more, beside one another; None where there was too little to learn from."""


def word_weight(count: int) -> float:
    """What each of `count` known words of a sentence counts: less in long sentences."""
    return _WORDS_WEIGHT * word_share(count)


def read_again(readings: SecondReadings | None, table: SentenceTable, first: Matrix) -> Chances:
    """What the models make of each sentence, read again.

    Args:
        readings: The networks; without them the first word on elements stays, and nothing else is told.
        table: The sentences of a draft.
        first: Sentence by element by 2: what the first models say.
    """
    if readings is None:
        return Chances(elements=first, functions={}, shown={})
    numbers, share = numbers_of(table, first), short_share(table.words)
    long = _read(readings.long, table, numbers, first.shape)
    if share < 1:
        long = settle(readings.third, table, long)
    if readings.short is None or not share:
        return long
    short = _read(readings.short, table, numbers, first.shape)
    return Chances(
        elements=_mixed(long.elements, short.elements, share),
        functions=long.functions,
        shown={name: _mixed(chances, short.shown[name], share) for name, chances in long.shown.items()},
    )


def settle(third: ThirdReading | None, table: SentenceTable, chances: Chances) -> Chances:
    """The same with the third reading's word on elements, where there is one."""
    if third is None:
        return chances
    return replace(chances, elements=third.settle(table, chances.elements, chances.functions_table))


def _read(reading: SecondReading, table: SentenceTable, numbers: Matrix, shape: tuple[int, ...]) -> Chances:
    found = reading.probabilities(numbers, places_of(reading.places, table))
    size, functions = shape[1] * shape[2], reading.functions
    elements = found[:, :size].reshape(shape)
    elements[:, :, 1] = np.minimum(elements[:, :, 0], elements[:, :, 1])
    return Chances(
        elements=elements,
        functions=dict(zip(functions, found[:, size:].T, strict=False)),
        shown=dict(zip(reading.misconceptions, found[:, size + len(functions) :].T, strict=True)),
    )


def _mixed(long: Matrix, short: Matrix, share: float) -> Matrix:
    return (1 - share) * long + share * short


def places_of(places: Mapping[str, int], table: SentenceTable) -> list[list[int]]:
    """For each sentence the places of its known words."""
    return [[places[word] for word in each.sentence.words if word in places] for each in table.contexts]


def numbers_of(table: SentenceTable, chances: Matrix) -> Matrix:
    """Sentence by number: all that its table holds, and the first models' odds for it and for its neighbours."""
    odds = (log_odds(flat(chances)) + _MIDDLE_ODDS) / _ODDS_SPREAD
    paragraphs = np.array([context.sentence.paragraph for context in table.contexts])
    together = (paragraphs[1:] == paragraphs[:-1])[:, None]
    before, after = np.zeros_like(odds), np.zeros_like(odds)
    before[1:], after[:-1] = odds[:-1] * together, odds[1:] * together
    return np.hstack([table.shared, table.named, table.ideas, flat(table.own), odds, before * _BESIDE, after * _BESIDE])


def flat(table: Matrix) -> Matrix:
    """A table of three directions with one row a sentence."""
    return table.reshape(len(table), table.shape[1] * table.shape[2])
