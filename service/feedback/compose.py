"""From scores to feedback: goal, the draft's own words, what is missing, one action, and the band last."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.evidence import EvidenceSpan
from models.scores import Confidence, CriterionScore, DraftScore, ElementScore, Level, MisconceptionScore
from rubric.schema import Criterion, Element, Misconception, Rubric
from service.feedback.actions import ActionPlan, plan_actions, wording_at
from service.feedback.asides import collect_flags, collect_key_concepts, collect_tips
from service.feedback.choices import Choice, choose_evidence
from service.feedback.places import DraftMap, map_draft, place_of
from service.feedback.quotes import MOST_WORDS, cut_quote, focus_of
from service.feedback.readings import read_next
from service.feedback.report import (
    CriterionFeedback,
    ElementFeedback,
    FeedbackReport,
    MisconceptionFeedback,
    MissingPoint,
    Quote,
)
from service.feedback.visible import OPENINGS, fits
from service.feedback.wording import CANNOT_TELL, NOTE, grade_for, name_band, name_level, summarise

_ELEMENT_QUOTES = 2


QUOTE_WORDS = (24, 20, 16, 13, 11, 10, 9, 7, 7)
"""How long a quote may be where the report opens as wide as the opening at the same place in `OPENINGS`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What the feedback is composed from: the rubric, the scores and what was chosen of them."""

    rubric: Rubric
    scored: DraftScore
    scores: Mapping[str, ElementScore]
    draft: DraftMap
    plan: ActionPlan
    choices: Mapping[str, Choice]


def compose_feedback(
    rubric: Rubric, scored: DraftScore, *, draft_name: str, notices: tuple[str, ...] = ()
) -> FeedbackReport:
    """The report on one draft, each comment with the draft's own words or a stated absence.

    What the program cannot tell has no level and no band, earns no action and is said aloud.
    """
    found = _find(rubric, scored)
    unquoted = _report(found, draft_name=draft_name, notices=notices)
    for quote_words, opening in zip(QUOTE_WORDS, OPENINGS, strict=True):
        report = _quote(unquoted, found, quote_words)
        if fits(report, opening):
            break
    assert_own_words(report, scored.text)
    return report


def _report(found: Findings, *, draft_name: str, notices: tuple[str, ...]) -> FeedbackReport:
    rubric, scored = found.rubric, found.scored
    return FeedbackReport(
        draft_name=draft_name,
        words=scored.words,
        judgeable=scored.judgeable,
        reason=scored.reason,
        priority_actions=found.plan.priorities,
        criteria=tuple(_on_criterion(criterion, found) for criterion in rubric.criteria),
        misconceptions=tuple(_on_misconception(one, found) for one in rubric.misconceptions),
        support=tuple(_on_element(element, found) for group in rubric.support for element in group.elements),
        tips=collect_tips(rubric, found.scores),
        key_concepts=collect_key_concepts(rubric, scored),
        flags=collect_flags(scored),
        overall=scored.overall if scored.judgeable else None,
        grade=grade_for(rubric, scored.overall if scored.judgeable else None),
        on_topic=scored.on_topic,
        note=NOTE,
        engine_version=scored.engine_version,
        rubric_id=scored.rubric_id,
        rubric_title=rubric.title,
        rubric_fingerprint=scored.rubric_fingerprint,
        paragraphs=found.draft.paragraphs,
        notices=notices,
    )


def assert_own_words(report: FeedbackReport, text: str) -> None:
    """Make sure that every quote is the draft's own characters and not too long.

    Raises:
        AssertionError: a quote differs from the draft at its offsets, or is longer than 30 words.
    """
    for quote in report.quotes:
        if quote.text != text[quote.start_char : quote.end_char] or len(quote.text.split()) > MOST_WORDS:
            raise AssertionError(f"a quote at {quote.start_char} to {quote.end_char} is not the draft's own words")


def _find(rubric: Rubric, scored: DraftScore) -> Findings:
    """Gather the scores by element and choose places, actions and quotes once for the whole report."""
    every = (*(one for criterion in scored.criteria for one in criterion.elements), *scored.support)
    scores = {one.element_id: one for one in every}
    draft = map_draft(scored, every)
    return Findings(
        rubric=rubric,
        scored=scored,
        scores=scores,
        draft=draft,
        plan=plan_actions(rubric, scored, scores, draft),
        choices=choose_evidence(rubric, scored, scores),
    )


def _on_criterion(criterion: Criterion, found: Findings) -> CriterionFeedback:
    score = next((one for one in found.scored.criteria if one.criterion_id == criterion.id), None)
    score = score or _unjudged(criterion.id, found.scored)
    action = found.plan.by_criterion.get(criterion.id)
    missing = _missing_points(criterion, score, found)
    elements = tuple(_on_element(element, found) for element in criterion.elements)
    choice = found.choices.get(criterion.id, Choice(span=None))
    shows = summarise(criterion, score)
    if choice.quoted_under:
        shows = f"{shows} The words are quoted under {choice.quoted_under}."
    return CriterionFeedback(
        criterion_id=criterion.id,
        name=criterion.name,
        goal=criterion.goal,
        shows=shows,
        quote=None,
        missing=missing,
        action=action,
        elements=elements,
        read_next=read_next(_to_read(action.element_id if action else None, elements), found.rubric),
        band=score.band,
        band_name=name_band(criterion, score.band),
        confidence=score.confidence if score.band is not None else Confidence.CANNOT_TELL,
    )


def _on_misconception(misconception: Misconception, found: Findings) -> MisconceptionFeedback:
    scores = {one.misconception_id: one for one in found.scored.misconceptions}
    score = scores.get(misconception.id) or MisconceptionScore(
        misconception_id=misconception.id, status=None, reason=found.scored.reason
    )
    planned = [one for one in found.plan.by_criterion.values() if one.element_id in misconception.remedies]
    return MisconceptionFeedback(
        misconception_id=misconception.id,
        name=misconception.name,
        status=score.status,
        confidence=score.confidence if score.status is not None else Confidence.CANNOT_TELL,
        reason=score.reason,
        quote=None,
        statement=misconception.statement,
        contrast=misconception.contrast,
        next_step=f"See the next step for {planned[0].criterion_id}." if planned else misconception.next_step,
        read_next=read_next((misconception.id, *misconception.remedies), found.rubric),
    )


def _on_element(element: Element, found: Findings) -> ElementFeedback:
    score = found.scores.get(element.id)
    level = score.level if score else None
    evidence = score.evidence if score and level else ()
    wording = wording_at(element, level) if level is not None else None
    return ElementFeedback(
        element_id=element.id,
        name=element.name,
        level=name_level(level),
        confidence=score.confidence if score and level is not None else Confidence.CANNOT_TELL,
        shows=wording.shows if wording else f"The program {CANNOT_TELL}.",
        reason=score.reason if score else found.scored.reason,
        quotes=_quotes(element, evidence, found.scored.text),
        next_step=wording.next_step if wording else "",
    )


def _missing_points(criterion: Criterion, score: CriterionScore, found: Findings) -> tuple[MissingPoint, ...]:
    """The criterion's absent elements with their homes, those that gain most first."""
    absent = [
        element
        for element in criterion.elements
        if element.id in found.scores and found.scores[element.id].level is Level.ABSENT
    ]
    places = {element.id: place_of(element, Level.ABSENT, found.draft, score.evidence) for element in absent}
    return tuple(
        MissingPoint(
            element_id=element.id,
            name=element.name,
            place=places[element.id].short,
            paragraph=places[element.id].paragraph,
        )
        for element in sorted(absent, key=lambda element: -found.plan.gains.get(element.id, 0.0))
    )


def _to_read(first: str | None, elements: tuple[ElementFeedback, ...]) -> tuple[str, ...]:
    """Whose notes to read: the action's element, then what is missing, then what is only named."""
    by_level = [one.element_id for level in ("absent", "mentioned") for one in elements if one.level == level]
    return (*((first,) if first else ()), *by_level)


def _quote(report: FeedbackReport, found: Findings, most_words: int) -> FeedbackReport:
    """The report with the chosen evidence in it, cut to that many words."""

    def cut(subject_id: str) -> dict[str, Quote | None]:
        choice = found.choices.get(subject_id, Choice(span=None))
        if choice.span is None:
            return {"quote": None}
        return {"quote": cut_quote(found.scored.text, choice.span, focus=choice.focus, most_words=most_words)}

    criteria = tuple(one.model_copy(update=cut(one.criterion_id)) for one in report.criteria)
    misconceptions = tuple(one.model_copy(update=cut(one.misconception_id)) for one in report.misconceptions)
    return report.model_copy(update={"criteria": criteria, "misconceptions": misconceptions})


def _quotes(element: Element, spans: tuple[EvidenceSpan, ...], text: str) -> tuple[Quote, ...]:
    quotes = (cut_quote(text, span, focus=focus_of(element)) for span in spans[:_ELEMENT_QUOTES])
    return tuple(quote for quote in quotes if quote is not None)


def _unjudged(criterion_id: str, scored: DraftScore) -> CriterionScore:
    """The score of a criterion that the engine did not judge: no band, with the reason."""
    return CriterionScore(
        criterion_id=criterion_id, band=None, reason=scored.reason or "it was not judged", elements=()
    )
