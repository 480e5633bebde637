"""The readings of a draft's passages as one: what only the whole draft can tell is settled here."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from models.disorder import disordered, is_babble
from models.evidence import EvidenceKind, EvidenceSpan
from models.names import Name, other_organisations
from models.passages import Passage
from models.readings import DraftReading, Reading, SentenceReading
from models.repeats import repeated_sentences

_KEPT = 256
"""Passages whose sentences are kept in their place, as many as `reader.py` keeps."""


def merge(passages: Sequence[Passage], readings: Sequence[Reading], *, length: int, words: int) -> DraftReading:
    """The readings of a draft's passages as one.

    Args:
        passages: The passages of the draft.
        readings: What was found in each of them.
        length: Characters of the draft.
        words: Words of the draft.
    """
    starts = [passage.start_char for passage in passages]
    sentences = [
        sentence
        for passage, reading in zip(passages, readings, strict=True)
        for sentence in _moved_to(reading, passage.start_char, passage.first_part)
    ]
    named = _by_sentence(
        sentences, other_organisations(list(zip(starts, readings, strict=True)), length=length, words=words)
    )
    ordered = [(place, each.order) for place, each in enumerate(sentences) if each.order is not None]
    orders = [order for _, order in ordered]
    found = disordered(orders)
    implausible = set(range(len(sentences))) if is_babble(orders, found) else {ordered[place][0] for place in found}
    return DraftReading(
        sentences=tuple(
            _settled(sentence, named.get(place, ()), plausible=place not in implausible)
            for place, sentence in enumerate(sentences)
        ),
        copied=_copied_among(readings),
        repeated=repeated_sentences([sentence.stems for sentence in sentences]),
    )


def _copied_among(readings: Sequence[Reading]) -> frozenset[int]:
    found: set[int] = set()
    first = 0
    for reading in readings:
        found.update(first + place for place in reading.copied)
        first += len(reading.sentences)
    return frozenset(found)


def _settled(sentence: SentenceReading, names: Sequence[Name], *, plausible: bool) -> SentenceReading:
    if plausible and not names:
        return sentence
    acting = sum(name.acts for name in names)
    spans = sorted((*sentence.spans, *map(_span, names)), key=lambda each: (each.start_char, each.end_char))
    return replace(
        sentence,
        spans=tuple(spans),
        signals=replace(sentence.signals, organisations=acting) if acting else sentence.signals,
        manner=sentence.manner if plausible else replace(sentence.manner, plausible=False),
    )


def _span(name: Name) -> EvidenceSpan:
    return EvidenceSpan(
        kind=EvidenceKind.EXAMPLE, start_char=name.start_char, end_char=name.end_char, detector="example_finder"
    )


def _by_sentence(sentences: Sequence[SentenceReading], names: Sequence[Name]) -> Mapping[int, list[Name]]:
    starts = [sentence.start_char for sentence in sentences]
    table: dict[int, list[Name]] = defaultdict(list)
    for name in names:
        place = bisect_right(starts, name.start_char) - 1
        if place >= 0 and name.start_char < sentences[place].end_char:
            table[place].append(name)
    return table


@lru_cache(maxsize=_KEPT)
def _moved_to(reading: Reading, by: int, first_part: int) -> tuple[SentenceReading, ...]:
    """A passage's sentences where they stand in the draft; those above a change stand where they stood."""
    return tuple(_moved(sentence, by, first_part) for sentence in reading.sentences)


def _moved(sentence: SentenceReading, by: int, first_part: int) -> SentenceReading:
    """The sentence where it stands in the draft. Written out, since copying by field names takes twice as long."""
    return SentenceReading(
        start_char=sentence.start_char + by,
        end_char=sentence.end_char + by,
        part=sentence.part + first_part,
        functions=sentence.functions,
        spans=tuple(
            EvidenceSpan(
                kind=span.kind,
                start_char=span.start_char + by,
                end_char=span.end_char + by,
                detector=span.detector,
                element_id=span.element_id,
                negated=span.negated,
                weak=span.weak,
            )
            for span in sentence.spans
        ),
        signals=sentence.signals,
        manner=sentence.manner,
        order=sentence.order,
        measure=sentence.measure,
        plan_step=sentence.plan_step,
        stems=sentence.stems,
        meaning=sentence.meaning,
        words=sentence.words,
    )
