"""Slips of the keyboard set right: a word is known though a letter is lost, doubled, swapped or another struck."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from string import ascii_lowercase

import simplemma

from models.meaning import load_meaning

_SHORTEST = 5
"""Shorter words lie too near to one another."""
_WORD = re.compile(rf"\b[a-z]{{{_SHORTEST},}}\b")


@lru_cache(maxsize=65536)
def mend(word: str) -> str:
    """The common word that is one slip away from an unknown one in lower case; any other word as it is.

    Of several one of the same letters is taken, and then the commonest. Names and words of the dictionary stay.
    """
    if len(word) < _SHORTEST or not word.isascii() or not word.isalpha() or not word.islower():
        return word
    if simplemma.is_known(word, lang="en"):
        return word
    ranks = _ranks()
    near = (each for each in _one_slip_away(word) if each in ranks and simplemma.is_known(each, lang="en"))
    return min(near, key=lambda each: (set(each) != set(word), ranks[each]), default=word)


def mend_text(text: str) -> str:
    """The text with every word mended."""
    return _WORD.sub(lambda match: mend(match.group()), text)


@cache
def _ranks() -> Mapping[str, int]:
    """How common words are: the pieces of the vectors of meaning come in that order."""
    return {piece: rank for rank, piece in enumerate(load_meaning().pieces)}


def _one_slip_away(word: str) -> Iterator[str]:
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        if after:
            yield before + after[1:]
            yield from (before + char + after[1:] for char in ascii_lowercase)
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        yield from (before + char + after for char in ascii_lowercase)
