"""Whether a sentence speaks to whoever marks, or to what does: a small model of its words and its meaning.

What it leaves open is read closely, by the sentence encoder that was taught on such sentences. All weights are learned
by `models/training/asides.py` from sentences written for this and from the marked scripts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import numpy.typing as npt

from models.encoder import PARTS
from models.evidence import Evidence, Function, Manner, Sentence
from models.low_rank import Taught
from models.meaning import MEANING_SIZE, numbers_of

RESOURCE = "asides.npz"
TO_MARKER = "marker"
MEANING_WEIGHT = 4.0
"""Brings the numbers of a meaning near the size of a word's."""
_OF_ASIDES = frozenset({Function.MARKER})
_LEAST_WORDS = 4
_OPEN = -2.5
"""Log-odds from which on a sentence is worth a closer look; one in twenty of those that do not speak to the marker."""
_KEPT = 1024
_SURELY_NOT = -2.5
"""Log-odds under which a sentence is part of the answer even where it has a marker's words: an examiner of cars, a
moderator, 'gave me the coins'."""
_SURELY_NOT_CLOSELY = 4.0
"""Log-odds under the threshold of a closer look below which a sentence is part of the answer, whatever words it has."""
_LONG = 30
"""Words above which a sentence may say something to a marker that the rest of it drowns."""

Numbers = npt.NDArray[np.float64]


def word_share(count: int) -> float:
    """What each of `count` known words of a sentence counts: less in long sentences."""
    return 1 / float(np.sqrt(count + 1))


class CloseAsides:
    """Reads a sentence as a whole and tells whether it speaks to the marker."""

    def __init__(self, taught: Taught, threshold: float) -> None:
        """Take what was taught; from that many log-odds on a sentence speaks to the marker."""
        self._threshold = threshold
        self._odds = lru_cache(maxsize=_KEPT)(lambda text: float(taught.odds(text)[0]))

    def hears(self, text: str, *, margin: float = 0.0) -> bool:
        """Whether the sentence speaks to the marker, with log-odds to spare."""
        return self._odds(_spaced(text)) >= self._threshold + margin

    def rules_out(self, text: str) -> bool:
        """Whether the sentence is surely part of the answer; of a long one nothing is sure."""
        return len(text.split()) <= _LONG and self._odds(_spaced(text)) < self._threshold - _SURELY_NOT_CLOSELY


def _spaced(text: str) -> str:
    """The text with single spaces."""
    return " ".join(text.split())


class AsideModel:
    """Log-odds that a sentence is no part of the answer but speaks to the marker."""

    def __init__(
        self,
        words: tuple[str, ...],
        weights: Numbers,
        bias: float,
        threshold: float,
        closely: CloseAsides | None = None,
    ) -> None:
        """Take the weights of a meaning's numbers and after them of each word; from the threshold on it is so.

        `closely` reads what is left open; without it nothing is.
        """
        self._closely = closely
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

    def is_open(self, meaning: bytes, words: tuple[str, ...]) -> bool:
        """Whether the sentence may speak to the marker, so that a closer look is worth its time."""
        return len(words) >= _LEAST_WORDS and self.log_odds(meaning, words) >= _OPEN

    def hears(self, text: str, meaning: bytes, words: tuple[str, ...], *, margin: float = 0.0) -> bool:
        """Whether the sentence, whose words are `text`, speaks to the marker by a closer look."""
        if self._closely is None or not self.is_open(meaning, words):
            return False
        return self._closely.hears(text, margin=margin)

    def rules_out_closely(self, text: str) -> bool:
        """Whether the sentence is surely part of the answer by a closer look."""
        return self._closely is not None and self._closely.rules_out(text)

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
        return AsideModel(tuple(words), table["weights"].astype(np.float64), bias, threshold, _closely(table))


def _closely(table: Mapping[str, Any]) -> CloseAsides | None:
    """The closer look, if it was learned."""
    if "closely" not in table:
        return None
    parts = {name: {part: table[f"{name}.{part}"].astype(np.float32) for part in PARTS} for name in ("down", "up")}
    *weights, bias = table["closely"].astype(np.float32)
    taught = Taught(**parts, weights=np.array(weights)[:, None], bias=np.array([bias]))
    return CloseAsides(taught, float(table["closely_threshold"]))


def seems_to_speak(functions: frozenset[Function], manner: Manner) -> bool:
    """Whether a sentence was taken for one that speaks to whoever marks, or to what does."""
    return bool(functions & _OF_ASIDES) or TO_MARKER in manner.asides


def as_answer(functions: frozenset[Function], manner: Manner) -> tuple[frozenset[Function], Manner]:
    """What is left of both when the sentence is part of the answer after all."""
    return functions - _OF_ASIDES, replace(manner, asides=manner.asides - {TO_MARKER})


def hear_asides(evidence: Evidence) -> Evidence:
    """The same evidence, sentences marked that speak to whoever marks by a closer look, and only those."""
    asides = load_asides()

    def heard(sentence: Sentence) -> Sentence:
        text = evidence.text[sentence.start_char : sentence.end_char]
        if asides.hears(text, sentence.meaning, sentence.words):
            return replace(sentence, functions=sentence.functions | _OF_ASIDES)
        if not seems_to_speak(sentence.functions, sentence.manner) or not asides.rules_out_closely(text):
            return sentence
        functions, manner = as_answer(sentence.functions, sentence.manner)
        return replace(sentence, functions=functions, manner=manner)

    return replace(evidence, sentences=tuple(map(heard, evidence.sentences)))
