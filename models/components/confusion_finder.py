"""`confusion_finder`: finds sentences that make one idea out of two ("our strategy is to clear the queue by noon")."""

import re
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, is_weak, signals_of

_EQUATING = frozenset(
    {
        "be", "consist", "mean", "achieve", "set", "reach", "meet", "reset", "complete", "equal", "become", "decide",
        "own", "carry", "realise", "lie", "regard", "answer", "renew", "fulfil", "boil", "amount",
    }
)  # fmt: skip
_ROLES = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "attr", "dobj", "pobj", "conj", "appos"})
_PURPOSES = frozenset({"advcl", "xcomp"})
_POINTING = re.compile(r"^\W*(?:this|that|it)\s+(?:is|was)\s+(?:the|our|its|their|a)\b", re.IGNORECASE)
_SUBSTITUTE = re.compile(
    r"^\W*(?:as (?:for|to|regards)|with regard to|on|regarding|concerning)\b[^,.;:]*,\s*"
    r"(?:ours?|it|this|that|theirs|mine)\s+(?:is|was|means|consists)\b",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(
    r"\b(?:not|rather than|whereas|while|differ\w*|distinct\w*|distinguish\w*|confus\w*|mistak\w*|wrong|instead"
    r"|more than (?:\w+ing|just|the|this|that))\b"
    r"|n't\b|n’t\b",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\b(?:serv(?:e|es|ing)|support\w*|align\w*|contribut\w*|link\w*|translat\w*|follow\w* from|in line with"
    r"|depends? on|towards?)\b",
    re.IGNORECASE,
)
_HOUR = r"(?:five|six|seven|eight|nine|ten|eleven)"
_CLOCK = re.compile(
    r"\b(?:\d{1,2}(?:[:.]\d\d)?\s?(?:am|pm|o'clock)|\d\d:?\d\d hours|by (?:noon|midday|dawn|lunch|close)"
    r"|(?:at|by|before|until|of|the) (?:[01]?\d|2[0-3])[.:][0-5]\d(?!\d|\s*(?:%|per\b|million|billion|pounds|euros))"
    rf"|(?:half|quarter) (?:past|to) \w+|(?:at|by|before|until) {_HOUR}"
    r"(?=\s*[.,;:!)]|\s*$|\s+(?:and|in the|o'clock|every|each|daily)\b)"
    r"|(?:by|on|before|until|each|every) (?:\w+ ){0,2}?(?:mon|tues|wednes|thurs|fri|satur|sun)days?)\b",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(?:because|since|so that)\b", re.IGNORECASE)
_LABEL = frozenset({":", "="})
_LABEL_REACH = 12


class ConfusionFinder:
    """Adds claims to the concepts where a sentence equates what `first` and `second` of a confusion name.

    `ids` are the misconceptions judged as a confusion.
    """

    def __init__(self, ids: tuple[str, ...]) -> None:
        self._ids = ids

    def __call__(self, doc: Doc) -> Doc:
        """Add the claims to the concepts that are there."""
        concepts = list(doc.spans.get(CONCEPTS, ()))
        for misconception_id in self._ids:
            firsts = _strong(concepts, f"{misconception_id}.first")
            seconds = _strong(concepts, f"{misconception_id}.second")
            claims = [
                Span(doc, each.start, each.end, label=f"{misconception_id}.claims")
                for each in _equating(doc, firsts, seconds)
            ]
            concepts.extend(claims)
        doc.spans[CONCEPTS] = concepts
        return doc


def _strong(concepts: list[Span], label: str) -> list[Span]:
    return [span for span in concepts if span.label_ == label and not is_weak(span)]


def _equating(doc: Doc, firsts: list[Span], seconds: list[Span]) -> Iterator[Span]:
    sentences = list(doc.sents)
    for index, sentence in enumerate(sentences):
        named = [span for span in seconds if sentence.start <= span.start < sentence.end]
        if not named or _DIFFERENCE.search(sentence.text) or "pseudo_negation" in signals_of(sentence).cues:
            continue
        pointed = index > 0 and bool(_POINTING.match(sentence.text)) and _holds(firsts, sentences[index - 1])
        if pointed or any(_is_equated(span, sentence) and _has_first(span, firsts, sentence) for span in named):
            yield sentence


def _is_equated(second: Span, sentence: Span) -> bool:
    """Whether the idea is said to be something: by a verb, by a sign after it ("Strategy: ..."), or by "ours is"."""
    return _stands_as_subject(second.root) or _is_label(second, sentence) or bool(_SUBSTITUTE.match(sentence.text))


def _is_label(second: Span, sentence: Span) -> bool:
    """Whether a colon or a sign of equality follows the idea, early in the sentence."""
    reach = sentence.doc[second.end : min(sentence.start + _LABEL_REACH + second.end - second.start, sentence.end)]
    return any(token.text in _LABEL for token in reach)


def _holds(spans: list[Span], sentence: Span) -> bool:
    return any(sentence.start <= span.start < sentence.end for span in spans)


def _stands_as_subject(root: Token) -> bool:
    said = [child for child in root.children if child.dep_ == "relcl"]
    if root.dep_ in _ROLES:
        said.append(root.head)
        if not (root.dep_ == "dobj" and root.head.dep_ in _PURPOSES):
            said.append(root.head.head)
    return any(word.norm_ in _EQUATING for word in said)


def _has_first(second: Span, firsts: list[Span], sentence: Span) -> bool:
    """Whether the other idea, or a time of day, stands in the same part of the sentence, and is not linked to it."""
    start, end = _between_semicolons(second, sentence)
    text, offset = sentence.doc[start:end].text, sentence.doc[start].idx
    clocks = [(match.start() + offset, match.end() + offset) for match in _CLOCK.finditer(text)]
    others = [
        (span.start_char, span.end_char)
        for span in firsts
        if start <= span.start and span.end <= end and (span.end <= second.start or second.end <= span.start)
    ]
    return any(not _is_linked(second, place) for place in (*clocks, *others))


def _is_linked(second: Span, place: tuple[int, int]) -> bool:
    """Whether the words up to the later of the two say that the one serves the other or is a reason for it."""
    text, end = second.doc.text, max(second.end_char, place[1])
    between = text[second.end_char : place[0]]
    return bool(_LINK.search(text[second.sent.start_char : end]) or _REASON.search(between))


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
