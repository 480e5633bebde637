"""Plain forms of words: one form for every inflection, letter case and national spelling."""

from functools import lru_cache

import simplemma

from models.resources import load_spelling
from models.spelling import mend


def british(word: str) -> str:
    """The British spelling of a lower-case word; the word itself where the two agree."""
    spelling = load_spelling()
    if word in spelling.words:
        return spelling.words[word]
    if len(word) >= spelling.min_length and word not in spelling.keep:
        for american, ours in spelling.suffixes.items():
            if word.endswith(american):
                return word.removesuffix(american) + ours
    return word


@lru_cache(maxsize=65536)
def plain_form(word: str) -> str:
    """The dictionary form of one word, lower case, in British spelling, slips of the keyboard set right.

    Independent of context, so the same word always has the same form in a draft and in a lexicon.
    """
    lowered = british(mend(word).lower())
    lemma = str(simplemma.lemmatize(lowered, lang="en")).lower()
    if lemma == lowered and len(lowered) > 3 and lowered.endswith("s") and not lowered.endswith(("ss", "us", "is")):
        lemma = lowered[:-1]
    return lemma
