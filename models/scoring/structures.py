"""Which sentences bear on what is known by its structure: measures, plans, examples, figures, comparisons."""

from models.evidence import EvidenceKind, Function
from models.scoring.contexts import Context
from rubric.schema import Element

_JUDGING = frozenset({Function.EVALUATE, Function.COMPARE, Function.EXPLAIN, Function.TRADEOFF})


def bears_on_measure(element: Element, context: Context) -> float | None:
    """The sentence names a measure."""
    return 0.0 if context.sentence.measure is not None or element.id in context.concepts else None


def bears_on_plan(element: Element, context: Context) -> float | None:
    """The sentence says what happens when, in which order, or by whom."""
    step = context.sentence.plan_step
    if context.names(element.id):
        return 0.0
    if step is None:
        return None
    return 0.0 if step.phase or element.id in context.lead else None


def bears_on_example(element: Element, context: Context) -> float | None:
    """The sentence tells of a real organisation."""
    sentence = context.sentence
    if not any(span.kind is EvidenceKind.EXAMPLE for span in sentence.spans):
        return None
    told = element.id in context.concepts or Function.EXAMPLE in sentence.functions or sentence.signals.past
    return 0.0 if told else None


def bears_on_quantity(element: Element, context: Context) -> float | None:
    """The sentence uses figures."""
    return 0.0 if context.sentence.signals.figures else None


def bears_on_quality(element: Element, context: Context) -> float | None:
    """The sentence judges by something that is not a figure."""
    return 0.0 if context.names(element.id) and context.sentence.functions & _JUDGING else None


def bears_on_comparison(element: Element, context: Context) -> float | None:
    """The sentence compares with others."""
    return 0.0 if context.names(element.id) else None
