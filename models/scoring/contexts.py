"""A sentence with what it needs of its neighbours to be judged."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.evidence import EvidenceKind, EvidenceSpan, Function, PartKind, Sentence

_HINTS_FOR_ONE = 2
_SHORT = 8
_FAR = 99


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence with what it needs of its neighbours."""

    sentence: Sentence
    concepts: frozenset[str]
    """Elements that the sentence names by a term."""
    hints: Mapping[str, int]
    """Number of different weak words for each element."""
    before: frozenset[str]
    """Elements named by the sentence before, in the same paragraph."""
    lead: frozenset[str]
    """Elements named by the heading above, the line that opens a list, or the short sentence that opens a paragraph."""
    follows_advice: bool
    """The sentence before, in the same paragraph, recommends something."""
    proposal: int = _FAR
    """How many sentences lie between it and the nearest one that recommends something, 0 for itself."""
    topic: frozenset[str] = frozenset()
    """Elements named by the two sentences before it, in the same paragraph."""
    share: float = 1.0
    """The share of the draft's sentences up to it."""

    def names(self, element_id: str) -> bool:
        """Whether the sentence by itself speaks of the element."""
        return element_id in self.concepts or self.hints.get(element_id, 0) >= _HINTS_FOR_ONE

    @property
    def named(self) -> frozenset[str]:
        """Every element that the sentence by itself speaks of."""
        return self.concepts | {each for each, hints in self.hints.items() if hints >= _HINTS_FOR_ONE}

    def says(self, element_id: str) -> bool:
        """Whether the sentence holds a term of the element, denied or not."""
        return any(span.element_id == element_id and not span.weak for span in self.sentence.spans)

    def touches(self, element_ids: Sequence[str]) -> bool:
        """Whether the sentence, the one before or its lead speaks of any of the elements."""
        return any(self.names(each) or each in self.before or each in self.lead for each in element_ids)


def contexts_of(sentences: Sequence[Sentence]) -> tuple[Context, ...]:
    """Every sentence of the answer with its neighbourhood; what is left out of it is nobody's neighbour."""
    answer = [sentence for sentence in sentences if not sentence.left_out]
    proposals = [place for place, each in enumerate(answer) if _recommends(each)]
    found: list[Context] = []
    heading: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    before: Context | None = None
    for place, sentence in enumerate(answer):
        concepts, hints = _named(sentence)
        same = before is not None and before.sentence.paragraph == sentence.paragraph
        if sentence.part is PartKind.HEADING:
            heading, opening = concepts | frozenset(hints), frozenset()
        elif not same and sentence.part is not PartKind.BULLET:
            opening = concepts | frozenset(hints) if sentence.signals.words <= _SHORT else frozenset()
        context = Context(
            sentence=sentence,
            concepts=concepts,
            hints=hints,
            before=before.concepts if same and before is not None else frozenset(),
            lead=heading | opening,
            follows_advice=same and before is not None and _recommends(before.sentence),
            proposal=_distance(place, proposals),
            topic=_topic(sentence, found[-2:]),
            share=(place + 1) / len(answer),
        )
        found.append(context)
        before = context
    return tuple(found)


def _topic(sentence: Sentence, before: Sequence[Context]) -> frozenset[str]:
    return frozenset[str]().union(*(each.concepts for each in before if each.sentence.paragraph == sentence.paragraph))


def _distance(place: int, places: Sequence[int]) -> int:
    """How far the nearest of some places in rising order lies."""
    after = bisect_left(places, place)
    return min((abs(each - place) for each in places[max(after - 1, 0) : after + 1]), default=_FAR)


def _recommends(sentence: Sentence) -> bool:
    return sentence.creditable and Function.RECOMMEND in sentence.functions


def _named(sentence: Sentence) -> tuple[frozenset[str], Mapping[str, int]]:
    """Elements named by a term, and how many weak words each has; what is taken for another idea is not named."""
    claims = [span for span in sentence.spans if span.kind is EvidenceKind.MISCONCEPTION and _is_claim(span)]
    concepts: set[str] = set()
    hints: dict[str, set[int]] = {}
    for span in sentence.spans:
        if span.kind is not EvidenceKind.CONCEPT or span.element_id is None or span.negated:
            continue
        if span.weak:
            hints.setdefault(span.element_id, set()).add(span.start_char)
        elif not any(claim.start_char < span.end_char and span.start_char < claim.end_char for claim in claims):
            concepts.add(span.element_id)
    return frozenset(concepts), {key: len(places) for key, places in hints.items()}


def _is_claim(span: EvidenceSpan) -> bool:
    return bool(span.element_id) and str(span.element_id).endswith(".claims") and not span.negated
