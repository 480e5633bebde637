"""How well the order of words is that of English: a trigram model over word classes and the commonest small words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

RESOURCE = "word_order.txt"
EDGE = "<"
"""Stands before the first and after the last word of a sentence."""
_SHRINK = 4.0
_RARE = 0.5
_SYMBOLS = 100

_Context = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fluency:
    """Counts of symbols after the one and the two before them, and what they say of a sentence.

    A symbol is one of the small words (the, of, because ...) or, for any other word, its word class; so no subject is
    in it. The counts are those of `resources/word_order.txt`, which `models/training/word_order.py` makes.
    """

    small_words: frozenset[str]
    counts: Mapping[_Context, Mapping[str, int]]
    totals: Mapping[_Context, int]
    gains: dict[_Context, float] = field(default_factory=dict)
    """What was worked out already; symbols are few, so this stays small."""

    def symbol(self, word: str, tag: str) -> str:
        """What a word counts as."""
        lowered = word.lower()
        return lowered if lowered in self.small_words else tag

    def gain(self, symbols: Sequence[str]) -> float:
        """How much likelier the sentence's symbols are in their order than in any, summed as natural logarithms.

        Divided by `len(symbols) + 1` it is about 0.5 for careful prose, 0.4 for hasty, -1.5 for shuffled words.
        """
        row = (EDGE, EDGE, *symbols, EDGE)
        return sum(self._gain(row[place - 2 : place], row[place]) for place in range(2, len(row)))

    def _gain(self, before: tuple[str, ...], symbol: str) -> float:
        found = self.gains.get((*before, symbol))
        if found is None:
            found = self.gains[*before, symbol] = self._work_out(before, symbol)
        return found

    def _work_out(self, before: tuple[str, ...], symbol: str) -> float:
        alone = (self._count((), symbol) + _RARE) / (self.totals[()] + _SYMBOLS)
        likely = alone
        for context in (before[1:], before):
            total = self.totals.get(context, 0)
            likely = (self._count(context, symbol) + _SHRINK * likely) / (total + _SHRINK)
        return math.log(likely / alone)

    def _count(self, context: _Context, symbol: str) -> int:
        following = self.counts.get(context)
        return following.get(symbol, 0) if following else 0


@cache
def load_fluency() -> Fluency:
    """The model that is shipped."""
    return parse_fluency(resources.files("models.resources").joinpath(RESOURCE).read_text(encoding="utf-8"))


def parse_fluency(text: str) -> Fluency:
    """Read what `render_fluency` wrote: a comment, the small words, then contexts with the symbols that follow."""
    _, first, *lines = text.splitlines()
    counts: dict[_Context, dict[str, int]] = {}
    for line in lines:
        context, following = line.split("\t")
        words = following.split(" ")
        counts[tuple(context.split())] = {
            symbol: int(count) for symbol, count in zip(words[::2], words[1::2], strict=True)
        }
    return Fluency(frozenset(first.split()), counts, {context: sum(each.values()) for context, each in counts.items()})


def render_fluency(small_words: Sequence[str], counts: Mapping[_Context, Mapping[str, int]]) -> str:
    """The model as text, in one order whatever the order of counting."""
    return "\n".join((_HEAD, " ".join(small_words), *_lines(counts), ""))


def _lines(counts: Mapping[_Context, Mapping[str, int]]) -> Iterator[str]:
    for context in sorted(counts, key=lambda each: (len(each), each)):
        ranked = sorted(counts[context].items(), key=lambda item: (-item[1], item[0]))
        yield " ".join(context) + "\t" + " ".join(f"{symbol} {count}" for symbol, count in ranked)


_HEAD = "# Small words; then what follows a context, with counts. Made by models/training/word_order.py: do not edit."
