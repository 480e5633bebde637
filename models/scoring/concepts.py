"""Which sentences bear on an idea that is known by its words: concepts, tensions, settings, influence, evaluation."""

from models.evidence import Function
from models.scoring.contexts import Context
from rubric.schema import Element


def bears_on_concept(element: Element, context: Context) -> float | None:
    """The sentence names the idea, or hints at it where the sentence before or the lead names it."""
    if context.names(element.id):
        return 0.0
    led = element.id in context.before or element.id in context.lead
    return 0.0 if led and context.hints.get(element.id) else None


def bears_on_tension(element: Element, context: Context) -> float | None:
    """The sentence sets ideas against each other: a word of tension with one of them, or a contrast of two."""
    named = sum(context.names(each) for each in element.about)
    if element.id in context.concepts:
        return 0.0 if named else None
    return 0.0 if named > 1 and context.sentence.signals.cues & {"contrast", "tension"} else None


def bears_on_setting(element: Element, context: Context) -> float | None:
    """The sentence holds particulars of an operation."""
    signals = context.sentence.signals
    named = context.hints.get(element.id) or element.id in context.concepts
    return 0.0 if named and (signals.figures or signals.own or signals.names or signals.specific) else None


def bears_on_influence(element: Element, context: Context) -> float | None:
    """The sentence says what one of the ideas does to performance."""
    if not context.touches(element.about):
        return None
    return 0.0 if context.names(element.id) or Function.EXPLAIN in context.sentence.functions else None


def bears_on_evaluation(element: Element, context: Context) -> float | None:
    """The sentence judges one of the ideas."""
    if not context.touches(element.about):
        return None
    return 0.0 if context.names(element.id) or Function.EVALUATE in context.sentence.functions else None
