"""Levels, bands and misconceptions by the trained models, each with its evidence, its reason and how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import erf, sqrt

import numpy as np

from models.evidence import Evidence, EvidenceKind, Sentence
from models.scores import Confidence, CriterionScore, ElementScore, Level, MisconceptionScore, Status
from models.scoring.bands import Standing
from models.scoring.contexts import contexts_of
from models.scoring.features import SHORT_WORDS, Matrix, SentenceTable, claims_of, tabulate
from models.scoring.focus import Focus, places_in
from models.scoring.judge import (
    BAND_CUTS,
    BandWeights,
    Judge,
    Judgement,
    apply_judge,
    band_at,
    is_spoken_of,
    judge_misconception,
    leaves_room_for,
    misconception_inputs,
    overall_at,
)
from models.scoring.misconceptions import PRESENT_REASONS, sentence_span
from models.scoring.rules import (
    Judgements,
    best_evidence,
    count_sentences,
    misconceptions_of,
    standings_of,
    supports_of,
)
from rubric.schema import Criterion, Element, Misconception, Rubric

DETECTOR = "judge"
_EVEN = 0.5
_CLEAR = 0.8
_UNSURE = 0.42
"""An element that is absent, but likelier there than this, is beyond telling: such calls are near even."""
_CLEAR_BAND = 0.6
_SHOWN = 0.3
"""Least probability at which a sentence is shown for a misconception."""
_MOST_SHOWN = 3
_PLAINLY = 0.7
"""Probability from which a sentence makes a misconception present whatever else the draft says: right and wrong are
not averaged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTable:
    """All that is known of a draft before a judge reads it."""

    sentences: SentenceTable
    standings: Mapping[str, Standing]
    by_rule: tuple[MisconceptionScore, ...]
    claims: Mapping[str, int]
    """For each misconception the sentences that state it outright."""
    words: int
    """Of all sentences, those that earn nothing as well."""
    prose: str
    """The text of the sentences that may earn something, without copied words."""


def tabulate_draft(rubric: Rubric, evidence: Evidence) -> DraftTable:
    """The evidence as what a judge reads."""
    contexts = contexts_of(evidence.sentences)
    focus = Focus(rubric, contexts)
    supports = supports_of(rubric, contexts, focus)
    standings = standings_of(rubric, supports)
    table = tabulate(rubric, contexts, supports, focus)
    return DraftTable(
        sentences=table,
        standings=standings,
        by_rule=misconceptions_of(rubric, standings, evidence),
        claims=claims_of(rubric, contexts),
        words=sum(each.sentence.signals.words for each in contexts),
        prose=_prose_of(evidence, [each.sentence for each in table.contexts]),
    )


def _prose_of(evidence: Evidence, sentences: Sequence[Sentence]) -> str:
    """The text of some sentences, without the words that stand in what the writer was given."""
    text = evidence.text
    for run in evidence.copied:
        text = text[: run.start_char] + " " * (run.end_char - run.start_char) + text[run.end_char :]
    return " ".join(word for each in sentences for word in text[each.start_char : each.end_char].split())


def judge_draft(judge: Judge, rubric: Rubric, evidence: Evidence) -> Judgements:
    """Everything the judge says of a draft."""
    return describe(judge, rubric, tabulate_draft(rubric, evidence))


def describe(judge: Judge, rubric: Rubric, draft: DraftTable) -> Judgements:
    """A judge's probabilities as levels, bands and misconceptions with their evidence."""
    found = apply_judge(judge, rubric, draft.sentences, draft.standings, draft.prose)
    shown = _shown(found.sentences.elements, judge.evidence_from)
    scores = {
        element.id: _element_score(element, draft.sentences, found, place, shown[place])
        for place, element in enumerate(rubric.elements)
    }
    criteria = tuple(_criterion_score(each, scores, judge.bands[each.id], found) for each in rubric.criteria)
    return Judgements(
        criteria=criteria,
        support=tuple(scores[element.id] for group in rubric.support for element in group.elements),
        misconceptions=tuple(_misconception_score(judge, rubric, item, found, draft) for item in rubric.misconceptions),
        overall=overall_at(judge.overall, list(found.places.values())) if draft.sentences.contexts else 0,
    )


def _element_score(
    element: Element, table: SentenceTable, found: Judgement, place: int, sentences: Sequence[int]
) -> ElementScore:
    """The score of the element at a place; `sentences` are those to show for it, likeliest first."""
    present, developed = (float(share) for share in found.levels[place])
    level = Level(int(present > _EVEN) + int(developed > _EVEN))
    unsure = not level and present > _UNSURE
    shown = sentences if level or unsure else ()
    sure = {Level.ABSENT: 1 - present, Level.MENTIONED: present - developed, Level.DEVELOPED: developed}[level]
    return ElementScore(
        element_id=element.id,
        level=None if unsure else level,
        reason=_reason(
            level, len(shown), sum(found.sentences.elements[at, place, 1] > _EVEN for at in shown), unsure=unsure
        ),
        evidence=tuple(
            sentence_span(table.contexts[at].sentence, EvidenceKind.CONCEPT, DETECTOR, element.id) for at in shown
        ),
        confidence=Confidence.CANNOT_TELL if unsure else Confidence.CLEAR if sure >= _CLEAR else Confidence.LIKELY,
    )


def _shown(chances: Matrix, evidence_from: float) -> list[list[int]]:
    """For each element the sentences that earn it, best first; the best one alone where none is likely to."""
    ranked = np.argsort(-chances.sum(axis=2), axis=0, kind="stable").T.tolist()
    likely = (chances[:, :, 0] >= evidence_from).T.tolist()
    return [[at for at in order if earns[at]] or order[:1] for order, earns in zip(ranked, likely, strict=True)]


def _reason(level: Level, count: int, deep: int, *, unsure: bool) -> str:
    if unsure:
        return "One sentence may speak of it, but too faintly to tell."
    if level is Level.ABSENT:
        return "No sentence speaks of it."
    if level is Level.MENTIONED:
        return f"{count_sentences(count)} on it, none that plainly says why, how or with what effect."
    what = "why, how or with what effect"
    if count == 1:
        return f"1 sentence on it; it says {what}."
    if not deep:
        return f"{count_sentences(count)} on it; together they say {what}."
    return f"{count_sentences(count)} on it; {deep} of them {'says' if deep == 1 else 'say'} {what}."


def _criterion_score(
    criterion: Criterion, scores: Mapping[str, ElementScore], weights: BandWeights, found: Judgement
) -> CriterionScore:
    elements = [scores[element.id] for element in criterion.elements]
    place = found.places[criterion.id]
    band = band_at(place)
    developed = sum(each.level is Level.DEVELOPED for each in elements)
    mentioned = sum(each.level is Level.MENTIONED for each in elements)
    return CriterionScore(
        criterion_id=criterion.id,
        band=band,
        reason=f"{developed} of {len(elements)} points developed, {mentioned} mentioned.",
        elements=tuple(elements),
        evidence=best_evidence(elements),
        confidence=Confidence.CLEAR if _share_within(weights, place, band) >= _CLEAR_BAND else Confidence.LIKELY,
    )


def _share_within(weights: BandWeights, place: float, band: int) -> float:
    """The probability that a human band lies within the same cuts, by a normal distribution around the place."""
    edges = (float("-inf"), *BAND_CUTS, float("inf"))
    below, above = (_normal((edge - place) / weights.spread) for edge in edges[band : band + 2])
    return above - below


def _normal(deviation: float) -> float:
    return 0.5 * (1 + erf(deviation / sqrt(2)))


def _misconception_score(
    judge: Judge, rubric: Rubric, item: Misconception, found: Judgement, draft: DraftTable
) -> MisconceptionScore:
    rule = next(each for each in draft.by_rule if each.misconception_id == item.id)
    readings = judge.misconceptions.get(item.id)
    if readings is None or not draft.sentences.contexts:
        return rule
    inputs = misconception_inputs(rubric, item, found, rule, draft.claims[item.id])
    is_short = draft.words <= SHORT_WORDS
    closely = found.closely.misconceptions.get(item.id) if found.closely and is_short else None
    chance, threshold = judge_misconception(readings, inputs, words=draft.words, closely=closely)
    plainly = 0.0 if closely is not None else float(found.sentences.that_show(item.id).max(initial=0.0))
    has_room = not is_short or leaves_room_for(rubric, item, found)
    if has_room and (chance >= threshold or plainly >= _PLAINLY):
        status = Status.PRESENT
    else:
        status = Status.ABSENT if is_spoken_of(rubric, item, found.levels) else Status.NOT_APPLICABLE
    if status is not Status.PRESENT:
        reason = rule.reason if status is rule.status else _OTHER_REASONS[status]
        return replace(rule, status=status, reason=reason, evidence=(), confidence=_sureness(1 - chance))
    shown = _sentences_that_show(item, found)
    torn = bool(shown) and _gets_right(rubric, item, found, shown)
    return replace(
        rule,
        status=status,
        reason=PRESENT_REASONS[item.judge] + (_TORN if torn else ""),
        evidence=tuple(
            sentence_span(draft.sentences.contexts[at].sentence, EvidenceKind.MISCONCEPTION, DETECTOR, item.id)
            for at in shown
        )
        or rule.evidence,
        confidence=Confidence.LIKELY if torn else _sureness(max(chance, plainly)),
    )


def _sureness(chance: float) -> Confidence:
    return Confidence.CLEAR if chance >= _CLEAR else Confidence.LIKELY


def _sentences_that_show(item: Misconception, found: Judgement) -> Sequence[int]:
    """Places of the sentences most likely to show a misconception, best first; none where no single one can."""
    chances = found.sentences.that_show(item.id)
    return [at for at in np.argsort(-chances, kind="stable").tolist() if chances[at] >= _SHOWN][:_MOST_SHOWN]


def _gets_right(rubric: Rubric, item: Misconception, found: Judgement, shown: Sequence[int]) -> bool:
    """Whether another sentence develops what would keep the misconception away: right and wrong are in one draft."""
    places = places_in(rubric, item.remedies or item.about)
    developed = np.flatnonzero((found.sentences.elements[:, places, 1] > _EVEN).any(axis=1))
    return bool(np.setdiff1d(developed, shown).size)


_TORN = " Elsewhere the draft has it right, so both stand in it."


_OTHER_REASONS = {
    Status.ABSENT: "The draft as a whole has enough of what keeps it away.",
    Status.NOT_APPLICABLE: "The draft as a whole says too little of what it could be seen in.",
}
"""Reasons where the models see it otherwise than the rule."""


def without_numbers(judged: Judgements, reason: str) -> Judgements:
    """The same judgements with bands and the estimate withheld, and why."""
    return replace(
        judged,
        criteria=tuple(
            replace(each, band=None, reason=reason, confidence=Confidence.CANNOT_TELL) for each in judged.criteria
        ),
        overall=None,
    )
