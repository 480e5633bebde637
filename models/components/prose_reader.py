"""`prose_reader`: how each sentence reads: whether its words stand in an order, go round in circles or lead aside."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.evidence import Manner, PartKind
from models.extensions import parts_of, plain_words_of, signals_of
from models.fluency import load_fluency
from models.phrases import PhraseTable
from models.resources import load_asides

_READ = frozenset({PartKind.PROSE, PartKind.BULLET, PartKind.QUOTATION})
_WINDOW = 40
"""Words around and with a sentence on which its order is judged."""
_SHORT = 6
_LONG = 15
_SOME = 0.25
_MUCH = 0.4
_AMONG_BABBLE = 0.0
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bounds:
    """The gains by a symbol below which words are out of order."""

    around: float
    itself: float
    long_itself: float


_ALONE = _Bounds(around=-0.65, itself=-0.3, long_itself=-1.2)
"""For sentences in a draft that is otherwise in order: clipped notes and slips are to be let through."""
_AMONG_SOME = _Bounds(around=-0.45, itself=-0.1, long_itself=-0.9)


@dataclass(slots=True)
class _Order:
    """The order of the words of one sentence: what it gains, over how many symbols."""

    gain: float
    length: int
    around: float = 0.0

    @property
    def itself(self) -> float:
        return self.gain / self.length

    def is_below(self, bounds: _Bounds) -> bool:
        """Whether too little is gained: around it and by itself, or by a long sentence by itself."""
        near = self.around < bounds.around and self.itself < bounds.itself and self.length > _SHORT
        return near or (self.length > _LONG and self.itself < bounds.long_itself)


class ProseReader:
    """Sets `sentence._.manner` on every sentence."""

    def __init__(self, nlp: Language) -> None:
        self._fluency = load_fluency()
        self._asides = PhraseTable(nlp)
        for name, phrases in load_asides().items():
            self._asides.add(name, phrases)

    def __call__(self, doc: Doc) -> Doc:
        """Read all sentences first: the order of a short one is judged with those around it."""
        parts = parts_of(doc)
        bodies = [part.body_char for part in parts]
        sentences = list(doc.sents)
        kinds = [parts[place].kind if (place := _place(each, bodies)) >= 0 else PartKind.PROSE for each in sentences]
        read = [place for place, kind in enumerate(kinds) if kind in _READ]
        disordered = {read[place] for place in _disordered([self._order(sentences[each]) for each in read])}
        asides: dict[int, set[str]] = defaultdict(set)
        for span in self._asides.find(doc, plain_words_of(doc)):
            asides[span.sent.start].add(span.label_)
        quoted = list(_quotations(doc.text, [part.start_char for part in parts])) if '"' in doc.text else []
        for place, sentence in enumerate(sentences):
            if _sets_a_task(sentence):
                asides[sentence.start].add("task")
            if asides[sentence.start] >= _ASKS_FOR_MARKS:
                asides[sentence.start].add("marker")
            sentence._.manner = Manner(
                plausible=place not in disordered,
                echoes=_echoes(sentence),
                fragment=_is_fragment(sentence),
                quoted=_is_quoted(sentence, quoted),
                asides=frozenset(asides[sentence.start]),
            )
        return doc

    def _order(self, sentence: Span) -> _Order:
        symbols = [self._fluency.symbol(token.text, token.tag_) for token in sentence if not token.is_space]
        return _Order(self._fluency.gain(symbols), len(symbols) + 1)


def _place(sentence: Span, bodies: Sequence[int]) -> int:
    return bisect_right(bodies, sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())) - 1


def _disordered(orders: Sequence[_Order]) -> frozenset[int]:
    """Places of sentences whose words are out of order; among many such, of every one that is near to it."""
    for place, order in enumerate(orders):
        order.around = _around(orders, place)
    length = sum(order.length for order in orders)
    found = {place for place, order in enumerate(orders) if order.is_below(_AMONG_SOME)}
    if sum(orders[place].length for place in found) <= _SOME * length:
        return frozenset(place for place in found if orders[place].is_below(_ALONE))
    if sum(orders[place].length for place in found) > _MUCH * length:
        found |= {place for place, order in enumerate(orders) if order.around < _AMONG_BABBLE}
    return frozenset(found)


def _around(orders: Sequence[_Order], place: int) -> float:
    """What the sentence and those around it gain by a symbol, over as many sentences as make a window."""
    gain, length = orders[place].gain, orders[place].length
    before, after = place - 1, place + 1
    while length < _WINDOW and (before >= 0 or after < len(orders)):
        for near in (before, after):
            if 0 <= near < len(orders) and length < _WINDOW:
                gain, length = gain + orders[near].gain, length + orders[near].length
        before, after = before - 1, after + 1
    return gain / length


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
    assigns=["span._.manner"],
)
def make_prose_reader(nlp: Language, name: str) -> ProseReader:
    """Build the component from the word-order model and the lists of asides."""
    return ProseReader(nlp)
