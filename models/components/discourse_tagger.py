"""`discourse_tagger`: says what each sentence does (explain, evaluate, recommend ...) from its signals and its parse."""

from spacy.language import Language
from spacy.tokens import Doc, Span

from models.evidence import Function, Signals
from models.extensions import signals_of

_BY_CUE = {
    "judgement": Function.EVALUATE,
    "define": Function.DEFINE,
    "generic": Function.ASSERT,
    "example": Function.EXAMPLE,
    "compare": Function.COMPARE,
    "exclude": Function.EXCLUDE,
    "signpost": Function.SIGNPOST,
    "tension": Function.TRADEOFF,
    "marker": Function.MARKER,
}
_ADVICE = frozenset({"should", "must", "ought", "recommend", "propose", "suggest", "advise"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_DESCRIPTION = frozenset({Function.DESCRIBE})


class DiscourseTagger:
    """Sets `sentence._.functions` on every sentence."""

    def __call__(self, doc: Doc) -> Doc:
        for sentence in doc.sents:
            sentence._.functions = _functions(sentence, signals_of(sentence)) or _DESCRIPTION
        return doc


def _functions(sentence: Span, signals: Signals) -> frozenset[Function]:
    found = {function for cue, function in _BY_CUE.items() if cue in signals.cues}
    if signals.figures:
        found.add(Function.QUANTIFY)
    if signals.cues & {"cause", "condition"}:
        found.add(Function.EXPLAIN)
    if _recommends(sentence, signals):
        found.add(Function.RECOMMEND)
        if signals.cues & {"cause", "justify"}:
            found.add(Function.JUSTIFY)
    elif "reason" in {token.norm_ for token in sentence[:3]}:
        found.add(Function.JUSTIFY)
    if "plan" in signals.cues and (signals.figures or "recommend" in signals.cues or signals.cues & {"time"}):
        found.add(Function.PLAN)
    return frozenset(found)


def _recommends(sentence: Span, signals: Signals) -> bool:
    if "exclude" in signals.cues:
        return False
    return is_imperative(sentence) or any(token.norm_ in _ADVICE for token in sentence) or "recommend" in signals.cues


def is_imperative(sentence: Span) -> bool:
    """Whether the main verb is a bare form without a subject ("Move the trolley to the door")."""
    root = sentence.root
    if root.tag_ != "VB":
        return False
    return not any(child.dep_ in _SUBJECTS or child.dep_ == "aux" for child in root.children)


@Language.factory(
    "discourse_tagger",
    requires=["token.norm", "token.tag", "token.dep", "doc.sents", "span._.signals"],
    assigns=["span._.functions"],
)
def make_discourse_tagger(nlp: Language, name: str) -> DiscourseTagger:
    """Build the component."""
    return DiscourseTagger()
