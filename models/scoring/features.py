"""What the trained models see of a draft: numbers for each sentence, and for each sentence and element."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.evidence import EvidenceKind, Function, PartKind, Signals
from models.meaning import MEANING_SIZE
from models.scoring.bands import Standing
from models.scoring.contexts import Context
from models.scoring.depth import traits_of
from models.scoring.focus import Focus
from models.scoring.rules import Support
from rubric.schema import Element, Rubric

Matrix = npt.NDArray[np.float64]

CUES = (
    *("cause", "contrast", "condition", "judgement", "tension", "effect", "define", "generic", "recommend", "justify"),
    *("plan", "example", "compare", "negation", "signpost", "time", "target"),
)
TRAITS = (
    *("specific_share", "specific", "figures", "past", "breaks", "comparatives", "names", "listing", "plain", "verbs"),
    *CUES,
)
FUNCTIONS = tuple(Function)
FOCUS = {
    "own_ideas": 4,
    "other_ideas": 4,
    "list": 1,
    "paragraph_share": 1,
    "paragraph_ideas": 10,
    "mentions": 4,
    "early": 1,
    "argued": 1,
    "named_before": 1,
}
"""Traits of a sentence's focus, each with the size that counts as much."""
SHARED_SIZE = len(TRAITS) + len(FUNCTIONS) + 12
OWN_SIZE = 13 + len(FOCUS) + 1
_SHALLOWEST = -4.0
_LONG = 40
_FAR = 5
_MEANING_WEIGHT = 8.0
"""Brings the numbers of a meaning, some hundredths each, near the size of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceTable:
    """The creditable sentences of a draft as numbers."""

    contexts: tuple[Context, ...]
    shared: Matrix
    """Of each sentence: what carries over to any rubric."""
    own: Matrix
    """Of each sentence and element: what the lexicon, the neighbours and the rules say; carries over as well."""
    named: Matrix
    """Of each sentence: which elements it names or hints at, and its meaning; known to one rubric only."""


def tabulate(rubric: Rubric, contexts: Sequence[Context], supports: Mapping[str, Sequence[Support]]) -> SentenceTable:
    """The numbers of every creditable sentence of a draft."""
    credited = tuple(each for each in contexts if each.sentence.creditable)
    depths = {
        (element_id, support.context.sentence.start_char): support.depth
        for element_id, found in supports.items()
        for support in found
    }
    focus = Focus(rubric, contexts)
    own = [[_own_row(element, each, focus, depths) for element in rubric.elements] for each in credited]
    rows, elements = len(credited), len(rubric.elements)
    named_size = 2 * elements + MEANING_SIZE
    shared = [_shared_row(each) for each in credited]
    named = [_named_row(rubric, each) for each in credited]
    return SentenceTable(
        contexts=credited,
        shared=np.array(shared, dtype=np.float64).reshape(rows, SHARED_SIZE),
        own=np.array(own, dtype=np.float64).reshape(rows, elements, OWN_SIZE),
        named=np.array(named, dtype=np.float64).reshape(rows, named_size),
    )


def _shared_row(context: Context) -> list[float]:
    sentence, signals = context.sentence, context.sentence.signals
    traits = traits_of(signals)
    measure = sentence.measure
    return [
        *(traits.get(name, 0.0) for name in TRAITS),
        *(float(each in sentence.functions) for each in FUNCTIONS),
        len(context.concepts) / 4,
        float(sentence.part is PartKind.BULLET),
        float(measure is not None),
        float(measure is not None and bool(measure.target)),
        float(measure is not None and bool(measure.baseline)),
        float(sentence.plan_step is not None),
        context.share,
        min(context.proposal, _FAR) / _FAR,
        float(context.follows_advice),
        *_sizes(signals),
    ]


def _sizes(signals: Signals) -> tuple[float, float, float]:
    return min(signals.words, _LONG) / 20, float(signals.organisations), min(signals.quoted, 10) / 10


def _own_row(element: Element, context: Context, focus: Focus, depths: Mapping[tuple[str, int], float]) -> list[float]:
    key = element.id
    spans = [span for span in context.sentence.spans if span.element_id == key]
    depth = depths.get((key, context.sentence.start_char))
    traits = focus.traits_of(element, context)
    return [
        float(key in context.concepts),
        min(context.hints.get(key, 0), 3) / 2,
        float(key in context.before),
        float(key in context.lead),
        float(key in context.topic),
        float(depth is not None),
        max(_SHALLOWEST if depth is None else depth, _SHALLOWEST) / 2 + 2,
        float(any(span.negated for span in spans)),
        float(any(not span.negated and not span.weak for span in spans)),
        min(len(spans), 3) / 2,
        sum(each in context.concepts for each in element.about) / 2,
        float(any(each in context.before or each in context.lead for each in element.about)),
        float(any(each in context.hints for each in element.about)),
        *(traits[name] / size for name, size in FOCUS.items()),
        float(focus.is_aside(element, context)),
    ]


def _named_row(rubric: Rubric, context: Context) -> list[float]:
    return [
        *(0.5 * (element.id in context.concepts) for element in rubric.elements),
        *(0.15 * min(context.hints.get(element.id, 0), 3) for element in rubric.elements),
        *(_MEANING_WEIGHT * number for number in context.sentence.meaning or (0.0,) * MEANING_SIZE),
    ]


DRAFT_TRAITS = 11
_SHORT_WORDS = 100
_DEEPEST = 5
_MOST_DEVELOPED = 4.0
_MOST_SENTENCES = 6.0
_SUSTAINED = 4


def log_odds(share: Matrix) -> Matrix:
    """Log-odds of probabilities, kept within about 7 of 0."""
    kept = np.clip(share, 1e-3, 0.999)
    return np.asarray(np.log(kept / (1 - kept)))


def sum_up(sentences: Matrix, near: Matrix, standing: Standing, *, words: int) -> Matrix:
    """The `DRAFT_TRAITS` numbers of one element over a draft; no further sentence ever lowers one of them.

    Args:
        sentences: For each sentence the probability that it earns the element, and that it develops it.
        near: For each sentence the highest probability that it develops any element of the same group.
        standing: What the rules make of the element.
        words: Words of the draft; very short ones are read with more goodwill.
    """
    if not len(sentences):
        sentences, near = np.zeros((1, 2)), np.zeros(1)
    ranked = -np.sort(-sentences, axis=0)
    any_of = 1 - np.prod(1 - ranked[:_DEEPEST], axis=0)
    around = -np.sort(-near)[:_DEEPEST]
    return np.array(
        [
            *log_odds(np.array([ranked[0, 0], any_of[0], ranked[0, 1], any_of[1]])),
            min(float(ranked[:, 1].sum()), _MOST_DEVELOPED),
            min(float(ranked[:, 0].sum()), _MOST_SENTENCES),
            float(standing.level >= 1),
            float(standing.level >= 2),
            min(standing.developed_sentences, _SUSTAINED),
            around.sum() / _DEEPEST,
            float(words < _SHORT_WORDS),
        ]
    )


def claims_of(misconception_id: str, contexts: Sequence[Context]) -> int:
    """Sentences that state the misconception outright."""
    label = f"{misconception_id}.claims"
    return sum(
        any(
            span.kind is EvidenceKind.MISCONCEPTION and span.element_id == label and not span.negated
            for span in context.sentence.spans
        )
        for context in contexts
    )
