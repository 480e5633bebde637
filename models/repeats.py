"""Sentences that a draft says again in the same words."""

import re
from collections.abc import Sequence

_LEAST_WORDS = 6
_WORD = re.compile(r"\w+")


def repeated_sentences(sentences: Sequence[str]) -> frozenset[int]:
    """Indices of sentences that stand earlier in the draft word for word; short ones do not count."""
    seen: set[tuple[str, ...]] = set()
    repeated = []
    for index, sentence in enumerate(sentences):
        words = tuple(_WORD.findall(sentence.lower()))
        if len(words) < _LEAST_WORDS:
            continue
        if words in seen:
            repeated.append(index)
        seen.add(words)
    return frozenset(repeated)
