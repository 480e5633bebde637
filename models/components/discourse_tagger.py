"""`discourse_tagger`: says what each sentence does (explain, evaluate, recommend) from its signals and its parse."""

from bisect import bisect_right
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from models.evidence import Function, PartKind, Signals
from models.extensions import parts_of, signals_of
from models.resources import load_words

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
_DUTY = frozenset({"should", "ought"})
_FREE = frozenset({"must", "could"})
_AGENTS = frozenset(
    {"management", "manager", "company", "firm", "business", "organisation", "board", "owner", "director", "they", "we"}
)
_PROPOSERS = frozenset({"i", "we"})
_WOULD = frozenset({"would", "'d", "’d"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS", "VBG"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
_AUXILIARIES = frozenset({"aux", "auxpass"})
_OPENERS = frozenset({"so", "hence", "therefore", "also", ";"})
_BOUND = frozenset({"xcomp", "amod", "compound", "aux", "relcl"})
_LABEL = 2
_LABELS = frozenset(
    {"so", "do", "hence", "better", "fix", "action", "actions", "recommend", "proposal", "remedy", "change", "advice"}
)
_REASONS = frozenset({"because", "since", "as", "so"})
_FINITE = frozenset({"VBZ", "VBP", "VBD", "MD"})
_ORDINALS = frozenset(
    {
        "first", "second", "third", "fourth", "fifth", "firstly", "secondly", "thirdly", "lastly", "finally", "one",
        "two", "three", "four", "next",
    }
)  # fmt: skip
_AFTER_ORDINAL = frozenset({",", ":", ";", ")", ".", "-", "–", "of"})
_LEAD_WORDS = 14
_FRAGMENT = 4
_DESCRIPTION = frozenset({Function.DESCRIBE})


@dataclass(slots=True)
class _Advice:
    """Whether the text stands under a line that announces advice."""

    part: int = -1
    heading: bool = False
    parts_left: int = 0

    @property
    def holds(self) -> bool:
        return self.parts_left > 0


class DiscourseTagger:
    """Sets `sentence._.functions` on every sentence."""

    def __init__(self) -> None:
        self._acts = frozenset(load_words("acts"))

    def __call__(self, doc: Doc) -> Doc:
        """Tag the sentences in order, since a line that announces advice bears on those below it."""
        parts = parts_of(doc)
        bodies = [part.body_char for part in parts]
        advice = _Advice()
        for sentence in doc.sents:
            signals = signals_of(sentence)
            place = bisect_right(bodies, sentence.start_char + len(sentence.text) - len(sentence.text.lstrip())) - 1
            kind = parts[place].kind if place >= 0 else PartKind.PROSE
            opens = place != advice.part
            if opens:
                _enter(advice, place, kind, sentence)
            listed = opens and kind is PartKind.BULLET
            functions = self._functions(sentence, signals, advised=advice.holds, listed=listed)
            sentence._.functions = functions or _DESCRIPTION
            if _announces(sentence, signals, kind):
                advice.heading, advice.parts_left = kind is PartKind.HEADING, 2
        return doc

    def _functions(self, sentence: Span, signals: Signals, *, advised: bool, listed: bool) -> frozenset[Function]:
        found = {function for cue, function in _BY_CUE.items() if cue in signals.cues}
        if signals.figures:
            found.add(Function.QUANTIFY)
        if signals.quoted > signals.words / 2:
            found.add(Function.QUOTE)
        if "define" not in signals.cues and _defines(sentence, signals):
            found.add(Function.DEFINE)
        if signals.cues & {"cause", "condition"}:
            found.add(Function.EXPLAIN)
        if "exclude" not in signals.cues and self._recommends(sentence, signals, advised=advised, listed=listed):
            found.add(Function.RECOMMEND)
        if _gives_a_reason(sentence):
            found.add(Function.JUSTIFY)
        if "plan" in signals.cues and (signals.figures or signals.cues & {"recommend", "time"}):
            found.add(Function.PLAN)
        return frozenset(found)

    def _recommends(self, sentence: Span, signals: Signals, *, advised: bool, listed: bool) -> bool:
        if sentence.text.rstrip().endswith("?"):
            return False
        if any(self._urges(token, sentence) for token in sentence):
            return True
        if _is_labelled(sentence):
            return signals.words > _FRAGMENT
        if advised and (listed or _is_numbered(sentence)):
            return signals.words >= _FRAGMENT
        return advised and (is_imperative(sentence) or self._opens_with_an_act(sentence))

    def _opens_with_an_act(self, sentence: Span) -> bool:
        """Whether the first word is a bare verb of doing, however it was tagged ("Purchase two sterilisers")."""
        first = next((token for token in sentence if token.is_alpha), None)
        return first is not None and first.text.istitle() and first.lower_ in self._acts and first.dep_ not in _SUBJECTS

    def _urges(self, token: Token, sentence: Span) -> bool:
        """Whether the word tells somebody to do something: a duty, the writer's own proposal, or a bare command."""
        if token.tag_ == "MD":
            duty = token.norm_ in _DUTY or _is_own_proposal(token, sentence) or _binds_an_agent(token)
            return duty and token.head.norm_ in self._acts
        acts = token.lower_ in self._acts or token.lower_ == "do"
        return acts and token.tag_ in {"VB", "VBP"} and _is_command(token, sentence)


def _enter(advice: _Advice, place: int, kind: PartKind, sentence: Span) -> None:
    """Step into another part: a heading ends what a line announced, and so does a second paragraph that is no list."""
    advice.part = place
    if kind is PartKind.HEADING:
        advice.parts_left = 0
    elif kind is not PartKind.BULLET and not _is_numbered(sentence) and not advice.heading:
        advice.parts_left -= 1


def _announces(sentence: Span, signals: Signals, kind: PartKind) -> bool:
    """Whether the sentence only says that advice follows ("I would do two things.")."""
    if signals.words > _LEAD_WORDS or "exclude" in signals.cues:
        return False
    if _is_labelled(sentence) or ("recommend" in signals.cues and sentence.text.rstrip().endswith(":")):
        return True
    if kind is PartKind.HEADING:
        return bool(signals.cues & {"lead_in", "recommend"})
    return "lead_in" in signals.cues and not signals.figures


def _is_labelled(sentence: Span) -> bool:
    """Whether the sentence begins with a word and a colon that announce a proposal ("So: two checks, not four")."""
    words = [token for token in sentence[:4] if not token.is_space]
    return len(words) > 1 and words[0].lower_ in _LABELS and words[1].text == ":"


def _is_numbered(sentence: Span) -> bool:
    """Whether the sentence begins as an item of a list in prose ("Second, ...", "One: ...")."""
    words = [token for token in sentence[:5] if not token.is_space and token.lower_ not in {"(", "and"}]
    if len(words) < 2 or not (words[0].lower_ in _ORDINALS or words[0].is_digit):
        return False
    return words[1].text in _AFTER_ORDINAL


def _gives_a_reason(sentence: Span) -> bool:
    """Whether a clause of reason hangs on another ("..., as the gate is far"), or the sentence is called a reason."""
    if any(token.norm_ == "reason" for token in sentence[:3]):
        return True
    return any(token.dep_ == "mark" and token.norm_ in _REASONS and _is_finite(token.head) for token in sentence)


def _is_finite(verb: Token) -> bool:
    return verb.tag_ in _FINITE or any(child.tag_ in _FINITE for child in verb.children if child.dep_ in _AUXILIARIES)


def _is_own_proposal(token: Token, sentence: Span) -> bool:
    """Whether the modal is the writer's own "would", and not "would not"."""
    before = sentence.doc[token.i - 1] if token.i > sentence.start else token
    if token.lower_ not in _WOULD or before.lower_ not in _PROPOSERS:
        return False
    return not any(child.dep_ == "neg" for child in token.head.children)


def _binds_an_agent(token: Token) -> bool:
    """Whether "must" or "could" is said of those who run the operation ("Management must ...")."""
    if token.norm_ not in _FREE:
        return False
    return any(child.dep_ == "nsubj" and child.norm_ in _AGENTS for child in token.head.children)


def _is_command(token: Token, sentence: Span) -> bool:
    """Whether a bare verb opens the sentence or a part of it, without a subject."""
    if token.dep_ in _BOUND or any(child.dep_ in _SUBJECTS or child.dep_ in _AUXILIARIES for child in token.children):
        return False
    words = [word for word in sentence[: token.i - sentence.start] if word.is_alpha]
    if not words:
        return True
    before = token.nbor(-1).lower_
    if before in {":", ",", ")"}:
        return len(words) <= _LABEL
    return before in _OPENERS and token.tag_ == "VB"


def _defines(sentence: Span, signals: Signals) -> bool:
    """Whether the sentence says what a thing is in general ("Speed is the time ..."), with nothing of its own."""
    root = sentence.root
    if root.norm_ != "be" or root.tag_ != "VBZ" or signals.figures or signals.own or signals.names:
        return False
    subject = next((child for child in root.children if child.dep_ == "nsubj"), None)
    named = next((child for child in root.children if child.dep_ == "attr"), None)
    return subject is not None and named is not None and subject.tag_ in _NOUNS and named.tag_ in _NOUNS


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
