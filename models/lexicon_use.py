"""Which entries of a lexicon are behind words that were found in a draft."""

import re
from functools import lru_cache

from models.wordforms import plain_form
from rubric.schema import Lexicon

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*|&")
_PHRASES = ("terms", "phrases", "hints")


def entries_behind(lexicon: Lexicon, words: str) -> tuple[str, ...]:
    """The entries that match just these words of a draft, whatever their inflection; frames as `cut + waste`."""
    found = _plain(words)
    entries = [entry for key in _PHRASES for entry in getattr(lexicon, key) if _plain(entry) == found]
    entries += [entry for entry in lexicon.abbreviations if entry == words.strip()]
    if entries:
        return tuple(dict.fromkeys(entries))
    return tuple(f"{head} + {other}" for head, other in frame_entries(lexicon) if _ends(found, head, other))


def frame_entries(lexicon: Lexicon) -> tuple[tuple[str, str], ...]:
    """Every pair of words that a frame takes."""
    return tuple((head, other) for frame in lexicon.frames for head in frame.head for other in frame.with_words)


def _ends(found: tuple[str, ...], head: str, other: str) -> bool:
    """Whether the words begin with one of the two and end with the other."""
    one, two = _plain(head), _plain(other)
    if len(found) < len(one) + len(two):
        return False
    return (found[: len(one)], found[-len(two) :]) == (one, two) or (found[: len(two)], found[-len(one) :]) == (
        two,
        one,
    )


@lru_cache(maxsize=32_768)
def _plain(words: str) -> tuple[str, ...]:
    return tuple(plain_form(word) for word in _WORD.findall(words.replace("-", " ").replace("\u2011", " ")))
