"""What the trained models see of a draft: numbers for each sentence, and for each sentence and element."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from models.evidence import EvidenceKind, EvidenceSpan, Function, PartKind, Signals
from models.meaning import MEANING_SIZE, numbers_of
from models.scores import Level
from models.scoring.bands import Standing
from models.scoring.contexts import Context
from models.scoring.depth import KEPT, traits_of
from models.scoring.focus import FOCUS_SIZE, Focus
from models.scoring.focus import Matrix as Matrix
from models.scoring.rules import Support
from rubric.schema import Rubric

CUES = (
    *("cause", "contrast", "condition", "judgement", "tension", "effect", "define", "generic", "recommend", "justify"),
    *("plan", "example", "compare", "negation", "signpost", "time", "target"),
)
TRAITS = (
    *("specific_share", "specific", "figures", "past", "breaks", "comparatives", "names", "listing", "plain", "verbs"),
    *CUES,
)
FUNCTIONS = tuple(Function)
SHARED_SIZE = len(TRAITS) + len(FUNCTIONS) + 13
OWN_SIZE = 13 + FOCUS_SIZE
_SHALLOWEST = -4.0
_LONG = 40
_FAR = 5
_MEANING_WEIGHT = 8.0
"""Brings the numbers of a meaning, some hundredths each, near the size of the others."""


@dataclass(frozen=True, kw_only=True)
class SentenceTable:
    """The creditable sentences of a draft as numbers."""

    contexts: tuple[Context, ...]
    shared: Matrix
    """Of each sentence: what carries over to any rubric."""
    own: Matrix
    """Of each sentence and element: what the lexicon, the neighbours and the rules say; carries over as well."""
    named: Matrix
    """Of each sentence: which elements it names or hints at, and its meaning; known to one rubric only."""
    ideas: Matrix
    """Of each sentence: what it names of either side of a confusion, and whether it takes the one for the other."""

    @cached_property
    def words(self) -> int:
        """Words of all its sentences."""
        return sum(each.sentence.signals.words for each in self.contexts)


def tabulate(
    rubric: Rubric, contexts: Sequence[Context], supports: Mapping[str, Sequence[Support]], focus: Focus
) -> SentenceTable:
    """The numbers of every creditable sentence of a draft."""
    credited = tuple(each for each in contexts if each.sentence.creditable)
    depths: dict[int, dict[str, float]] = defaultdict(dict)
    for element_id, found in supports.items():
        for support in found:
            depths[support.context.sentence.start_char][element_id] = support.depth
    rows = len(credited)
    return SentenceTable(
        contexts=credited,
        shared=np.array([_shared_row(each) for each in credited], dtype=np.float64).reshape(rows, SHARED_SIZE),
        own=_own_rows(rubric, credited, focus, depths),
        named=_named_rows(rubric, credited),
        ideas=_idea_rows(rubric, credited),
    )


def _shared_row(context: Context) -> list[float]:
    sentence, signals = context.sentence, context.sentence.signals
    measure = sentence.measure
    return [
        *_traits_row(signals),
        *_functions_row(sentence.functions),
        len(context.concepts) / 4,
        float(sentence.part is PartKind.BULLET),
        float(measure is not None),
        float(measure is not None and bool(measure.target)),
        float(measure is not None and bool(measure.baseline)),
        float(sentence.plan_step is not None),
        context.share,
        min(context.proposal, _FAR) / _FAR,
        float(context.follows_advice),
        float(signals.denies),
        *_sizes(signals),
    ]


@lru_cache(maxsize=KEPT)
def _traits_row(signals: Signals) -> tuple[float, ...]:
    traits = traits_of(signals)
    return tuple(traits.get(name, 0.0) for name in TRAITS)


@lru_cache(maxsize=KEPT)
def _functions_row(functions: frozenset[Function]) -> tuple[float, ...]:
    return tuple(float(each in functions) for each in FUNCTIONS)


def _sizes(signals: Signals) -> tuple[float, float, float]:
    return min(signals.words, _LONG) / 20, float(signals.organisations), min(signals.quoted, 10) / 10


def _own_rows(
    rubric: Rubric, contexts: Sequence[Context], focus: Focus, depths: Mapping[int, Mapping[str, float]]
) -> Matrix:
    """Sentence by element by number. Most are 0, so only what a sentence holds is filled in."""
    places = {element.id: place for place, element in enumerate(rubric.elements)}
    table = np.zeros((len(contexts), len(places), OWN_SIZE))
    table[:, :, 13:] = focus.numbers_of(contexts)
    _fill_in_names(table, rubric, contexts, places)
    for rows, context in zip(table, contexts, strict=True):
        for name, spans in _spans_of(context).items():
            if name in places:
                rows[places[name], 7:10] = _span_numbers(spans)
        for name, depth in depths.get(context.sentence.start_char, {}).items():
            rows[places[name], 5:7] = (1, max(depth, _SHALLOWEST) / 2 + 2)
    return table


def _fill_in_names(table: Matrix, rubric: Rubric, contexts: Sequence[Context], places: Mapping[str, int]) -> None:
    """What is named or hinted at in each sentence, before it and above it, and what that tells of other elements."""
    rows: list[int] = []
    elements: list[int] = []
    numbers: list[int] = []
    amounts: list[float] = []

    def fill_in(row: int, names: Set[str], number: int, *, by: Mapping[str, float] | None = None) -> None:
        for name in names & places.keys():
            rows.append(row)
            elements.append(places[name])
            numbers.append(number)
            amounts.append(by[name] if by else 1)

    for row, context in enumerate(contexts):
        fill_in(row, context.concepts, 0)
        fill_in(row, context.hints.keys(), 1, by=context.hints)
        fill_in(row, context.before, 2)
        fill_in(row, context.lead, 3)
        fill_in(row, context.topic, 4)
    table[rows, elements, numbers] = amounts
    table[:, :, 1] = np.minimum(table[:, :, 1], 3) / 2
    tells = np.array([[idea.id in each.about for each in rubric.elements] for idea in rubric.elements], dtype=float)
    table[:, :, 10] = table[:, :, 0] @ tells / 2
    table[:, :, 11] = np.minimum((table[:, :, 2] + table[:, :, 3]) @ tells, 1)
    table[:, :, 12] = (table[:, :, 1] @ tells) > 0


def _spans_of(context: Context) -> Mapping[str, Sequence[EvidenceSpan]]:
    found: dict[str, list[EvidenceSpan]] = defaultdict(list)
    for span in context.sentence.spans:
        found[span.element_id or ""].append(span)
    return found


def _span_numbers(spans: Sequence[EvidenceSpan]) -> tuple[float, float, float]:
    return (
        float(any(span.negated for span in spans)),
        float(any(not span.negated and not span.weak for span in spans)),
        min(len(spans), 3) / 2,
    )


def _named_rows(rubric: Rubric, contexts: Sequence[Context]) -> Matrix:
    elements = rubric.elements
    places = {element.id: place for place, element in enumerate(elements)}
    table = np.zeros((len(contexts), 2 * len(elements) + MEANING_SIZE))
    for row, context in zip(table, contexts, strict=True):
        row[[places[name] for name in context.concepts & places.keys()]] = 0.5
        for name in context.hints.keys() & places.keys():
            row[len(elements) + places[name]] = 0.15 * min(context.hints[name], 3)
    table[:, 2 * len(elements) :] = numbers_of(each.sentence.meaning for each in contexts)
    table[:, 2 * len(elements) :] *= _MEANING_WEIGHT
    return table


def _idea_rows(rubric: Rubric, contexts: Sequence[Context]) -> Matrix:
    names = [f"{each.id}.{side}" for each in rubric.misconceptions for side in _SIDES]
    table = np.zeros((len(contexts), len(names)))
    for row, context in zip(table, contexts, strict=True):
        for span in context.sentence.spans:
            if span.kind is EvidenceKind.MISCONCEPTION and span.element_id in names and not span.negated:
                row[names.index(span.element_id)] = _HINTED if span.weak else 1.0
    return table


_SIDES = ("first", "second", "claims")
_HINTED = 0.4
SHORT_WORDS, LONG_WORDS = 80, 120


def short_share(words: int) -> float:
    """How far a text is read as a short one: up to the first of these it is short, from the second on it is long.

    One sentence decides in a text of three, and is one of many in a draft, so the two are read apart.
    """
    return min(max((LONG_WORDS - words) / (LONG_WORDS - SHORT_WORDS), 0.0), 1.0)


DRAFT_TRAITS = 10
_FAINT = 0.1
_DEEPEST = 5
_MOST_DEVELOPED = 4.0
_MOST_SENTENCES = 6.0
_SUSTAINED = 4


def log_odds(share: Matrix) -> Matrix:
    """Log-odds of probabilities, kept within about 7 of 0."""
    kept = np.clip(share, 1e-3, 0.999)
    return np.asarray(np.log(kept / (1 - kept)))


def heard(chances: Matrix) -> Matrix:
    """Probabilities with what is faint left out, so that many sentences about something else never add up."""
    return np.clip((chances - _FAINT) / (1 - _FAINT), 0, 1)


def sum_up(sentences: Matrix, near: Matrix, standings: Sequence[Standing]) -> Matrix:
    """Element by `DRAFT_TRAITS` numbers over a draft; no further sentence ever lowers one of them.

    Args:
        sentences: Sentence by element by 2: the probability that it earns the element, and that it develops it.
        near: Sentence by element: the highest probability that it develops any element of the same group.
        standings: What the rules make of each element.
    """
    if not len(sentences):
        sentences, near = np.zeros((1, *sentences.shape[1:])), np.zeros((1, near.shape[1]))
    ranked, around = -np.sort(-heard(sentences), axis=0), -np.sort(-heard(near), axis=0)[:_DEEPEST]
    best, any_of, total = ranked[0], 1 - np.prod(1 - ranked[:_DEEPEST], axis=0), ranked.sum(axis=0)
    by_rule = np.array(
        [(each.level >= 1, each.level >= 2, min(each.developed_sentences, _SUSTAINED)) for each in standings], float
    )
    return np.column_stack(
        [
            log_odds(np.column_stack([best[:, 0], any_of[:, 0], best[:, 1], any_of[:, 1]])),
            np.minimum(total[:, 1], _MOST_DEVELOPED),
            np.minimum(total[:, 0], _MOST_SENTENCES),
            by_rule,
            around.sum(axis=0) / _DEEPEST,
        ]
    )


def sum_up_nothing(elements: int) -> Matrix:
    """What `sum_up` says of a draft without a sentence that earns anything."""
    nothing = Standing(level=Level.ABSENT, developed_sentences=0)
    return sum_up(np.zeros((0, elements, 2)), np.zeros((0, elements)), [nothing] * elements)


def claims_of(rubric: Rubric, contexts: Sequence[Context]) -> Mapping[str, int]:
    """For each misconception the sentences that state it outright."""
    stated = Counter(
        label
        for context in contexts
        for label in {
            span.element_id
            for span in context.sentence.spans
            if span.kind is EvidenceKind.MISCONCEPTION and not span.negated
        }
    )
    return {each.id: stated[f"{each.id}.claims"] for each in rubric.misconceptions}
