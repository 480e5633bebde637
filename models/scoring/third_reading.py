"""Reads each sentence of a draft a last time, beside what the networks made of the sentences around it.

The networks see the first models' odds for the neighbours, and those are coarse. Here one small network, the same for
every element, sees what the better ones say: of this sentence, of the two before and after it, of the rest of its
paragraph, of the other elements, and of what the sentence does. So a point that is taken further in the next sentence
counts there as well, and a sentence that is plainly about something else counts less.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.scoring.features import Matrix, SentenceTable, log_odds

Short = npt.NDArray[np.float32]

_MOST_ODDS, _ODDS_SPREAD = 6.0, 2.0
FAINTEST = -_MOST_ODDS / _ODDS_SPREAD
"""Odds of a sentence that is not there."""
_DOUBTFUL = -2.5
"""What is fainter stays as the networks left it."""
_AROUND = (-1, 1, -2, 2)
_BESIDE = (-1, 1)
_SUM_SPREAD, _PLACE_SPREAD, _MOST_PLACES = 2.0, 4.0, 12
_FUNCTION_WEIGHT = 3.0
_WORDS_SPREAD, _MOST_WORDS = 10.0, 40


@dataclass(frozen=True, kw_only=True)
class ThirdReading:
    """A few networks of one hidden layer that began differently; their mean counts."""

    groups: tuple[int, ...]
    """Of each element, its group."""
    front: Matrix
    """Network by number by hidden unit."""
    front_bias: Matrix
    back: Matrix
    """Network by hidden unit by 2: that the sentence earns the element, and that it develops it."""
    back_bias: Matrix

    def settle(self, table: SentenceTable, chances: Matrix, functions: Matrix) -> Matrix:
        """Sentence by element by 2: the probabilities read again; those that are next to nothing stay as they are.

        Args:
            table: The sentences of a draft.
            chances: What the networks say of them, sentence by element by 2.
            functions: What they say the sentences do, sentence by function.
        """
        settled, doubtful = chances.copy(), open_to_doubt(chances)
        numbers = numbers_beside(table, chances, functions, self.groups, doubtful)
        front, front_bias, back = self._short
        odds = np.matmul(np.maximum(np.matmul(numbers, front) + front_bias, 0), back) + self.back_bias[:, None]
        settled[doubtful] = (1 / (1 + np.exp(-odds))).mean(axis=0)
        settled[:, :, 1] = np.minimum(settled[:, :, 0], settled[:, :, 1])
        return settled

    @cached_property
    def _short(self) -> tuple[Short, Short, Short]:
        """The weights as numbers of half the size, which take half the time."""
        front_bias = self.front_bias[:, None].astype(np.float32)
        return self.front.astype(np.float32), front_bias, self.back.astype(np.float32)


def open_to_doubt(chances: Matrix) -> npt.NDArray[np.bool_]:
    """Sentence by element: whether it may earn it at all."""
    return _odds(chances[:, :, 0]) > _DOUBTFUL


def numbers_beside(
    table: SentenceTable,
    chances: Matrix,
    functions: Matrix,
    groups: tuple[int, ...],
    wanted: npt.NDArray[np.bool_],
) -> Short:
    """Wanted sentence and element by number: what the networks say of the sentence and of what stands around it.

    Args:
        table: The sentences of a draft.
        chances: What the networks say of them, sentence by element by 2.
        functions: What they say the sentences do, sentence by function.
        groups: Of each element, its group.
        wanted: Sentence by element: whether it is asked for.
    """
    paragraphs = np.array([context.sentence.paragraph for context in table.contexts])
    own, deep = _odds(chances[:, :, 0]), _odds(chances[:, :, 1])
    best, second = _others(own)
    related = np.empty_like(own)
    for group in set(groups):
        places = np.flatnonzero(np.equal(groups, group))
        related[:, places] = _others(own[:, places])[0]
    columns = [
        own,
        deep,
        *(_shifted(own, by, paragraphs) for by in _AROUND),
        *(_shifted(deep, by, paragraphs) for by in _BESIDE),
        _elsewhere_in_paragraph(own, paragraphs),
        best,
        second,
        *(_shifted(best, by, paragraphs) for by in _BESIDE),
        related,
        *(_shifted(related, by, paragraphs) for by in _BESIDE),
    ]
    of_sentence = np.column_stack(
        [
            chances[:, :, 0].sum(axis=1) / _SUM_SPREAD,
            *_places(paragraphs),
            [min(each.sentence.signals.words, _MOST_WORDS) / _WORDS_SPREAD for each in table.contexts],
            functions * _FUNCTION_WEIGHT,
        ]
    )
    rows, elements = np.nonzero(wanted)
    picked = [each[rows, elements] for each in columns]
    return np.column_stack([*picked, of_sentence[rows], np.eye(len(groups))[elements]]).astype(np.float32)


def _odds(chances: Matrix) -> Matrix:
    return np.clip(log_odds(chances), -_MOST_ODDS, _MOST_ODDS) / _ODDS_SPREAD


def _shifted(odds: Matrix, by: int, paragraphs: npt.NDArray[np.int_]) -> Matrix:
    """The odds of the sentence so many places on, in the same paragraph."""
    found = np.full_like(odds, FAINTEST)
    here, there = (slice(-by, None), slice(None, by)) if by < 0 else (slice(None, -by), slice(by, None))
    same = paragraphs[here] == paragraphs[there]
    found[here][same] = odds[there][same]
    return found


def _elsewhere_in_paragraph(odds: Matrix, paragraphs: npt.NDArray[np.int_]) -> Matrix:
    """The best odds of any other sentence of the paragraph."""
    starts, which = np.unique(paragraphs, return_index=True, return_inverse=True)[1:]
    best = np.maximum.reduceat(odds, starts, axis=0)[which]
    is_best = odds == best
    rest = np.maximum.reduceat(np.where(is_best, FAINTEST, odds), starts, axis=0)[which]
    is_alone = is_best & (np.add.reduceat(is_best, starts, axis=0, dtype=np.intp)[which] == 1)
    return np.where(is_alone, rest, best)


def _others(odds: Matrix) -> tuple[Matrix, Matrix]:
    """Sentence by element: the best and the second best odds of any other element."""
    padded = np.column_stack([odds, *[np.full(len(odds), FAINTEST)] * 3])
    ranked = -np.partition(-padded, (0, 1, 2), axis=1)[:, :3, None]
    is_best, is_above = odds == ranked[:, 0], odds >= ranked[:, 1]
    return np.where(is_best, ranked[:, 1], ranked[:, 0]), np.where(is_above, ranked[:, 2], ranked[:, 1])


def _places(paragraphs: npt.NDArray[np.int_]) -> tuple[Matrix, Matrix]:
    """Of each sentence, how many stand before it in its paragraph, and how many the paragraph has."""
    _, first, which, sizes = np.unique(paragraphs, return_index=True, return_inverse=True, return_counts=True)
    before = np.arange(len(paragraphs)) - first[which]
    return np.minimum(before, _MOST_PLACES) / _PLACE_SPREAD, np.minimum(sizes[which], _MOST_PLACES) / _PLACE_SPREAD
