"""`confusion_finder`: finds sentences that make one idea out of two ("our strategy is to clear the queue by noon")."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, is_weak, signals_of

_EQUATING = frozenset(
    {"be", "consist", "mean", "achieve", "set", "reach", "meet", "reset", "complete", "equal", "become", "decide", "own", "carry", "realise", "lie", "regard"}
)
_ROLES = frozenset({"nsubj", "nsubjpass", "attr", "dobj", "pobj", "conj", "appos"})
_POINTING = re.compile(r"^\W*(?:this|that|it)\s+(?:is|was)\s+(?:the|our|its|their|a)\b", re.IGNORECASE)
_DISTINGUISHING = re.compile(
    r"\b(?:not|n't|rather than|whereas|while|differ\w*|distinct\w*|distinguish\w*|serv(?:e|es|ing)|support\w*|align\w*|contribut\w*|link\w*|"
    r"confus\w*|mistak\w*|translat\w*|follow\w* from|in line with|depends? on|towards?|wrong|instead)\b",
    re.IGNORECASE,
)
_CLOCK = re.compile(r"\b(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'clock)|\d\d:?\d\d hours|by (?:noon|midday|dawn|lunch|close))\b", re.IGNORECASE)


class ConfusionFinder:
    """Adds claims to the concepts where a sentence equates what `first` and `second` of a confusion name.

    `ids` are the misconceptions judged as a confusion.
    """

    def __init__(self, ids: tuple[str, ...]) -> None:
        self._ids = ids

    def __call__(self, doc: Doc) -> Doc:
        concepts = list(doc.spans.get(CONCEPTS, ()))
        for misconception_id in self._ids:
            firsts = _strong(concepts, f"{misconception_id}.first")
            seconds = _strong(concepts, f"{misconception_id}.second")
            claims = [Span(doc, each.start, each.end, label=f"{misconception_id}.claims") for each in _equating(doc, firsts, seconds)]
            concepts.extend(claims)
        doc.spans[CONCEPTS] = concepts
        return doc


def _strong(concepts: list[Span], label: str) -> list[Span]:
    return [span for span in concepts if span.label_ == label and not is_weak(span)]


def _equating(doc: Doc, firsts: list[Span], seconds: list[Span]) -> Iterator[Span]:
    sentences = list(doc.sents)
    for index, sentence in enumerate(sentences):
        named = [span for span in seconds if sentence.start <= span.start < sentence.end]
        if not named or _DISTINGUISHING.search(sentence.text) or "pseudo_negation" in signals_of(sentence).cues:
            continue
        if _POINTING.match(sentence.text) and index and _holds(firsts, sentences[index - 1]):
            yield sentence
        elif any(_stands_as_subject(span.root) and _has_first(span, firsts, sentence) for span in named):
            yield sentence


def _holds(spans: list[Span], sentence: Span) -> bool:
    return any(sentence.start <= span.start < sentence.end for span in spans)


def _stands_as_subject(root: Token) -> bool:
    return root.dep_ in _ROLES and any(word.norm_ in _EQUATING for word in (root.head, root.head.head))


def _has_first(second: Span, firsts: list[Span], sentence: Span) -> bool:
    """Whether the other idea, or a time of day, stands in the same part of the sentence between semicolons."""
    start, end = _between_semicolons(second, sentence)
    part = second.doc[start:end]
    if _CLOCK.search(part.text):
        return True
    return any(start <= span.start and span.end <= end and (span.end <= second.start or second.end <= span.start) for span in firsts)


def _between_semicolons(span: Span, sentence: Span) -> tuple[int, int]:
    breaks = [token.i for token in sentence if token.text == ";"]
    start = max((place + 1 for place in breaks if place < span.start), default=sentence.start)
    end = min((place for place in breaks if place >= span.end), default=sentence.end)
    return start, end


@Language.factory(
    "confusion_finder",
    requires=["doc.spans", "span._.signals", "token.dep"],
    assigns=["doc.spans"],
    default_config={"ids": []},
)
def make_confusion_finder(nlp: Language, name: str, ids: list[str]) -> ConfusionFinder:
    """Build the component for the misconceptions judged as a confusion."""
    return ConfusionFinder(tuple(ids))
