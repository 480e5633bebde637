"""Counts which words follow which in the marked scripts, for `models/fluency.py`.

`python -m models.training.word_order` rebuilds `models/resources/word_order.txt`, to the same bytes from the same
scripts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

from spacy.tokens import Doc

from models.fluency import EDGE, RESOURCE, render_fluency
from models.pipeline import load_language_model

SCRIPTS = Path(__file__).parents[1] / "data" / "scripts"
TARGET = Path(__file__).parents[1] / "resources" / RESOURCE
_LEAST_WORDS = 4
_SMALL_WORDS = 100
_MOSTLY = 0.6
_LEAST_COUNT = 2
_CLOSED = frozenset({"DT", "IN", "CC", "PRP", "PRP$", "TO", "MD", "WDT", "WP", "WRB", "EX", "RP", "WP$", "PDT"})
_AUXILIARIES = frozenset(
    {"is", "are", "was", "were", "be", "been", "being", "has", "have", "had", "do", "does", "did", "not", "'s", "n't"}
)

_Word = tuple[str, str]


def count_word_order(texts: Iterable[str]) -> str:
    """The model of `models/fluency.py` as text, counted from the lines of some texts."""
    lines = [line for text in texts for line in text.split("\n") if len(line.split()) >= _LEAST_WORDS]
    nlp = load_language_model()
    sentences = [sentence for doc in nlp.pipe(lines, batch_size=64) for sentence in _sentences(doc)]
    small = _small_words(word for sentence in sentences for word in sentence)
    return render_fluency(small, _counts([_symbols(sentence, frozenset(small)) for sentence in sentences]))


def _sentences(doc: Doc) -> Iterator[list[_Word]]:
    for sentence in doc.sents:
        yield [(token.lower_, token.tag_) for token in sentence if not token.is_space]


def _small_words(words: Iterable[_Word]) -> Sequence[str]:
    """The commonest words that mostly belong to the closed classes."""
    seen: Counter[str] = Counter()
    closed: Counter[str] = Counter()
    for word, tag in words:
        seen[word] += 1
        closed[word] += tag in _CLOSED
    ranked = sorted(seen, key=lambda word: (-seen[word], word))
    return [word for word in ranked if word in _AUXILIARIES or closed[word] > _MOSTLY * seen[word]][:_SMALL_WORDS]


def _symbols(sentence: Iterable[_Word], small: frozenset[str]) -> tuple[str, ...]:
    return (EDGE, EDGE, *(word if word in small else tag for word, tag in sentence), EDGE)


def _counts(rows: Iterable[Sequence[str]]) -> Mapping[tuple[str, ...], Mapping[str, int]]:
    """Counts after no, one and two symbols; a row of three seen once is left out."""
    counts: dict[tuple[str, ...], Counter[str]] = {}
    for row in rows:
        for symbol in row[2:]:
            counts.setdefault((), Counter())[symbol] += 1
        for first, second in pairwise(row[1:]):
            counts.setdefault((first,), Counter())[second] += 1
        for first, second, third in zip(row, row[1:], row[2:], strict=False):
            counts.setdefault((first, second), Counter())[third] += 1
    return {context: kept for context, each in counts.items() if (kept := _kept(context, each))}


def _kept(context: tuple[str, ...], counts: Mapping[str, int]) -> Mapping[str, int]:
    least = _LEAST_COUNT if len(context) > 1 else 1
    return {symbol: count for symbol, count in counts.items() if count >= least}


def main() -> None:
    """Rebuild the resource from the marked scripts."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.txt"))]
    TARGET.write_text(count_word_order(texts), encoding="utf-8")


if __name__ == "__main__":
    main()
