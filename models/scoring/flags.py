"""Flags: things a human should know about a draft. They inform and never change a score."""

from collections import Counter
from collections.abc import Sequence

from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Flag, Function, PartKind, Sentence
from rubric.schema import Rubric

_SHORT_WORDS = 120
_MOSTLY = 0.5
_MANY = 0.45
_FEW = 3
_REPEATED_SHARE = 0.1
_COPIED_SHARE = 0.1
_LEAST_HIDDEN = 3
_FEW_IDEAS = 4
_IDEAS_PER_100 = 3.05
_TOPIC_WORTH = 3
_KEY_CONCEPT_WORTH = 3
_STRUNG_IDEAS = 3
_TERMS_PER_WORD = 0.24
_OWN_SHARE = 0.46
_ANNOUNCED = 0.4
_ANNOUNCING = frozenset({"announce", "signpost"})

MESSAGES = {
    "off_topic": "Little here is about {subject}; feedback on it can only say what is missing.",
    "not_english": "The text does not seem to be in English, so it was not judged.",
    "too_short": "This is very short for an answer at this level; most points have no room yet.",
    "keyword_list": "Much of this is a list of terms. Only sentences that say something with a term can be credited.",
    "repeated_text": "Some sentences stand here more than once; each was read once.",
    "mostly_quotation": "Most of this is quoted. Only your own words can show what you understand.",
    "mostly_definitions": "Most sentences define terms. What the terms mean for one operation earns more.",
    "outline_only": "This reads as an outline. It was read as it is; full sentences would show more.",
    "addresses_marker": "Some sentences speak to the marker. They were read over and changed nothing.",
    "copied_source": (
        "Some passages stand word for word in the reading notes or sources; they earn nothing of their own."
    ),
    "copied_prompt": (
        "Some passages stand word for word in the prompt or the case; they earn nothing of their own. The same facts "
        "in your own words, put to use, do."
    ),
    "hidden_characters": "The text holds hidden or look-alike characters. They were turned into plain letters first.",
}


def find_flags(evidence: Evidence, *, subject: str, on_topic: bool) -> tuple[Flag, ...]:
    """Every flag of a draft, in a fixed order."""
    if not evidence.judgeable:
        return _unjudged_flags(evidence)
    sentences = [sentence for sentence in evidence.sentences if sentence.part is not PartKind.REFERENCES]
    found = {
        "off_topic": not on_topic,
        "too_short": evidence.words < _SHORT_WORDS,
        "keyword_list": _is_keyword_list(sentences),
        "mostly_quotation": _share(sentences, [s for s in sentences if Function.QUOTE in s.functions]) > _MOSTLY,
        "mostly_definitions": _are_definitions(sentences),
        "outline_only": _is_outline(sentences),
        "hidden_characters": len(evidence.hidden) >= _LEAST_HIDDEN,
    }
    spans = {
        "repeated_text": _spans_above(_REPEATED_SHARE, sentences, [s for s in sentences if s.repeated]),
        "addresses_marker": _spans([s for s in sentences if Function.MARKER in s.functions]),
        "copied_source": _spans_above(_COPIED_SHARE, sentences, [s for s in sentences if s.copied]),
        "copied_prompt": evidence.copied,
    }
    return tuple(
        Flag(id=flag_id, message=message.format(subject=subject), spans=spans.get(flag_id, ()))
        for flag_id, message in MESSAGES.items()
        if found.get(flag_id) or spans.get(flag_id)
    )


def _unjudged_flags(evidence: Evidence) -> tuple[Flag, ...]:
    flag_id = "not_english" if "English" in evidence.reason else "too_short"
    return (Flag(id=flag_id, message=evidence.reason),)


def is_on_topic(rubric: Rubric, evidence: Evidence) -> bool:
    """Whether the draft is about the rubric's subject: enough of its ideas, not mostly topics that earn nothing.

    Ideas are the concepts of the marking points; judging, recommending and the like belong to any subject.
    """
    core = {each.id for criterion in rubric.criteria for each in criterion.elements if each.judge == "concept"}
    spans = [
        span
        for sentence in evidence.sentences
        for span in sentence.spans
        if not span.weak and sentence.part is not PartKind.REFERENCES
    ]
    count = Counter(span.kind for span in spans)
    ideas = [span.element_id for span in spans if span.element_id in core]
    weight = len(ideas) + _TOPIC_WORTH * count[EvidenceKind.TOPIC]
    few = _FEW_IDEAS if evidence.words >= _SHORT_WORDS else 1
    if len(set(ideas)) < few and weight < _IDEAS_PER_100 * evidence.words / 100:
        return False
    about = count[EvidenceKind.CONCEPT] + count[EvidenceKind.TOPIC]
    return _KEY_CONCEPT_WORTH * count[EvidenceKind.KEY_CONCEPT] <= about


def _share(sentences: Sequence[Sentence], some: Sequence[Sentence]) -> float:
    words = sum(sentence.signals.words for sentence in sentences)
    return sum(sentence.signals.words for sentence in some) / words if words else 0.0


def _spans(sentences: Sequence[Sentence]) -> tuple[EvidenceSpan, ...]:
    return tuple(
        EvidenceSpan(kind=EvidenceKind.FLAG, start_char=each.start_char, end_char=each.end_char, detector="flags")
        for each in sentences
    )


def _spans_above(least: float, sentences: Sequence[Sentence], some: Sequence[Sentence]) -> tuple[EvidenceSpan, ...]:
    """The spans of some of the sentences where they hold more than that share of the words; else none."""
    return _spans(some) if _share(sentences, some) > least else ()


def _is_keyword_list(sentences: Sequence[Sentence]) -> bool:
    """Whether the draft strings terms together: verbless lists, or term upon term and hardly a word of its own."""
    prose = [sentence for sentence in sentences if sentence.part is not PartKind.HEADING]
    lists = [sentence for sentence in prose if not sentence.signals.verbs and _terms(sentence) >= _STRUNG_IDEAS]
    if _share(prose, lists) > _MOSTLY:
        return True
    words = sum(sentence.signals.words for sentence in prose)
    content = sum(sentence.signals.content for sentence in prose)
    own = sum(sentence.signals.specific for sentence in prose)
    return bool(content) and sum(map(_terms, prose)) > _TERMS_PER_WORD * words and own < _OWN_SHARE * content


def _terms(sentence: Sentence) -> int:
    return sum(span.kind in {EvidenceKind.CONCEPT, EvidenceKind.TOPIC} and not span.weak for span in sentence.spans)


def _are_definitions(sentences: Sequence[Sentence]) -> bool:
    prose = [sentence for sentence in sentences if sentence.part is not PartKind.HEADING]
    defining = [sentence for sentence in prose if Function.DEFINE in sentence.functions]
    return len(prose) > _FEW and _share(prose, defining) > _MANY


def _is_outline(sentences: Sequence[Sentence]) -> bool:
    """Whether the draft is mostly headings and points that only announce what will be said."""
    listed = [sentence for sentence in sentences if sentence.part in {PartKind.BULLET, PartKind.HEADING}]
    announced = [
        sentence for sentence in sentences if sentence.signals.cues & _ANNOUNCING or sentence.part is PartKind.HEADING
    ]
    return _share(sentences, listed) > _MOSTLY and _share(sentences, announced) > _ANNOUNCED
