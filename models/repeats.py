"""Sentences that a draft says again in the same or nearly the same words."""

import re
from collections.abc import Sequence

import numpy as np

_LEAST_WORDS = 6
_SAME = 0.6
_STEM = 4
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


def stems_of(sentence: str) -> frozenset[str]:
    """The different words of a sentence by their first four letters, so that a slip of the pen makes no new one."""
    return frozenset(word[:_STEM] for word in _WORD.findall(sentence.lower()))


def repeated_sentences(sentences: Sequence[frozenset[str]]) -> frozenset[int]:
    """Indices of sentences most of whose words stand in one earlier sentence of the draft; short ones do not count.

    Two sentences are the same when they share at least three fifths of their different words, in whatever order.

    Args:
        sentences: The stems of each sentence.
    """
    longer = [(row, words) for row, words in enumerate(sentences) if len(words) >= _LEAST_WORDS]
    places = {word: place for place, word in enumerate(frozenset[str]().union(*sentences))}
    holds = np.zeros((len(sentences), len(places)), dtype=np.float32)
    rows = np.repeat([row for row, _ in longer], [len(words) for _, words in longer])
    holds[rows.astype(np.intp), [places[word] for _, words in longer for word in words]] = 1
    shared, sizes = (holds @ holds.T).astype(np.float64), holds.sum(axis=1, dtype=np.float64)
    is_same = (shared > 0) & (shared >= _SAME * (sizes[:, None] + sizes - shared))
    repeated: set[int] = set()
    for index in np.flatnonzero(np.tril(is_same, -1).any(axis=1)).tolist():
        if not repeated.issuperset(np.flatnonzero(is_same[index, :index]).tolist()):
            repeated.add(index)
    return frozenset(repeated)
