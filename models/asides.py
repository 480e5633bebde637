"""Whether a sentence speaks to whoever marks, or to what does: a small model of its words and its meaning.

Its weights are learned by `models/training/asides.py` from sentences written for this and from the marked scripts.
"""

from collections.abc import Iterable
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from models.meaning import MEANING_SIZE, numbers_of

RESOURCE = "asides.npz"
MEANING_WEIGHT = 4.0
"""Brings the numbers of a meaning near the size of a word's."""
_LEAST_WORDS = 4
_SURELY_NOT = -2.5
"""Log-odds under which a sentence is part of the answer even where it has a marker's words: an examiner of cars, a
moderator, 'gave me the coins'."""

Numbers = npt.NDArray[np.float64]


def word_share(count: int) -> float:
    """What each of `count` known words of a sentence counts: less in long sentences."""
    return 1 / float(np.sqrt(count + 1))


class AsideModel:
    """Log-odds that a sentence is no part of the answer but speaks to the marker."""

    def __init__(self, words: tuple[str, ...], weights: Numbers, bias: float, threshold: float) -> None:
        """Take the weights of a meaning's numbers and after them of each word; from the threshold on it is so."""
        self._of_meaning = weights[:MEANING_SIZE] * MEANING_WEIGHT
        self._of_words = dict(zip(words, weights[MEANING_SIZE:].tolist(), strict=True))
        self._bias = bias
        self._threshold = threshold

    def log_odds(self, meaning: bytes, words: Iterable[str]) -> float:
        """Log-odds from a sentence's meaning and its different words in plain form."""
        known = sorted(word for word in words if word in self._of_words)
        total = sum(self._of_words[word] for word in known) * word_share(len(known))
        return float(total + numbers_of([meaning])[0] @ self._of_meaning + self._bias)

    def speaks_to_marker(self, meaning: bytes, words: tuple[str, ...], *, margin: float = 0.0) -> bool:
        """Whether the sentence speaks to the marker, with log-odds to spare; very short ones are not judged."""
        return len(words) >= _LEAST_WORDS and self.log_odds(meaning, words) >= self._threshold + margin

    def rules_out(self, meaning: bytes, words: tuple[str, ...]) -> bool:
        """Whether the sentence is surely part of the answer, whatever known words stand in it."""
        return self.log_odds(meaning, words) < _SURELY_NOT


@cache
def load_asides() -> AsideModel:
    """The packaged model."""
    with resources.files("models.resources").joinpath(RESOURCE).open("rb") as file:
        table = np.load(file, allow_pickle=False)
        words = bytes(table["words"]).decode("utf-8").split("\n")
        bias, threshold = table["bias_and_threshold"].tolist()
        return AsideModel(tuple(words), table["weights"].astype(np.float64), bias, threshold)
