"""`concept_matcher`: finds the rubric's ideas in the draft by phrase, abbreviation and dependency pattern."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span, Token

from models.extensions import CONCEPTS, WEAK, plain_words_of
from models.phrases import PhraseTable, longest

_EXCLUDE = "exclude "
_HINT = "hint "
_HEAD = "head "
_WITH = "with "
_REACH = 40
_MEASURES = frozenset(
    {
        "most", "much", "lot", "all", "some", "part", "half", "rest", "bulk", "amount", "level", "number", "third",
        "deal", "plenty",
    }
)  # fmt: skip


class ConceptMatcher:
    """Marks every place where the draft speaks of one of the lexicons' ideas.

    `lexicons` maps a label to a `rubric.schema.Lexicon` in its dumped form.
    """

    def __init__(self, nlp: Language, lexicons: Mapping[str, Mapping[str, Any]]) -> None:
        self._phrases = PhraseTable(nlp)
        self._frame_words = PhraseTable(nlp)
        self._frame_labels: dict[str, str] = {}
        self._abbreviations = PhraseMatcher(nlp.vocab, attr="ORTH")
        for label, lexicon in lexicons.items():
            self._phrases.add(label, (*lexicon["terms"], *lexicon["phrases"]))
            self._phrases.add(_HINT + label, lexicon["hints"])
            self._phrases.add(_EXCLUDE + label, lexicon["exclude"])
            if lexicon["abbreviations"]:
                self._abbreviations.add(label, [nlp.make_doc(form) for form in lexicon["abbreviations"]])
            for number, frame in enumerate(lexicon["frames"]):
                key = f"{label} {number}"
                self._frame_labels[key] = label
                self._frame_words.add(_HEAD + key, frame["head"])
                self._frame_words.add(_WITH + key, frame["with"])

    def __call__(self, doc: Doc) -> Doc:
        """Set `doc.spans["concepts"]`, in order of the text; empty where no idea is named."""
        found: dict[str, list[Span]] = defaultdict(list)
        for span in self._phrases.find(doc, plain_words_of(doc)):
            found[span.label_].append(span)
        for key, start, end in self._abbreviations(doc):
            found[doc.vocab.strings[key]].append(Span(doc, start, end, label=key))
        for span in self._find_frames(doc):
            found[span.label_].append(span)
        doc.spans[CONCEPTS] = sorted(self._keep(found), key=lambda span: (span.start, span.end, span.label_))
        return doc

    def _find_frames(self, doc: Doc) -> list[Span]:
        heads: list[tuple[str, Span]] = []
        companions: dict[str, dict[int, Span]] = defaultdict(dict)
        for span in self._frame_words.find(doc, plain_words_of(doc)):
            if span.label_.startswith(_HEAD):
                heads.append((span.label_.removeprefix(_HEAD), span))
            else:
                companions[span.label_.removeprefix(_WITH)][span.root.i] = span
        found = []
        for key, head in heads:
            other = _companion(head.root, companions[key])
            if other is not None and (other.end <= head.start or head.end <= other.start):
                start, end = min(head.start, other.start), max(head.end, other.end)
                found.append(Span(doc, start, end, label=self._frame_labels[key]))
        return found

    def _keep(self, found: Mapping[str, list[Span]]) -> list[Span]:
        kept: list[Span] = []
        for label, spans in found.items():
            if label.startswith(_EXCLUDE):
                continue
            plain_label = label.removeprefix(_HINT)
            strength = WEAK if label != plain_label else ""
            barred = found.get(_EXCLUDE + plain_label, [])
            allowed = [
                span for span in spans if not any(bar.start <= span.start and span.end <= bar.end for bar in barred)
            ]
            kept.extend(
                Span(span.doc, span.start, span.end, label=plain_label, span_id=strength) for span in longest(allowed)
            )
        return kept


def _companion(token: Token, companions: Mapping[int, Span]) -> Span | None:
    """The companion that stands nearest to the word within two arcs of the parse; None where there is none."""
    near = [place for place in companions if place != token.i and abs(place - token.i) <= _REACH]
    for place in sorted(near, key=lambda other: (abs(other - token.i), other)):
        if _within_two_arcs(token, companions[place].root):
            return companions[place]
    return None


def _within_two_arcs(one: Token, other: Token) -> bool:
    one, other = _measured(one), _measured(other)
    above_one, above_other = one.head, other.head
    if above_other == one or above_one in (other, above_other):
        return True
    return (above_other.head == one and not _is_new_clause(above_other)) or (
        above_one.head == other and not _is_new_clause(above_one)
    )


def _measured(token: Token) -> Token:
    """The word of measure above a noun ("most of the waste", "a lot of waste"), else the word itself."""
    of = token.head
    return of.head if of.lower_ == "of" and of.head.norm_ in _MEASURES else token


def _is_new_clause(token: Token) -> bool:
    """Whether a verb begins a clause of its own ("..., and the waste grew")."""
    return (
        token.dep_ == "conj" and token.tag_.startswith("VB") and any(child.dep_ == "nsubj" for child in token.children)
    )


@Language.factory(
    "concept_matcher",
    requires=["doc._.plain_words", "token.dep", "token.head"],
    assigns=["doc.spans"],
    default_config={"lexicons": {}},
)
def make_concept_matcher(nlp: Language, name: str, lexicons: dict[str, dict[str, Any]]) -> ConceptMatcher:
    """Build the component from the rubric's lexicons."""
    return ConceptMatcher(nlp, lexicons)
