"""Sentences that a draft says again in the same or nearly the same words."""

import re
from collections.abc import Sequence

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
    seen: list[frozenset[str]] = []
    repeated = []
    for index, words in enumerate(sentences):
        if len(words) < _LEAST_WORDS:
            continue
        if any(_is_same(words, earlier) for earlier in seen):
            repeated.append(index)
        else:
            seen.append(words)
    return frozenset(repeated)


def _is_same(words: frozenset[str], earlier: frozenset[str]) -> bool:
    longer = max(len(words), len(earlier))
    if min(len(words), len(earlier)) < _SAME * longer:
        return False
    return len(words & earlier) >= _SAME * len(words | earlier)
