"""Which sentences bear on proposals: recommendations, their reasons, and the checks made on them."""

from models.evidence import Function
from models.scoring.contexts import Context
from rubric.schema import Element

_LATER = 0.45
"""Proposals and what backs them stand in the later part of an answer, unless something near shows otherwise."""
_LATE = 0.6
_EARLY = 0.2
_NEAR = 2
_FAR = 20
_LABEL_WORDS = 8
_PARTICULARS = 3
_BARE = -1.0
_REASONED = 0.5
_BACKED = 1.0


def bears_on_recommendation(element: Element, context: Context) -> float | None:
    """The sentence recommends something, and does not only announce that or set the target of a measure."""
    sentence = context.sentence
    urged = element.id in context.concepts or Function.RECOMMEND in sentence.functions
    if not urged or Function.EXCLUDE in sentence.functions:
        return None
    if _only_announces(context) or (element.id not in context.concepts and _only_sets_a_target(context)):
        return None
    if Function.JUSTIFY in sentence.functions or sentence.signals.figures:
        return _REASONED
    return _detail(context)


def bears_on_justification(element: Element, context: Context) -> float | None:
    """The sentence backs a proposal: evidence or options weighed near it, or a reason in it or right after it."""
    functions = context.sentence.functions
    proposes = Function.RECOMMEND in functions or any(each in context.concepts for each in element.about)
    if element.id in context.concepts:
        backs = proposes or _speaks_of_proposals(element, context)
        return max(_detail(context), _REASONED) if backs else None
    reasons = Function.JUSTIFY in functions and (proposes or context.follows_advice)
    return _detail(context) if reasons or (proposes and context.hints.get(element.id)) else None


def bears_on_check(element: Element, context: Context) -> float | None:
    """The sentence weighs whether a proposal can be done, what it costs, or what people make of it."""
    if element.id in context.concepts:
        return _detail(context) if _speaks_of_proposals(element, context) else None
    return 0.0 if context.hints.get(element.id) and context.sentence.signals.figures and context.share > _LATE else None


def _detail(context: Context) -> float:
    """What figures add to the depth, and a lack of particulars takes away."""
    signals = context.sentence.signals
    if signals.figures:
        return _BACKED
    return 0.0 if signals.specific >= _PARTICULARS else _BARE


def _speaks_of_proposals(element: Element, context: Context) -> bool:
    """Whether proposals are what this part of the draft is about."""
    if context.proposal <= _NEAR and context.share > _EARLY:
        return True
    if context.share > (_LATER if context.proposal <= _FAR else _LATE):
        return True
    return any(each in context.lead for each in element.about)


def _only_announces(context: Context) -> bool:
    signals = context.sentence.signals
    return "lead_in" in signals.cues and signals.words <= _LABEL_WORDS


def _only_sets_a_target(context: Context) -> bool:
    measure = context.sentence.measure
    return measure is not None and bool(measure.target) and bool(measure.baseline)
