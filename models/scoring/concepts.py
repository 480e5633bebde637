"""Which sentences bear on an idea that is known by its words: concepts, tensions, settings, influence, evaluation."""

from models.evidence import Function
from models.scoring.contexts import Context
from rubric.schema import Element

_PARTICULARS = 4
_CARRIES = 0.7
_OPENING = 0.2
_TWO = 2


def bears_on_concept(element: Element, context: Context) -> float | None:
    """The sentence names the idea, or hints at it where the sentence before or the lead names it."""
    if context.names(element.id):
        return 0.0
    led = element.id in context.before or element.id in context.lead
    return 0.0 if led and context.hints.get(element.id) else None


def bears_on_tension(element: Element, context: Context) -> float | None:
    """The sentence sets ideas against each other: words of tension, weaker ones near an idea, or two ideas at odds."""
    if element.id in context.concepts:
        return 0.0
    named = sum(context.names(each) for each in element.about)
    if named > 1 and "tension" in context.sentence.signals.cues:
        return 0.0
    near = named or any(each in context.before for each in element.about)
    return 0.0 if near and context.names(element.id) else None


def bears_on_setting(element: Element, context: Context) -> float | None:
    """The sentence speaks of one operation, plainly or near the beginning, where a draft tells of its case.

    Figures and particulars of its own make it carry the argument.
    """
    signals = context.sentence.signals
    opening = context.share < _OPENING and context.hints.get(element.id)
    if not (opening or context.names(element.id)):
        return None
    if signals.figures and signals.specific >= _PARTICULARS:
        return _CARRIES
    return 0.0 if signals.specific else None


def bears_on_influence(element: Element, context: Context) -> float | None:
    """The sentence says what one of the ideas, named in it, before it or above it, does to performance."""
    named = any(context.names(each) for each in element.about)
    if context.names(element.id):
        return 0.0 if named or context.touches(element.about) else None
    argues = context.sentence.functions & {Function.EXPLAIN, Function.EVALUATE}
    effect = element.id in context.hints or "effect" in context.sentence.signals.cues
    return 0.0 if named and argues and effect and len(context.concepts) > _TWO else None


def bears_on_evaluation(element: Element, context: Context) -> float | None:
    """The sentence judges one of the ideas, which stands in it, shortly before it or above it; a denial judges too."""
    if context.says(element.id):
        topical = context.touches(element.about) or any(each in context.topic for each in element.about)
        return 0.0 if topical else None
    return 0.0 if context.names(element.id) and any(each in context.before for each in element.about) else None
