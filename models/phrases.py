"""Tables of phrases, matched in a draft by the plain forms of its words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from models.wordforms import plain_form

_HYPHENS = frozenset({"-", "\u2010", "\u2011"})


@dataclass(frozen=True, slots=True)
class PlainWords:
    """A draft as the plain forms of its words, hyphens left out."""

    words: Doc
    places: tuple[int, ...]
    """For each word its token's index in the draft."""


def plain_words(doc: Doc) -> PlainWords:
    """The plain forms of a draft's words; a hyphen that joins two words is passed over."""
    places = []
    for token in doc:
        joins = token.text in _HYPHENS and not token.whitespace_ and token.i and not doc[token.i - 1].whitespace_
        if not joins:
            places.append(token.i)
    return PlainWords(Doc(doc.vocab, words=[doc[place].norm_ or " " for place in places]), tuple(places))


class PhraseTable:
    """Phrases under labels. A phrase matches in any inflection, letter case, hyphenation and national spelling."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="ORTH")

    def add(self, label: str, phrases: Iterable[str]) -> None:
        """Add phrases under a label; a label may be added to more than once."""
        docs = [Doc(self._nlp.vocab, words=forms) for phrase in phrases if (forms := self._forms(phrase))]
        if docs:
            self._matcher.add(label, docs)

    def _forms(self, phrase: str) -> list[str]:
        spaced = phrase.replace("-", " ")
        words = spaced.split()
        if not all(word.isalnum() for word in words):
            words = [token.text for token in self._nlp.tokenizer(spaced) if not token.is_space]
        return [plain_form(word) for word in words]

    def find(self, doc: Doc, plain: PlainWords) -> Iterator[Span]:
        """Every match as a span that carries its label, in no particular order; `plain` are the draft's plain words."""
        for key, start, end in self._matcher(plain.words):
            yield Span(doc, plain.places[start], plain.places[end - 1] + 1, label=key)


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans of one label that lie within no other span of that label, in order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if kept and span.end <= kept[-1].end:
            continue
        kept.append(span)
    return kept
