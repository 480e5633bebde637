"""`prose_reader`: how each sentence reads: the order of its words, whether they go round in circles or lead aside."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.evidence import Manner, PartKind
from models.extensions import parts_of, plain_words_of, signals_of
from models.fluency import load_fluency
from models.phrases import PhraseTable
from models.readings import WordOrder
from models.resources import load_asides

_READ = frozenset({PartKind.PROSE, PartKind.BULLET, PartKind.QUOTATION})
_OPEN_CLASSES = frozenset({"NN", "VB", "JJ", "RB"})
_TASKS = frozenset(
    {
        "analyse", "analyze", "discuss", "explain", "evaluate", "describe", "assess", "examine", "outline", "identify",
        "critically", "compare", "justify", "choose", "select", "demonstrate", "define", "state", "indicate",
        "remember",
    }
)  # fmt: skip
_ASKS_FOR_MARKS = frozenset({"address", "grade"})
_STEM = 5
_LEAST_CONTENT = 5
_FRAGMENT_WORDS = 12
_PAGE = re.compile(r"(?:\.{2,}|…|\t)\s*\d{1,3}\s*$")
_QUOTATION = re.compile(r'"([^"]*)"')
_SAYING = 15
"""Characters from which words in inverted commas are a quotation."""


class ProseReader:
    """Sets `sentence._.manner` on every sentence, and `sentence._.order` where words are to stand in an order."""

    def __init__(self, nlp: Language) -> None:
        self._fluency = load_fluency()
        self._asides = PhraseTable(nlp)
        for name, phrases in load_asides().items():
            self._asides.add(name, phrases)

    def __call__(self, doc: Doc) -> Doc:
        """Read sentence by sentence; whether an order is that of English is told over the whole draft."""
        parts = parts_of(doc)
        bodies = [part.body_char for part in parts]
        asides: dict[int, set[str]] = defaultdict(set)
        for span in self._asides.find(doc, plain_words_of(doc)):
            asides[span.sent.start].add(span.label_)
        quoted = list(_quotations(doc.text, [part.start_char for part in parts])) if '"' in doc.text else []
        for sentence in doc.sents:
            part = _place(sentence, bodies)
            if part < 0 or parts[part].kind in _READ:
                sentence._.order = self._order(sentence)
            if _sets_a_task(sentence):
                asides[sentence.start].add("task")
            if asides[sentence.start] >= _ASKS_FOR_MARKS:
                asides[sentence.start].add("marker")
            sentence._.manner = Manner(
                echoes=_echoes(sentence),
                fragment=_is_fragment(sentence),
                quoted=_is_quoted(sentence, quoted),
                asides=frozenset(asides[sentence.start]),
            )
        return doc

    def _order(self, sentence: Span) -> WordOrder:
        symbols = [self._fluency.symbol(token.text, token.tag_) for token in sentence if not token.is_space]
        return WordOrder(gain=self._fluency.gain(symbols), length=len(symbols) + 1)


def _place(sentence: Span, bodies: Sequence[int]) -> int:
    return bisect_right(bodies, sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())) - 1


def _quotations(text: str, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Where quotations stand; each closes in the part that it opens in."""
    for start, end in pairwise([*starts, len(text)]):
        for match in _QUOTATION.finditer(text, start, end):
            if len(match.group(1)) >= _SAYING:
                yield match.span()


def _echoes(sentence: Span) -> float:
    """The share of the words that carry meaning which only say others of the sentence again; 0 where they are few."""
    stems = [token.lower_[:_STEM] for token in sentence if _carries_meaning(token)]
    return 1 - len(set(stems)) / len(stems) if len(stems) >= _LEAST_CONTENT else 0.0


def _is_fragment(sentence: Span) -> bool:
    """Whether it is a few words without verb or figure; the page number of a table of contents is no figure."""
    signals = signals_of(sentence)
    figures = signals.figures and not _PAGE.search(sentence.text)
    return not signals.verbs and not figures and signals.words <= _FRAGMENT_WORDS


def _carries_meaning(token: Token) -> bool:
    return token.tag_[:2] in _OPEN_CLASSES and token.is_alpha and len(token) > 3 and not token.is_stop


def _sets_a_task(sentence: Span) -> bool:
    """Whether it tells somebody to analyse, discuss or explain, as a task does."""
    first = next((token for token in sentence if token.is_alpha and len(token) > 1), None)
    return (
        first is not None
        and first.lower_ in _TASKS
        and first.tag_ in {"VB", "VBP", "NNP", "NN", "RB"}
        and first.text.istitle()
    )


def _is_quoted(sentence: Span, runs: Sequence[tuple[int, int]]) -> bool:
    """Whether more than half of the sentence stands between quotation marks that may span sentences."""
    inside = sum(max(min(end, sentence.end_char) - max(start, sentence.start_char), 0) for start, end in runs)
    return inside > len(sentence.text) / 2


@Language.factory(
    "prose_reader",
    requires=["span._.signals", "token.norm", "doc._.plain_words", "doc._.parts", "token.tag", "doc.sents"],
    assigns=["span._.manner", "span._.order"],
)
def make_prose_reader(nlp: Language, name: str) -> ProseReader:
    """Build the component from the word-order model and the lists of asides."""
    return ProseReader(nlp)
