"""Every attribute of ours on spaCy objects, in one place."""

from spacy.tokens import Doc, Span

from models.evidence import Function, Manner, Signals
from models.parts import Part
from models.phrases import PlainWords
from models.readings import NameReading, WordOrder

CONCEPTS = "concepts"
WEAK = "weak"
"""Id of a span that only hints of a lexicon make."""


def register_extensions() -> None:
    """Declare the attributes; safe to call again."""
    Doc.set_extension("parts", default=(), force=True)
    Doc.set_extension("names", default=(), force=True)
    Doc.set_extension("plain_words", default=None, force=True)
    Doc.set_extension("measures", default=(), force=True)
    Doc.set_extension("plan_steps", default=(), force=True)
    Span.set_extension("negated", default=False, force=True)
    Span.set_extension("functions", default=frozenset(), force=True)
    Span.set_extension("signals", default=Signals(), force=True)
    Span.set_extension("manner", default=Manner(), force=True)
    Span.set_extension("order", default=None, force=True)


def parts_of(doc: Doc) -> tuple[Part, ...]:
    """The parts that `part_marker` found."""
    parts: tuple[Part, ...] = doc._.parts
    return parts


def functions_of(sentence: Span) -> frozenset[Function]:
    """The functions that `discourse_tagger` found."""
    functions: frozenset[Function] = sentence._.functions
    return functions


def signals_of(sentence: Span) -> Signals:
    """The traits that `discourse_tagger` counted."""
    signals: Signals = sentence._.signals
    return signals


def manner_of(sentence: Span) -> Manner:
    """How the sentence reads, as `prose_reader` found it."""
    manner: Manner = sentence._.manner
    return manner


def order_of(sentence: Span) -> WordOrder | None:
    """The order of the sentence's words, as `prose_reader` found it."""
    order: WordOrder | None = sentence._.order
    return order


def names_of(doc: Doc) -> tuple[NameReading, ...]:
    """The names that `example_finder` found."""
    names: tuple[NameReading, ...] = doc._.names
    return names


def is_weak(span: Span) -> bool:
    """Whether only hints of a lexicon make the span."""
    return str(span.id_) == WEAK


def plain_words_of(doc: Doc) -> PlainWords:
    """The plain words that `normaliser` found."""
    words: PlainWords = doc._.plain_words
    return words
