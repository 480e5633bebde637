"""The hand-set rules: evidence in, levels, bands and misconceptions out, each with its reasons."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.evidence import Evidence, EvidenceKind, EvidenceSpan
from models.scores import Confidence, CriterionScore, DraftScore, ElementScore, Level, MisconceptionScore
from models.scoring.bands import Standing, band_of, overall_of, points_of
from models.scoring.bearings import BEARS
from models.scoring.concepts import bears_on_concept
from models.scoring.contexts import Context, contexts_of
from models.scoring.depth import depth_of_words, strength_of
from models.scoring.flags import find_flags
from models.scoring.focus import Focus
from models.scoring.misconceptions import JUDGES, sentence_span
from rubric.schema import Criterion, Element, Rubric

_MOST_EVIDENCE = 4
_CLEAR = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """A sentence that bears on an element, and how deep it goes."""

    context: Context
    depth: float


def supports_of(rubric: Rubric, contexts: Sequence[Context], focus: Focus) -> Mapping[str, tuple[Support, ...]]:
    """For each element the sentences that bear on it, deepest first."""
    credited = [context for context in contexts if context.sentence.creditable]
    of_words = [depth_of_words(context.sentence.signals) for context in credited]
    spoken_of = _spoken_of(credited)
    mistaken = {context.sentence.start_char: _mistaken(rubric, context) for context in credited}
    return {
        element.id: tuple(
            sorted(
                (
                    Support(
                        context=credited[place],
                        depth=added + of_words[place] + focus.depth_added(element, credited[place]),
                    )
                    for place, added in _bearing(element, credited, spoken_of)
                    if not focus.is_aside(element, credited[place])
                    and element.id not in mistaken[credited[place].sentence.start_char]
                ),
                key=lambda support: (-support.depth, support.context.sentence.start_char),
            )
        )
        for element in rubric.elements
    }


def _mistaken(rubric: Rubric, context: Context) -> frozenset[str]:
    """The elements that a sentence takes for something else: it earns nothing on them."""
    labels = {span.element_id for span in context.sentence.spans if not span.negated}
    return frozenset(each for item in rubric.misconceptions if f"{item.id}.claims" in labels for each in item.about)


def _spoken_of(contexts: Sequence[Context]) -> Mapping[str, Sequence[int]]:
    """For each idea the places of the sentences that name it or hint at it."""
    found: dict[str, list[int]] = defaultdict(list)
    for place, context in enumerate(contexts):
        for each in context.concepts | context.hints.keys():
            found[each].append(place)
    return found


def _bearing(
    element: Element, contexts: Sequence[Context], spoken_of: Mapping[str, Sequence[int]]
) -> list[tuple[int, float]]:
    """The places of the sentences that bear on an element, each with what its structure adds to its depth."""
    rule = BEARS[element.judge]
    places = spoken_of.get(element.id, ()) if rule is bears_on_concept else range(len(contexts))
    return [(place, added) for place in places if (added := rule(element, contexts[place])) is not None]


def standings_of(rubric: Rubric, supports: Mapping[str, Sequence[Support]]) -> Mapping[str, Standing]:
    """The level that each element reaches on its own sentences and on those of its criterion or group."""
    standings: dict[str, Standing] = {}
    for group in rubric.groups:
        deepest: dict[int, float] = {}
        for element in group.elements:
            for support in supports[element.id]:
                start = support.context.sentence.start_char
                deepest[start] = max(support.depth, deepest.get(start, support.depth))
        for element in group.elements:
            standings[element.id] = _standing(element, supports[element.id], list(deepest.values()))
    return standings


def _standing(element: Element, supports: Sequence[Support], pool: Sequence[float]) -> Standing:
    own = [support.depth for support in supports]
    if not own:
        return Standing(level=Level.ABSENT, developed_sentences=0)
    strength = strength_of(own, pool)
    level = Level.DEVELOPED if strength >= element.developed_at else Level.MENTIONED
    return Standing(level=level, developed_sentences=sum(depth > 0 for depth in own), strength=strength)


def _element_score(element: Element, supports: Sequence[Support], standing: Standing) -> ElementScore:
    count = len(supports)
    reason = {
        Level.ABSENT: "No sentence speaks of it.",
        Level.MENTIONED: f"{count_sentences(count)} on it, none that says why, how or with what effect.",
        Level.DEVELOPED: f"{count_sentences(standing.developed_sentences)} of {count} on it develop it.",
    }[standing.level]
    best = supports[0].depth if supports else -_CLEAR
    return ElementScore(
        element_id=element.id,
        level=standing.level,
        reason=reason,
        evidence=tuple(
            sentence_span(each.context.sentence, EvidenceKind.CONCEPT, "rules", element.id)
            for each in supports[:_MOST_EVIDENCE]
        ),
        confidence=Confidence.CLEAR if abs(best) >= _CLEAR else Confidence.LIKELY,
    )


def count_sentences(count: int) -> str:
    """A number of sentences in words."""
    return "1 sentence" if count == 1 else f"{count} sentences"


def _criterion_score(
    criterion: Criterion, elements: Sequence[ElementScore], standings: Mapping[str, Standing]
) -> CriterionScore:
    band = band_of(criterion, standings)
    points = points_of(criterion, standings)
    gap = min(abs(points - threshold) for threshold in criterion.band_rule.thresholds)
    developed = sum(each.level is Level.DEVELOPED for each in elements)
    mentioned = sum(each.level is Level.MENTIONED for each in elements)
    return CriterionScore(
        criterion_id=criterion.id,
        band=band,
        reason=f"{developed} of {len(elements)} points developed, {mentioned} mentioned.",
        elements=tuple(elements),
        evidence=best_evidence(elements),
        confidence=Confidence.CLEAR if gap >= _CLEAR else Confidence.LIKELY,
    )


def best_evidence(elements: Sequence[ElementScore]) -> tuple[EvidenceSpan, ...]:
    """One sentence for each element that is there, developed ones first, never the same sentence twice."""
    ranked = sorted((each for each in elements if each.evidence), key=lambda each: -(each.level or 0))
    found: dict[int, EvidenceSpan] = {}
    for each in ranked:
        for span in each.evidence:
            if span.start_char not in found:
                found[span.start_char] = span
                break
    return tuple(found.values())[:_MOST_EVIDENCE]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgements:
    """Everything that is judged of a draft."""

    criteria: tuple[CriterionScore, ...]
    support: tuple[ElementScore, ...]
    misconceptions: tuple[MisconceptionScore, ...]
    overall: int | None


Judging = Callable[[Rubric, Evidence], Judgements]


def score_evidence(
    rubric: Rubric,
    evidence: Evidence,
    *,
    engine_version: str,
    rubric_fingerprint: str,
    judging: Judging | None = None,
) -> DraftScore:
    """Judge a draft on its evidence, by the hand-set rules unless `judging` is another way.

    What cannot be judged has None, never a nought.
    """
    judged = ((judging or judge_by_rules) if evidence.judgeable else _unjudged)(rubric, evidence)
    return DraftScore(
        text=evidence.text,
        words=evidence.words,
        judgeable=evidence.judgeable,
        reason=evidence.reason,
        paragraphs=evidence.paragraphs,
        criteria=judged.criteria,
        support=judged.support,
        misconceptions=judged.misconceptions,
        key_concepts=_key_concepts(evidence),
        flags=find_flags(evidence, subject=rubric.subject, overall=judged.overall),
        overall=judged.overall,
        on_topic=evidence.on_topic,
        engine_version=engine_version,
        rubric_id=rubric.id,
        rubric_fingerprint=rubric_fingerprint,
    )


def judge_by_rules(rubric: Rubric, evidence: Evidence) -> Judgements:
    """Levels, bands and misconceptions by the hand-set rules alone."""
    contexts = contexts_of(evidence.sentences)
    supports = supports_of(rubric, contexts, Focus(rubric, contexts))
    standings = standings_of(rubric, supports)
    scores = {
        element.id: _element_score(element, supports[element.id], standings[element.id]) for element in rubric.elements
    }
    criteria = tuple(
        _criterion_score(criterion, [scores[element.id] for element in criterion.elements], standings)
        for criterion in rubric.criteria
    )
    return Judgements(
        criteria=criteria,
        support=tuple(scores[element.id] for group in rubric.support for element in group.elements),
        misconceptions=misconceptions_of(rubric, standings, evidence),
        overall=overall_of(rubric, {each.criterion_id: each.band for each in criteria if each.band is not None}),
    )


def misconceptions_of(
    rubric: Rubric, standings: Mapping[str, Standing], evidence: Evidence
) -> tuple[MisconceptionScore, ...]:
    """Every misconception by its rule."""
    return tuple(JUDGES[each.judge](each, standings, evidence.sentences) for each in rubric.misconceptions)


def _unjudged(rubric: Rubric, evidence: Evidence) -> Judgements:
    def element_score(element: Element) -> ElementScore:
        return ElementScore(
            element_id=element.id, level=None, reason=evidence.reason, confidence=Confidence.CANNOT_TELL
        )

    criteria = tuple(
        CriterionScore(
            criterion_id=criterion.id,
            band=None,
            reason=evidence.reason,
            elements=tuple(map(element_score, criterion.elements)),
            confidence=Confidence.CANNOT_TELL,
        )
        for criterion in rubric.criteria
    )
    misconceptions = tuple(
        MisconceptionScore(
            misconception_id=each.id, status=None, reason=evidence.reason, confidence=Confidence.CANNOT_TELL
        )
        for each in rubric.misconceptions
    )
    return Judgements(
        criteria=criteria,
        support=tuple(element_score(element) for group in rubric.support for element in group.elements),
        misconceptions=misconceptions,
        overall=None,
    )


def _key_concepts(evidence: Evidence) -> tuple[EvidenceSpan, ...]:
    return tuple(
        sentence_span(sentence, EvidenceKind.KEY_CONCEPT, span.detector, span.element_id)
        for sentence in evidence.sentences
        for span in sentence.spans
        if span.kind is EvidenceKind.KEY_CONCEPT and not span.weak
    )
