"""Quotes: the words of the draft that carry the evidence, cut at word boundaries and true to the letter."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

from models.evidence import EvidenceSpan
from rubric.schema import Element, Lexicon
from service.feedback.report import Quote

MOST_WORDS = 30
MOST_CHARS = 320
"""A guard for text without spaces; thirty English words stay well below it."""
_SHORTEST_STEM = 4
_CLAUSE_END = re.compile(r"[,;:\u2014\u2013)]$")
_CLAUSE_OPENERS = frozenset(
    "although and because but if since so therefore though when whereas which while".split()  # noqa: SIM905
)

_KEPT = 4096

Window = tuple[int, int]
"""The first and the one after the last, of words or characters."""


def words_in(text: str) -> int:
    """How many words a reader would count: runs of characters with a letter or figure in them."""
    return sum(any(char.isalnum() for char in token) for token in text.split())


@lru_cache(maxsize=512)
def focus_of(element: Element) -> frozenset[str]:
    """The opening letters of the words by which the element is known, to find the clause that carries it."""
    lexicon: Lexicon = element.lexicon
    plain = (element.name, *lexicon.terms, *lexicon.phrases, *lexicon.hints)
    words = {word for entry in plain for word in re.findall(r"\w+", entry.lower()) if len(word) >= _SHORTEST_STEM}
    stems = {word[: max(_SHORTEST_STEM, len(word) - 2)] for word in words}
    return frozenset(stems | {entry.lower() for entry in lexicon.abbreviations})


def cut_quote(
    text: str, span: EvidenceSpan, *, focus: Iterable[str] = (), most_words: int = MOST_WORDS
) -> Quote | None:
    """The span as a quote of at most `most_words`; None when it holds no word.

    A span that is too long is cut to the run of clauses in which most of the `focus` words stand.
    """
    cut = _cut(text[span.start_char : span.end_char], tuple(focus), most_words)
    if cut is None:
        return None
    start_char, end_char = (span.start_char + place for place in cut)
    return Quote(text=text[start_char:end_char], start_char=start_char, end_char=end_char)


@lru_cache(maxsize=_KEPT)
def _cut(text: str, focus: tuple[str, ...], most_words: int) -> Window | None:
    """The first character of the cut and the one after its last. Kept: most of a draft stays while it is written."""
    tokens = [match.span() for match in re.finditer(r"\S+", text)]
    if not any(map(str.isalnum, text)):
        return None
    words = tuple(text[start:end] for start, end in tokens)
    first, after = (0, len(words)) if len(words) <= most_words else _best_window(words, focus, most_words)
    return tokens[first][0], min(tokens[after - 1][1], tokens[first][0] + MOST_CHARS)


def _best_window(words: tuple[str, ...], focus: tuple[str, ...], most_words: int) -> Window:
    """The window of at most `most_words` with most focus words in it; the earlier one on a tie."""
    hits = [bool(focus) and word.lower().lstrip("\"'([\u2018\u201c").startswith(focus) for word in words]
    windows = [_trimmed(words, start, most_words) for start in _clause_starts(words)]
    return max(windows, key=lambda window: (sum(hits[window[0] : window[1]]), -window[0]))


def _clause_starts(words: Sequence[str]) -> list[int]:
    """Where a clause begins: the start, after a clause mark, at a word that opens a clause; never inside brackets."""
    opens = [bool(_CLAUSE_END.search(before)) or word.lower() in _CLAUSE_OPENERS for before, word in pairwise(words)]
    inside = accumulate(word.count("(") - word.count(")") for word in words)
    return [0] + [at for at, (begins, depth) in enumerate(zip(opens, inside, strict=False), 1) if begins and depth <= 0]


def _trimmed(words: Sequence[str], start: int, most_words: int) -> Window:
    """The window from `start`, ended with a clause where one ends in its second half."""
    limit = min(start + most_words, len(words))
    if limit == len(words):
        return start, limit
    ends = [at for at in range(start + most_words // 2, limit) if _CLAUSE_END.search(words[at])]
    return (start, ends[-1] + 1) if ends else (start, limit)
