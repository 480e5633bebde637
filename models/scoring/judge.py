"""The trained models as plain numbers, and what they say of a draft."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.evidence import Function
from models.scores import MisconceptionScore, Status
from models.scoring.bands import Standing
from models.scoring.close_reading import CloseReading, ShortText, averaged, settled
from models.scoring.features import SHORT_WORDS, Matrix, SentenceTable, heard, log_odds, short_share, sum_up
from models.scoring.focus import groups_of, places_in
from models.scoring.network import Chances, SecondReadings, read_again
from models.scoring.unrelated import Unrelated
from rubric.schema import Misconception, Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class SentenceWeights:
    """Log-odds that a sentence earns (0) and develops (1) each element, as weights. Elements come in rubric order."""

    shared: Matrix
    """Numbers of `SentenceTable.shared` by element by 2."""
    own: Matrix
    """Elements by numbers of `SentenceTable.own` by 2."""
    named: Matrix
    """Numbers of `SentenceTable.named` by element by 2."""
    bias: Matrix
    """Elements by 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelWeights:
    """Log-odds that a draft has each element at all (0) and developed (1), from the numbers of `sum_up`."""

    weights: Matrix
    """Elements by numbers by 2, none negative: a further sentence never lowers a level."""
    bias: Matrix
    """Elements by 2."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """How levels are read from drafts and from texts of a few sentences."""

    long: LevelWeights
    short: LevelWeights | None
    """For texts of a few sentences; None where there were none to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BandWeights:
    """A marking point's place on the scale of bands, from the levels of its elements; no weight is negative."""

    weights: Matrix
    bias: float
    spread: float
    """Standard deviation of human bands around the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OverallCurve:
    """The estimate from 0 to 100 by the sum of the bands, straight between its corners."""

    sums: tuple[float, ...]
    overall: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MisconceptionWeights:
    """Log-odds that a misconception is present, and from where on it is called so."""

    weights: Matrix
    bias: float
    threshold: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Misconceptions:
    """How one misconception is read from drafts and from texts of a few sentences."""

    long: MisconceptionWeights
    short: MisconceptionWeights | None
    """None where there were no short texts to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Every trained model of one rubric."""

    rubric_id: str
    element_ids: tuple[str, ...]
    scripts: int
    """Marked scripts that it was trained on."""
    evidence_from: float
    """Least probability at which a sentence is shown as evidence."""
    sentences: SentenceWeights | None
    """None where only whole scripts were marked: the rules then say which sentences bear on an element."""
    again: SecondReadings | None
    """None where too few sentences were labelled for it."""
    levels: Levels
    bands: Mapping[str, BandWeights]
    overall: OverallCurve
    misconceptions: Mapping[str, Misconceptions]
    close: CloseReading | None = None
    """Has a say on texts of a few sentences; None where there were too few to learn from."""
    unrelated: Unrelated | None = None
    """Tells paragraphs about something else; None where there were too few to learn from."""
    digest: str = ""
    """The beginning of the hash of the file that it was read from; part of the version of every score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a judge says of one draft."""

    sentences: Chances
    levels: Matrix
    """Element by 2: probabilities that the draft has the element at all, and developed."""
    places: Mapping[str, float]
    """The place of each marking point on the scale of bands, from about 0 to 4."""
    closely: ShortText | None = None
    """What the close reading says; None of a draft, which it does not read."""


def sigmoid(odds: Matrix) -> Matrix:
    """Probabilities of log-odds."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))))


_BEARS, _DEPTH = 5, 6
"""Places in a row of `SentenceTable.own`: whether the rules see the sentence bear on the element, and its depth."""
_SEEN, _UNSEEN = 0.8, 0.02
_EVEN = 0.5
_FAINTLY = 0.3
_MOST_CLAIMS, _MOST_SHOWN = 3, 4
_BEST = 2
"""Sentences of each element, and of the misconception itself, that a misconception is read from."""


def judge_sentences(weights: SentenceWeights | None, table: SentenceTable) -> Matrix:
    """Sentence by element by 2: probabilities that it earns and develops the element."""
    if weights is None:
        bears = table.own[:, :, _BEARS] > 0
        deep = sigmoid((table.own[:, :, _DEPTH] - 2) * 2)
        return np.stack([np.where(bears, _SEEN, _UNSEEN), np.where(bears, _SEEN * deep, 0.0)], axis=-1)
    odds = np.tensordot(table.shared, weights.shared, axes=1) + np.tensordot(table.named, weights.named, axes=1)
    odds += np.matmul(table.own.transpose(1, 0, 2), weights.own).transpose(1, 0, 2)
    return sigmoid(odds + weights.bias)


def sum_up_elements(rubric: Rubric, sentences: Matrix, standings: Mapping[str, Standing]) -> Matrix:
    """Element by number: `sum_up` of the draft."""
    groups = groups_of(rubric)
    near = np.zeros(sentences.shape[:2])
    for group in range(len(rubric.groups)):
        near[:, groups == group] = sentences[:, groups == group, 1].max(axis=1, keepdims=True, initial=0)
    return sum_up(sentences, near, [standings[element.id] for element in rubric.elements])


def judge_levels(levels: Levels, summed: Matrix, *, words: int, closely: ShortText | None = None) -> Matrix:
    """Element by 2: probabilities that the draft has the element at all, and developed."""
    found = _chances_of_levels(levels.long, summed)
    if levels.short is not None:
        share, short = short_share(words), _chances_of_levels(levels.short, summed)
        found = (1 - share) * found + share * (settled(short, closely) if closely else short)
    found[:, 1] = np.minimum(found[:, 0], found[:, 1])
    return found


def _chances_of_levels(weights: LevelWeights, summed: Matrix) -> Matrix:
    return sigmoid(np.einsum("ef,efq->eq", summed, weights.weights) + weights.bias)


def band_inputs(rubric: Rubric, criterion_id: str, levels: Matrix, sentences: Matrix) -> Matrix:
    """What a band is read from: the levels of the criterion's elements, their sums, and how much is developed."""
    criterion = next(each for each in rubric.criteria if each.id == criterion_id)
    places = places_in(rubric, [element.id for element in criterion.elements])
    mine = levels[places]
    developed = np.minimum(heard(sentences[:, places, 1]).sum(axis=0), 4).sum() / 4
    return np.array([*mine.ravel(), mine[:, 0].sum(), mine[:, 1].sum(), developed])


def place_of(weights: BandWeights, inputs: Matrix) -> float:
    """The place on the scale of bands."""
    return float(inputs @ weights.weights + weights.bias)


BAND_CUTS = (0.5, 1.5, 2.5, 3.5)
"""Places at which the next band begins."""


def band_at(place: float) -> int:
    """The band from 0 to 4 at a place: the nearest."""
    return int(np.searchsorted(BAND_CUTS, place, side="right"))


def overall_at(curve: OverallCurve, places: Sequence[float]) -> int:
    """The overall estimate from 0 to 100, by the places on the scale of bands."""
    return round(float(np.interp(np.clip(places, 0, len(BAND_CUTS)).sum(), curve.sums, curve.overall)))


def is_spoken_of(rubric: Rubric, misconception: Misconception, levels: Matrix) -> bool:
    """Whether the draft has what the misconception is about, so that there is something to judge."""
    return bool((levels[places_in(rubric, misconception.about), 0] > _EVEN).any())


def leaves_room_for(rubric: Rubric, misconception: Misconception, judgement: Judgement) -> bool:
    """Whether a text of a few sentences says anything that a misconception could be seen in.

    That is what it is about, what keeps it away and, where it is about proposals, a sentence that proposes or plans. A
    confusion is seen in words of its own.
    """
    if misconception.judge == "confusion":
        return True
    likely = [judgement.levels[places_in(rubric, (*misconception.about, *misconception.remedies)), 0]]
    if misconception.judge in _OF_PROPOSALS:
        likely += [judgement.sentences.that_do(each) for each in _PROPOSING]
    return any(each.max(initial=0.0) > _FAINTLY for each in likely)


def misconception_inputs(
    rubric: Rubric, misconception: Misconception, judgement: Judgement, rule: MisconceptionScore, claims: int
) -> Matrix:
    """What a misconception is read from.

    It is the elements it is about and its remedies, in the draft and in their best sentences; its rule and outright
    claims; the sentences most likely to show it, and those most likely to propose or to plan.
    """
    places = {element.id: place for place, element in enumerate(rubric.elements)}
    odds = log_odds(judgement.levels)
    about = odds[[places[each] for each in misconception.about]]
    remedies = odds[[places[each] for each in misconception.remedies]]
    sides = [side for side in (about, remedies) if len(side)]
    there = judgement.levels[[places[each] for each in misconception.remedies], 0]
    spoken_of = judgement.levels[[places[each] for each in misconception.about], 0].max(initial=0.0)
    lacking = np.array([spoken_of * np.prod(1 - there), spoken_of * (1 - np.prod(there))])
    sentences = judgement.sentences
    own = [places[each] for each in (*misconception.about, *misconception.remedies)]
    shown = sentences.that_show(misconception.id)
    return np.array(
        [
            *(number for side in sides for number in side.ravel()),
            *(number for side in sides for number in (*side.min(axis=0), *side.max(axis=0), side[:, 0].sum())),
            *log_odds(lacking),
            float(rule.status is Status.PRESENT),
            float(rule.status is Status.NOT_APPLICABLE),
            min(claims, _MOST_CLAIMS),
            *_best(np.moveaxis(sentences.elements[:, own], 0, -1).reshape(2 * len(own), -1).T),
            *_best(shown[:, None]),
            min(float(shown.sum()), _MOST_SHOWN),
            *(number for each in _PROPOSING for number in _best(sentences.that_do(each)[:, None])),
        ]
    )


_PROPOSING = (Function.RECOMMEND, Function.PLAN)
_OF_PROPOSALS = frozenset({"unchecked_proposal", "unmeasured_proposal"})


def _best(chances: Matrix) -> list[float]:
    """Log-odds of the likeliest sentences, of each column."""
    padded = np.vstack([chances, np.zeros((_BEST, chances.shape[1]))])
    found: list[float] = log_odds(-np.sort(-padded, axis=0)[:_BEST]).T.ravel().tolist()
    return found


def chance_of(weights: MisconceptionWeights, inputs: Matrix) -> float:
    """The probability that the misconception is present."""
    return float(sigmoid(np.array(inputs @ weights.weights + weights.bias)))


def judge_misconception(
    readings: Misconceptions, inputs: Matrix, *, words: int, closely: Matrix | None = None
) -> tuple[float, float]:
    """The probability that the misconception is present, and from where on it is called so.

    What was learned from short texts counts in these alone, and is not mixed in: they were written to have the
    misconception or nearly so, and such weights see it in drafts where it is not. What the networks of the close
    reading say of one, `closely`, counts as much each.
    """
    weights = readings.short if readings.short is not None and words <= SHORT_WORDS else readings.long
    chance = chance_of(weights, inputs)
    if closely is None or words > SHORT_WORDS:
        return chance, weights.threshold
    over = log_odds(np.array(chance)) - log_odds(np.array(weights.threshold))
    return float(averaged(np.array([sigmoid(over), *closely]))), _EVEN


def apply_judge(
    judge: Judge, rubric: Rubric, table: SentenceTable, standings: Mapping[str, Standing], prose: str = ""
) -> Judgement:
    """What the judge says of a draft whose sentences are in the table; without a creditable one there is nothing.

    `prose` is the text of these sentences; without it there is no close reading.
    """
    if not table.contexts:
        return Judgement(
            sentences=Chances(elements=np.zeros((0, len(rubric.elements), 2)), functions={}, shown={}),
            levels=np.zeros((len(rubric.elements), 2)),
            places={criterion.id: 0.0 for criterion in rubric.criteria},
        )
    sentences = read_again(judge.again, table, judge_sentences(judge.sentences, table))
    summed = sum_up_elements(rubric, sentences.elements, standings)
    is_short = bool(prose) and short_share(table.words) > 0
    closely = judge.close.read(prose) if judge.close is not None and is_short else None
    levels = judge_levels(judge.levels, summed, words=table.words, closely=closely)
    places = {
        criterion.id: place_of(judge.bands[criterion.id], band_inputs(rubric, criterion.id, levels, sentences.elements))
        for criterion in rubric.criteria
    }
    return Judgement(sentences=sentences, levels=levels, places=places, closely=closely)
