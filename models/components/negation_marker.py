"""`negation_marker`: marks ideas that a draft denies, will not cover, or reports only to reject them."""

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, signals_of

_DETERMINERS = frozenset({"no", "neither", "nor", "without", "zero"})
_BETWEEN = frozenset(
    {"any", "a", "an", "the", "such", "real", "formal", "proper", "kind", "sort", "form", "of", "either", "single"}
)
_INSTEAD = (
    ("instead", "of"),
    ("rather", "than"),
    ("in", "place", "of"),
    ("absence", "of"),
    ("lack", "of"),
    ("nothing", "on"),
    ("nothing", "about"),
)
_NOBODY = frozenset({"nobody", "none", "no-one", "nothing"})
_HAVING = frozenset(
    {
        "have", "use", "include", "cover", "propose", "discuss", "apply", "adopt", "set", "need", "consider", "address",
        "contain", "describe", "mention", "run", "practise", "practice", "employ", "introduce", "implement", "do",
        "recommend", "suggest", "advise",
    }
)  # fmt: skip
_UNTRUE = frozenset({"true", "correct", "case", "right"})


class NegationMarker:
    """Sets `span._.negated` on concept spans."""

    def __call__(self, doc: Doc) -> Doc:
        """Judge every concept span by its own sentence, and by the next one where a view is reported."""
        sentences = list(doc.sents)
        words = [token.lower_ for token in doc]
        rejected = {sentence.start for sentence in sentences if _denies_all(sentence)} | _rejected(sentences)
        for span in doc.spans.get(CONCEPTS, ()):
            sentence = span.sent
            cues = signals_of(sentence).cues
            before = _words_before(words, sentence.start, span.start)
            denied = "pseudo_negation" not in cues and _is_denied(span, before)
            span._.negated = denied or "exclude" in cues or sentence.start in rejected
        return doc


def _rejected(sentences: list[Span]) -> set[int]:
    """Starts of the sentences that report a view which they, or the next one, reject."""
    found = set()
    for index, sentence in enumerate(sentences):
        if "report" not in signals_of(sentence).cues:
            continue
        after = sentences[index + 1] if index + 1 < len(sentences) else sentence
        if "reject" in signals_of(sentence).cues | signals_of(after).cues:
            found.add(sentence.start)
    return found


def _denies_all(sentence: Span) -> bool:
    """Whether everything the sentence holds is denied ("It is not true that ...")."""
    root = sentence.root
    negated = any(child.dep_ == "neg" for child in root.children)
    return negated and root.norm_ == "be" and any(child.lower_ in _UNTRUE for child in root.children)


def _is_denied(span: Span, before: list[str]) -> bool:
    """Whether a negation governs the span: "no lean", "without any ERP", "does not use kanban", "instead of TQM"."""
    if before[-1:] and before[-1] in _DETERMINERS:
        return True
    if any(tuple(before[-len(phrase) :]) == phrase for phrase in _INSTEAD):
        return True
    root = span.root
    outside = [child for child in root.children if not span.start <= child.i < span.end]
    return any(child.lower_ in _DETERMINERS for child in outside) or _verb_denies(root, span)


def _words_before(words: list[str], start: int, place: int) -> list[str]:
    """Up to three words of the sentence before a place, articles and the like passed over."""
    found: list[str] = []
    while place > start and len(found) < 3:
        place -= 1
        if words[place] not in _BETWEEN or (words[place] == "of" and not found):
            found.insert(0, words[place])
    return found


def _verb_denies(root: Token, span: Span) -> bool:
    """Whether the span hangs from a negated verb of having or covering, or is one ("does not use lean")."""
    verb = root if root.norm_ in _HAVING else root.head
    if verb.norm_ not in _HAVING or (verb is root.head and root.dep_ not in {"dobj", "nsubjpass", "attr"}):
        return False
    outside = [child for child in verb.children if not span.start <= child.i < span.end]
    return any(
        child.dep_ == "neg" or (child.dep_ in {"nsubj", "nsubjpass"} and child.lower_ in _NOBODY) for child in outside
    )


@Language.factory(
    "negation_marker",
    requires=["doc.spans", "span._.signals", "token.dep"],
    assigns=["span._.negated"],
)
def make_negation_marker(nlp: Language, name: str) -> NegationMarker:
    """Build the component."""
    return NegationMarker()
