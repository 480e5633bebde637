"""What of a draft can be credited: sentences that say something, about an operation, in words of the writer's own.

Nothing is taken away from a draft here. A sentence that is no sentence, speaks of the paper instead of an operation, or
stands in a text that is no answer (a plan of one, a task, a letter of application) is simply no evidence.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace

from models.asides import seems_to_speak
from models.evidence import Evidence, EvidenceKind, Function, PartKind, Sentence

_UNREAD = frozenset({PartKind.HEADING, PartKind.REFERENCES})
_OTHER_KIND = {"paper": 0.45, "plan": 0.4, "task": 0.35, "application": 0.3}
"""From what share of a draft's words on it is another kind of text than an answer."""
_ABOUT_ITSELF = frozenset({"paper", "plan", "task"})
_ABOUT_ITSELF_SHARE = 0.6
_PARAGRAPH_SHARE = 0.5
_OF_A_MESSAGE = frozenset({"paper", "task", "address", "grade"})
_CIRCULAR = 0.25
_SOMEWHAT = 0.1
CIRCULAR_SHARE = 0.2
_MUCH_CIRCULAR = 0.4
_QUOTED_SHARE = 0.5
_LISTED_SHARE = 0.5
_SCRAPPY_SHARE, _SCRAP_WORDS = 0.32, 5.5
"""Share of bare names and mean words of a sentence by which notes for an answer differ from an answer in notes."""
_STRUNG_IDEAS = 3
_STRUNG_SHARE = 0.5
_TERMS_PER_WORD = 0.24
_OWN_SHARE = 0.46
_CROWDED = 0.2
_OF_THE_SUBJECT = frozenset({EvidenceKind.CONCEPT, EvidenceKind.TOPIC})
_LONG_DRAFT = 150
_SOME_LENGTH = 25
_FEW_HINTS = 2

_FEW_WORDS = 100
"""Below that a text is not judged by its kind: one third of short honest texts named too few ideas to look on topic."""

Test = Callable[[Sentence], bool]


def share_of(sentences: Sequence[Sentence], test: Test) -> float:
    """The share of the words that stand in sentences of which something is true; 0 where there are none."""
    words = sum(sentence.signals.words for sentence in sentences)
    return sum(each.signals.words for each in sentences if test(each)) / words if words else 0.0


def settle_credit(evidence: Evidence, *, on_topic: bool) -> Evidence:
    """The same evidence, with sentences that can earn nothing marked as not creditable.

    A text of a few sentences shows too little of what kind it is, and is read sentence by sentence.
    """
    if not evidence.judgeable or evidence.words < _FEW_WORDS:
        return replace(evidence, on_topic=on_topic)
    barred = _barred(evidence.sentences, on_topic=on_topic)
    return replace(
        evidence,
        on_topic=on_topic,
        sentences=tuple(
            (replace(each, creditable=False, left_out=True) if place in barred else each)
            for place, each in enumerate(evidence.sentences)
        ),
    )


def _barred(sentences: Sequence[Sentence], *, on_topic: bool) -> frozenset[int]:
    """Places of the sentences that can earn nothing."""
    if not on_topic or other_kind(sentences):
        return frozenset(range(len(sentences)))
    tests = [test for test, holds in _tests(sentences) if holds]
    alone = {place for place, each in enumerate(sentences) if any(test(each) for test in tests)}
    return frozenset(alone | _in_asides(sentences) | _in_messages(sentences))


def _tests(sentences: Sequence[Sentence]) -> Sequence[tuple[Test, bool]]:
    """What bars a sentence, each with whether the draft gives it cause."""
    read = [each for each in sentences if each.part not in _UNREAD]
    return (
        (is_disordered, True),
        (speaks_to_marker, True),
        (is_circular, share_of(read, is_circular) >= CIRCULAR_SHARE),
        (_echoes_somewhat, share_of(read, is_circular) >= _MUCH_CIRCULAR),
        (_is_crowded, is_keyword_list(read)),
        (is_quoted, share_of(read, is_quoted) > _QUOTED_SHARE),
        (is_fragment, are_points_to_write(sentences)),
    )


def other_kind(sentences: Sequence[Sentence]) -> str:
    """What the draft is instead of an answer: paper (about itself), plan, task or application; empty for an answer."""
    read = [each for each in sentences if each.part is not PartKind.REFERENCES]
    for kind, least in _OTHER_KIND.items():
        if share_of(read, lambda each, kind=kind: kind in each.manner.asides) >= least:  # type: ignore[misc]
            return kind
    if share_of(read, lambda each: bool(each.manner.asides & _ABOUT_ITSELF)) >= _ABOUT_ITSELF_SHARE:
        return "paper"
    return ""


def is_disordered(sentence: Sentence) -> bool:
    """Whether its words stand in no order."""
    return not sentence.manner.plausible


def speaks_to_marker(sentence: Sentence) -> bool:
    """Whether it is addressed to whoever marks, or to what does."""
    return seems_to_speak(sentence.functions, sentence.manner)


def is_fragment(sentence: Sentence) -> bool:
    """Whether it only names things."""
    return sentence.manner.fragment


def are_points_to_write(sentences: Sequence[Sentence]) -> bool:
    """Whether the draft mostly names things, or does so often and is all in scraps of a few words."""
    share = share_of(sentences, is_fragment)
    words = sum(each.signals.words for each in sentences)
    return share > _LISTED_SHARE or (share > _SCRAPPY_SHARE and words < _SCRAP_WORDS * len(sentences))


def is_circular(sentence: Sentence) -> bool:
    """Whether much of it only says its own words again."""
    return sentence.manner.echoes >= _CIRCULAR


def _echoes_somewhat(sentence: Sentence) -> bool:
    return sentence.manner.echoes >= _SOMEWHAT


def is_copied(sentence: Sentence) -> bool:
    """Whether more than half of its words stand in the sources or the reading notes."""
    return sentence.copied


def is_quoted(sentence: Sentence) -> bool:
    """Whether most of it is somebody else's words."""
    return sentence.manner.quoted or Function.QUOTE in sentence.functions or sentence.part is PartKind.QUOTATION


def is_keyword_list(sentences: Sequence[Sentence]) -> bool:
    """Whether the draft strings terms together: verbless lists, or term upon term and hardly a word of its own."""
    prose = [sentence for sentence in sentences if sentence.part is not PartKind.HEADING]
    if share_of(prose, _strings_ideas) > _STRUNG_SHARE:
        return True
    words = sum(sentence.signals.words for sentence in prose)
    content = sum(sentence.signals.content for sentence in prose)
    own = sum(sentence.signals.specific for sentence in prose)
    return bool(content) and sum(map(_terms, prose)) > _TERMS_PER_WORD * words and own < _OWN_SHARE * content


def _terms(sentence: Sentence) -> int:
    return sum(not span.weak and span.kind in _OF_THE_SUBJECT for span in sentence.spans)


def _strings_ideas(sentence: Sentence) -> bool:
    return not sentence.signals.verbs and _terms(sentence) >= _STRUNG_IDEAS


def _is_crowded(sentence: Sentence) -> bool:
    """Whether it is a list of terms, or packs them so close that nothing is said of them."""
    return not sentence.signals.verbs or _terms(sentence) >= _CROWDED * sentence.signals.words


def _in_messages(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Places of the sentences that lead aside in a paragraph that speaks to the marker."""
    addressed = {each.paragraph for each in sentences if speaks_to_marker(each)}
    return frozenset(
        place
        for place, each in enumerate(sentences)
        if each.paragraph in addressed and each.manner.asides & _OF_A_MESSAGE
    )


def _in_asides(sentences: Sequence[Sentence]) -> frozenset[int]:
    """Places of the sentences in paragraphs that are a message to the marker, or mostly a task or about the paper."""
    paragraphs: dict[int, list[int]] = defaultdict(list)
    for place, sentence in enumerate(sentences):
        paragraphs[sentence.paragraph].append(place)
    long = sum(sentence.signals.words for sentence in sentences) >= _LONG_DRAFT
    tests: tuple[Callable[[Sequence[Sentence]], bool], ...] = (_is_aside, _is_elsewhere) if long else (_is_aside,)
    return frozenset(
        place
        for places in paragraphs.values()
        if any(test([sentences[each] for each in places]) for test in tests)
        for place in places
    )


def _is_elsewhere(paragraph: Sequence[Sentence]) -> bool:
    """Whether a paragraph of some length holds no term of the subject and next to no word that hints at one."""
    if sum(each.signals.words for each in paragraph) < _SOME_LENGTH:
        return False
    spans = [span for each in paragraph for span in each.spans if span.kind in _OF_THE_SUBJECT]
    return len(spans) <= _FEW_HINTS and all(span.weak for span in spans)


def _is_aside(paragraph: Sequence[Sentence]) -> bool:
    if share_of(paragraph, is_copied) >= _PARAGRAPH_SHARE:
        return True
    return any(
        share_of(paragraph, lambda each, kind=kind: kind in each.manner.asides) >= least  # type: ignore[misc]
        and len(paragraph) > 1
        for kind, least in (("task", _PARAGRAPH_SHARE), ("paper", _PARAGRAPH_SHARE))
    )
