"""Tables of phrases, matched in a parsed draft by the plain forms of their words."""

from collections.abc import Iterable, Iterator
from itertools import product

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from models.wordforms import plain_form

_LONGEST_HYPHENATED = 4


class PhraseTable:
    """Phrases under labels. A phrase matches in any inflection, letter case, hyphenation and national spelling."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self._matcher = PhraseMatcher(nlp.vocab, attr="NORM")

    def add(self, label: str, phrases: Iterable[str]) -> None:
        """Add phrases under a label; a label may be added to more than once."""
        docs = [doc for phrase in phrases for doc in _pattern_docs(self._nlp, phrase)]
        if docs:
            self._matcher.add(label, docs)

    def find(self, doc: Doc) -> Iterator[Span]:
        """Every match as a span that carries its label, in no particular order; the words' NORM must be plain forms."""
        for key, start, end in self._matcher(doc):
            yield Span(doc, start, end, label=key)


def _pattern_docs(nlp: Language, phrase: str) -> Iterator[Doc]:
    """The phrase with its gaps written as a space and as a hyphen."""
    words = [token.text for token in nlp.tokenizer(phrase.replace("-", " ")) if not token.is_space]
    gaps = ("", "-") if 1 < len(words) <= _LONGEST_HYPHENATED else ("",)
    for choice in product(gaps, repeat=len(words) - 1):
        forms = [plain_form(words[0])]
        for gap, word in zip(choice, words[1:], strict=True):
            forms.extend([gap, plain_form(word)] if gap else [plain_form(word)])
        yield _doc(nlp.vocab, forms)


def _doc(vocab: Vocab, forms: list[str]) -> Doc:
    doc = Doc(vocab, words=forms)
    for token, form in zip(doc, forms, strict=True):
        token.norm_ = form
    return doc


def longest(spans: Iterable[Span]) -> list[Span]:
    """Spans of one label that lie within no other span of that label, in order of the text."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start, -item.end)):
        if kept and span.end <= kept[-1].end:
            continue
        kept.append(span)
    return kept
