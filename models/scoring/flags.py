"""Flags: things a human should know about a draft. They inform and never change a score."""

from collections import Counter
from collections.abc import Iterable, Sequence

from models.asides import load_asides
from models.evidence import Evidence, EvidenceKind, EvidenceSpan, Flag, Function, PartKind, Sentence
from models.scoring.credit import (
    CIRCULAR_SHARE,
    Test,
    are_points_to_write,
    is_circular,
    is_copied,
    is_disordered,
    is_keyword_list,
    is_quoted,
    other_kind,
    share_of,
    speaks_to_marker,
)

_SHORT_WORDS = 120
_READABLE_WORDS = 60
_LITTLE = 15
"""Estimate up to which a text is likelier no answer, or one that the program cannot read, than a weak answer."""
_MOSTLY = 0.5
_MANY = 0.45
_LITTLE_OF_ITS_OWN = 0.42
"""Share of words of its own up to which a text could be about any operation; honest drafts have .46 or more."""
_FEW = 3
_REPEATED_SHARE = 0.1
_REPEATED_WORDS = 50
"""Words said again, about a paragraph, that are flagged however long the draft is."""
_COPIED_SHARE = 0.1
_LEAST_HIDDEN = 3
_UNRELATED_SHARE = 0.09
"""A draft padded by a tenth of its words holds a little more than that."""
_ANNOUNCED = 0.4
_BEYOND_DOUBT, _BEYOND_DOUBT_CLOSELY = 1.5, 4.0
"""Log-odds above those from which on a sentence earns nothing as one to the marker, by its words and by a closer look:
an excuse in passing need not be shown to anybody."""
_APART_CLOSELY, _APART_SENTENCES = 2.0, 2
"""The same by a closer look in a paragraph of so few sentences: messages mostly stand there, an answer hardly does."""
_APART_SHARE = 0.35
"""Share of the words in such paragraphs above which a draft, a letter or notes, is written so throughout."""
_DISORDERED_SHARE = 0.15
_ANNOUNCING = frozenset({"announce", "signpost"})

MESSAGES = {
    "off_topic": "Little here is about {subject}; feedback on it can only say what is missing.",
    "topic_in_doubt": (
        "For its length this speaks of few ideas of {subject}. If it keeps to one part of the question, that is why; "
        "if it is about something else, a person should read it before anybody relies on this."
    ),
    "not_english": "The text does not seem to be in English, so it was not judged.",
    "little_credited": (
        "Next to nothing here could be credited. If it is meant as an answer, a person should read it before anybody "
        "relies on this."
    ),
    "too_short": "This is very short for an answer at this level; most points have no room yet.",
    "keyword_list": "Much of this is a list of terms. Only sentences that say something with a term can be credited.",
    "repeated_text": "Some sentences stand here more than once; each was read once.",
    "mostly_quotation": "Most of this is quoted. Only your own words can show what you understand.",
    "mostly_definitions": "Most sentences define terms. What the terms mean for one operation earns more.",
    "mostly_general": (
        "Most of this could be said of any operation. What it means for one, with facts and figures, earns more."
    ),
    "outline_only": "This reads as an outline. It was read as it is; full sentences would show more.",
    "not_prose": "In parts of this the words stand in no order or only turn on themselves. That can earn nothing.",
    "not_an_answer": "This speaks of a paper, a task or an application. Only what is said of an operation can earn.",
    "addresses_marker": "Some sentences speak to the marker. They were read over and changed nothing.",
    "unrelated_passages": (
        "Some paragraphs seem to be about something else than {subject}, or to say nothing of it. They earn nothing; "
        "if one belongs here, say in it what it means for the operation."
    ),
    "copied_source": (
        "Some passages stand word for word in the reading notes or sources; they earn nothing of their own."
    ),
    "copied_prompt": (
        "Some passages stand word for word in the prompt or the case; they earn nothing of their own. The same facts "
        "in your own words, put to use, do."
    ),
    "hidden_characters": "The text holds hidden or look-alike characters. They were turned into plain letters first.",
}


def find_flags(evidence: Evidence, *, subject: str, overall: int | None = None) -> tuple[Flag, ...]:
    """Every flag of a draft, in a fixed order; `overall` is the estimate, None where there is none."""
    if not evidence.judgeable:
        return _unjudged_flags(evidence)
    sentences = [sentence for sentence in evidence.sentences if sentence.part is not PartKind.REFERENCES]
    kind = other_kind(sentences)
    found = {
        "off_topic": not evidence.on_topic,
        "topic_in_doubt": evidence.topic_in_doubt,
        "little_credited": evidence.words >= _READABLE_WORDS and overall is not None and overall <= _LITTLE,
        "too_short": evidence.words < _SHORT_WORDS,
        "keyword_list": is_keyword_list(sentences),
        "mostly_quotation": share_of(sentences, is_quoted) > _MOSTLY,
        "mostly_definitions": _are_definitions(sentences),
        "mostly_general": evidence.words >= _READABLE_WORDS and _share_of_its_own(sentences) <= _LITTLE_OF_ITS_OWN,
        "outline_only": _is_outline(sentences) or kind == "plan",
        "not_prose": _is_no_prose(sentences),
        "not_an_answer": kind in {"paper", "task", "application"},
        "hidden_characters": len(evidence.hidden) >= _LEAST_HIDDEN,
    }
    spans = {
        "repeated_text": _repeated_spans(sentences),
        "addresses_marker": _spans_to_marker(evidence),
        "unrelated_passages": _unrelated_spans(evidence),
        "copied_source": _spans_above(_COPIED_SHARE, sentences, is_copied),
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


def _spans(sentences: Iterable[Sentence]) -> tuple[EvidenceSpan, ...]:
    return tuple(
        EvidenceSpan(kind=EvidenceKind.FLAG, start_char=each.start_char, end_char=each.end_char, detector="flags")
        for each in sentences
    )


def _spans_above(least: float, sentences: Sequence[Sentence], test: Test) -> tuple[EvidenceSpan, ...]:
    """The spans of the sentences of which something is true, where they hold more than that share of the words."""
    return _spans(filter(test, sentences)) if share_of(sentences, test) > least else ()


def _is_repeated(sentence: Sentence) -> bool:
    return sentence.repeated


def _repeated_spans(sentences: Sequence[Sentence]) -> tuple[EvidenceSpan, ...]:
    many = sum(each.signals.words for each in sentences if each.repeated) >= _REPEATED_WORDS
    return _spans_above(0.0 if many else _REPEATED_SHARE, sentences, _is_repeated)


def _unrelated_spans(evidence: Evidence) -> tuple[EvidenceSpan, ...]:
    """The paragraphs about something else, where they are more than a few words of a long draft."""
    there = sum(len(evidence.text[each.start_char : each.end_char].split()) for each in evidence.unrelated)
    return evidence.unrelated if there >= _UNRELATED_SHARE * evidence.words else ()


def _spans_to_marker(evidence: Evidence) -> tuple[EvidenceSpan, ...]:
    """The sentences that plainly speak to the marker; where they stand apart, less is needed for that."""
    apart = _paragraphs_apart(evidence.sentences)
    return _spans(
        [s for s in evidence.sentences if _plainly_speaks_to_marker(s, evidence.text, apart=s.paragraph in apart)]
    )


def _paragraphs_apart(sentences: Sequence[Sentence]) -> frozenset[int]:
    """The paragraphs of a sentence or two, by index; none where much of the draft is in such paragraphs."""
    held = Counter(each.paragraph for each in sentences)
    apart = frozenset(paragraph for paragraph, count in held.items() if count <= _APART_SENTENCES)
    return apart if share_of(sentences, lambda each: each.paragraph in apart) <= _APART_SHARE else frozenset()


def _plainly_speaks_to_marker(sentence: Sentence, text: str, *, apart: bool) -> bool:
    """Whether it does so in known words, or beyond doubt: letters and dialogues come near to it and are no fault."""
    if not speaks_to_marker(sentence):
        return False
    asides, said = load_asides(), text[sentence.start_char : sentence.end_char]
    return (
        "marker" in sentence.signals.cues | sentence.manner.asides
        or asides.speaks_to_marker(sentence.meaning, sentence.words, margin=_BEYOND_DOUBT)
        or asides.hears(
            said, sentence.meaning, sentence.words, margin=_APART_CLOSELY if apart else _BEYOND_DOUBT_CLOSELY
        )
    )


def _are_definitions(sentences: Sequence[Sentence]) -> bool:
    prose = [sentence for sentence in sentences if sentence.part is not PartKind.HEADING]
    return len(prose) > _FEW and share_of(prose, lambda each: Function.DEFINE in each.functions) > _MANY


def _share_of_its_own(sentences: Sequence[Sentence]) -> float:
    """The share of content words that few answers share."""
    content = sum(sentence.signals.content for sentence in sentences)
    return sum(sentence.signals.specific for sentence in sentences) / content if content else 1.0


def _is_no_prose(sentences: Sequence[Sentence]) -> bool:
    """Whether words stand in no order, or sentences only say their own words again."""
    circular = share_of(sentences, is_circular) >= CIRCULAR_SHARE
    return circular or share_of(sentences, is_disordered) > _DISORDERED_SHARE


def _is_outline(sentences: Sequence[Sentence]) -> bool:
    """Whether the draft is mostly headings and points that only announce what will be said, or mostly fragments."""
    if are_points_to_write(sentences):
        return True
    return share_of(sentences, _is_listed) > _MOSTLY and share_of(sentences, _only_announces) > _ANNOUNCED


def _is_listed(sentence: Sentence) -> bool:
    return sentence.part in {PartKind.BULLET, PartKind.HEADING}


def _only_announces(sentence: Sentence) -> bool:
    return bool(sentence.signals.cues & _ANNOUNCING) or sentence.part is PartKind.HEADING
