"""Which sentences bear on proposals: recommendations, their reasons, and the checks made on them."""

from models.evidence import Function, PartKind
from models.scoring.contexts import Context
from rubric.schema import Element


def bears_on_recommendation(element: Element, context: Context) -> float | None:
    """The sentence recommends something."""
    functions = context.sentence.functions
    if Function.EXCLUDE in functions:
        return None
    if element.id in context.concepts:
        return 0.0
    led = element.id in context.lead or context.follows_advice
    advises = Function.RECOMMEND in functions and (led or context.names(element.id))
    return 0.0 if advises or (led and context.sentence.part is PartKind.BULLET) else None


def bears_on_justification(element: Element, context: Context) -> float | None:
    """The sentence, in or after a recommendation, gives a reason for it."""
    if not context.proposes:
        return None
    return 0.0 if element.id in context.concepts or Function.JUSTIFY in context.sentence.functions else None


def bears_on_check(element: Element, context: Context) -> float | None:
    """The sentence weighs whether a proposal can be done, what it costs, or what people make of it."""
    return 0.0 if context.names(element.id) else None
