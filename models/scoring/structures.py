"""Which sentences bear on what is known by its structure: measures, plans, examples, figures, comparisons."""

from models.evidence import EvidenceKind, PlanStep, Sentence
from models.scoring.contexts import Context
from rubric.schema import Element

_BARE = -1.0
_SHORT = 25
_PLAN_REACH = 3
_LATER = 0.5
_REASONED = frozenset({"cause", "contrast", "judgement", "effect", "compare"})
_SET_AGAINST = frozenset({"compare", "contrast"})


def bears_on_measure(element: Element, context: Context) -> float | None:
    """The sentence names a measure."""
    measure = context.sentence.measure
    if measure is None:
        led = element.id in context.lead and context.sentence.signals.figures
        return _BARE if led or element.id in context.concepts else None
    return 1.0 * measure.wanted + 0.5 * bool(measure.name) + 0.5 * bool(measure.baseline and measure.target) - 0.6


def bears_on_plan(element: Element, context: Context) -> float | None:
    """The sentence says what happens when, in which order, or by whom."""
    step = context.sentence.plan_step
    if step is None:
        named = element.id in context.concepts and not context.sentence.signals.past
        return _BARE if named else None
    count = sum(map(bool, (step.opening or step.phase or step.when, step.owner, step.milestone, step.then)))
    near = element.id in context.lead or element.id in context.before
    told = element.id in context.concepts or step.opening or (near and count) or _is_sequence(step, context.sentence)
    if element.id not in context.concepts and context.proposal > _PLAN_REACH and context.share < _LATER:
        return None
    return _BARE + count if told or (count and context.names(element.id)) else None


def _is_sequence(step: PlanStep, sentence: Sentence) -> bool:
    """Whether the sentence is short enough to be a list of steps, or names two phases."""
    return "," in step.phase or (bool(step.then) and sentence.signals.words <= _SHORT)


def _is_dated(step: PlanStep | None) -> bool:
    """Whether the sentence is a step with a date or a phase of its own."""
    return step is not None and bool(step.opening or step.phase)


def bears_on_example(element: Element, context: Context) -> float | None:
    """The sentence tells of another organisation, or names one as an example."""
    sentence = context.sentence
    named = any(span.kind is EvidenceKind.EXAMPLE for span in sentence.spans)
    shown = element.id in context.concepts or context.names(element.id)
    if _is_dated(sentence.plan_step) or not (sentence.signals.organisations or (named and shown)):
        return None
    signals = sentence.signals
    return -0.5 + (signals.past > 0) + (signals.figures > 0) + ("cause" in signals.cues) + (signals.words > _SHORT)


def bears_on_quantity(element: Element, context: Context) -> float | None:
    """The sentence argues with what was measured: figures with a unit, and a reason, a judgement or a second figure."""
    signals = context.sentence.signals
    measured = signals.figures and (element.id in context.concepts or context.hints.get(element.id))
    if not measured or not (signals.figures > 1 or signals.cues & _REASONED):
        return None
    return -0.5 + 0.5 * (signals.figures > 1) + 0.5 * bool(signals.cues & _SET_AGAINST)


def bears_on_quality(element: Element, context: Context) -> float | None:
    """The sentence judges by something that is not a figure, or weighs an idea that the element is about."""
    cues = context.sentence.signals.cues
    if element.id in context.concepts and cues & _REASONED:
        return -0.8
    weighs = "contrast" in cues and cues & {"judgement", "cause"}
    return -1.3 if weighs and any(context.names(each) for each in element.about) else None


def bears_on_comparison(element: Element, context: Context) -> float | None:
    """The sentence compares with others."""
    signals = context.sentence.signals
    if context.names(element.id):
        return 0.5 * bool(signals.figures) + 0.5 * bool(signals.organisations) - 0.5 * (not signals.past) - 0.4
    compares = signals.cues & _SET_AGAINST or signals.comparatives
    return -1.0 if signals.organisations and compares and not _is_dated(context.sentence.plan_step) else None
