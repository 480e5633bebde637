"""`negation_marker`: marks ideas that a draft says are not there, will not be covered, or are reported only to be rejected."""

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, signals_of

_DETERMINERS = frozenset({"no", "neither", "nor", "without", "zero"})
_INSTEAD = frozenset({"instead", "rather"})
_HAVING = frozenset({"have", "use", "include", "cover", "propose", "discuss", "apply", "adopt", "set", "need", "consider", "address", "contain",
                     "describe", "mention", "run", "practise", "practice", "employ", "introduce", "implement", "do"})


class NegationMarker:
    """Sets `span._.negated` on concept spans."""

    def __call__(self, doc: Doc) -> Doc:
        sentences = list(doc.sents)
        rejected = {sentence.start for sentence in _rejected(sentences)}
        for span in doc.spans.get(CONCEPTS, ()):
            sentence = span.sent
            cues = signals_of(sentence).cues
            span._.negated = "exclude" in cues or sentence.start in rejected or _is_denied(span, pseudo="pseudo_negation" in cues)
        return doc


def _rejected(sentences: list[Span]) -> list[Span]:
    """Sentences that report a view which they, or the next one, reject."""
    found = []
    for index, sentence in enumerate(sentences):
        if "report" not in signals_of(sentence).cues:
            continue
        after = sentences[index + 1] if index + 1 < len(sentences) else sentence
        if "reject" in signals_of(sentence).cues | signals_of(after).cues:
            found.append(sentence)
    return found


def _is_denied(span: Span, *, pseudo: bool) -> bool:
    """Whether a negation governs the span: "no lean", "without ERP", "does not use kanban", "instead of TQM"."""
    root = span.root
    if pseudo:
        return False
    if any(child.lower_ in _DETERMINERS and not span.start <= child.i < span.end for child in root.children):
        return True
    head = root.head
    if head.lower_ in _DETERMINERS or (head.lower_ == "of" and head.head.lower_ in _INSTEAD):
        return True
    return _verb_denies(root, span)


def _verb_denies(root: Token, span: Span) -> bool:
    """Whether the verb of which the word is the object is a negated verb of having or covering."""
    verb = root.head
    if root.dep_ not in {"dobj", "nsubjpass", "attr"} or span.start <= verb.i < span.end:
        return False
    return verb.norm_ in _HAVING and any(child.dep_ == "neg" for child in verb.children)


@Language.factory(
    "negation_marker",
    requires=["doc.spans", "span._.signals", "token.dep"],
    assigns=["span._.negated"],
)
def make_negation_marker(nlp: Language, name: str) -> NegationMarker:
    """Build the component."""
    return NegationMarker()
