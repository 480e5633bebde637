"""A sentence with what it needs of its neighbours to be judged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from models.evidence import EvidenceKind, Function, PartKind, Sentence

_HINTS_FOR_ONE = 2
_SHORT = 8
_REACH = 3


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
    """Elements named by the heading above, by the line that opens a list, or by the short sentence that opens a paragraph."""
    follows_advice: bool
    """The sentence before, in the same paragraph, recommends something."""
    proposals: int = 0
    """How many of the sentences within three of it, itself among them, recommend or plan something."""
    around: frozenset[str] = frozenset()
    """Elements named by the sentences within three of it, itself among them."""

    def names(self, element_id: str) -> bool:
        """Whether the sentence by itself speaks of the element."""
        return element_id in self.concepts or self.hints.get(element_id, 0) >= _HINTS_FOR_ONE

    def touches(self, element_ids: Sequence[str]) -> bool:
        """Whether the sentence, the one before or its lead speaks of any of the elements."""
        return any(self.names(each) or each in self.before or each in self.lead for each in element_ids)

    @property
    def proposes(self) -> bool:
        """Whether the sentence, or the one before it, recommends something."""
        return self.follows_advice or _recommends(self.sentence)


def contexts_of(sentences: Sequence[Sentence]) -> tuple[Context, ...]:
    """Every sentence with its neighbourhood."""
    found: list[Context] = []
    heading: frozenset[str] = frozenset()
    opening: frozenset[str] = frozenset()
    before: Context | None = None
    for sentence in sentences:
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
        )
        found.append(context)
        before = context
    return tuple(_with_surroundings(found))


def _with_surroundings(contexts: Sequence[Context]) -> Iterator[Context]:
    proposing = [_recommends(each.sentence) or each.sentence.plan_step is not None for each in contexts]
    for place, context in enumerate(contexts):
        near = slice(max(place - _REACH, 0), place + _REACH + 1)
        named = frozenset[str]().union(*(each.concepts for each in contexts[near]))
        yield replace(context, proposals=sum(proposing[near]), around=named)


def _recommends(sentence: Sentence) -> bool:
    return sentence.creditable and Function.RECOMMEND in sentence.functions


def _named(sentence: Sentence) -> tuple[frozenset[str], Mapping[str, int]]:
    concepts: set[str] = set()
    hints: dict[str, set[str]] = {}
    for span in sentence.spans:
        if span.kind is not EvidenceKind.CONCEPT or span.element_id is None or span.negated:
            continue
        if span.weak:
            hints.setdefault(span.element_id, set()).add(f"{span.start_char}")
        else:
            concepts.add(span.element_id)
    return frozenset(concepts), {key: len(places) for key, places in hints.items()}
