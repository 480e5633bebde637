"""Fits the models one after another: sentences, levels of elements, bands, the estimate, misconceptions."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold, cross_val_predict

from models.scores import Status
from models.scoring.features import Matrix
from models.scoring.judge import (
    BandWeights,
    Judgement,
    LevelWeights,
    MisconceptionWeights,
    OverallCurve,
    SentenceWeights,
    band_inputs,
    judge_sentences,
    misconception_inputs,
    place_of,
)
from models.training.tables import FamilyDraft, TrainingDraft, is_present
from rubric.schema import Misconception, Rubric

Truth = npt.NDArray[np.bool_]

LEVELS = (1, 2)
SENTENCE_PENALTY = 0.03
"""Inverse strength of the penalty on sentence weights; the best of a few on scripts of other writers."""
FAMILY_WEIGHT = 2.0
"""What a text of a family counts beside a labelled sentence: it was written to make one difference plain."""
FAMILY_DRAFT_WEIGHT = 0.2
"""What it counts beside a whole script, when levels of drafts are fitted."""
FEWEST = 3
"""Examples below which an element has no model of its own and takes that of all elements together."""
_LEAST_SPREAD = 0.2
_HALF = 0.5
_LEVEL_PENALTY = 1.0
_BAND_PENALTY = 8.0
_MOST_STRETCH = 1.3
_MISCONCEPTION_PENALTY = 0.03
FOLDS = 3
"""Folds, of whole writers, in which a model of a misconception is compared with its rule."""
_CURVE_CORNERS = 13
_PER_CORNER = 4
_ITERATIONS = 200


def fit_sentences(
    drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft], chosen: Mapping[tuple[int, int], int]
) -> SentenceWeights:
    """Log-odds of every element for a sentence, from labelled sentences and families.

    Args:
        drafts: Scripts with labelled sentences.
        families: Texts at a known level of one element.
        chosen: For each family (by place) and level the sentence that is taken to carry it; see `choose_carriers`.
    """
    shared = np.vstack([each.table.sentences.shared for each in drafts])
    own = np.concatenate([each.table.sentences.own for each in drafts])
    named = np.vstack([each.table.sentences.named for each in drafts])
    labels = np.concatenate([each.sentence_levels for each in drafts])
    elements, sizes = own.shape[1], (shared.shape[1], own.shape[2], named.shape[1])
    weights = SentenceWeights(
        shared=np.zeros((sizes[0], elements, 2)),
        own=np.zeros((elements, sizes[1], 2)),
        named=np.zeros((sizes[2], elements, 2)),
        bias=np.zeros((elements, 2)),
    )
    for element in range(elements):
        rows = np.hstack([shared, own[:, element], named])
        scale = _scale_of(rows, sizes)
        for at, level in enumerate(LEVELS):
            more, truth, counts = _family_rows(families, chosen, element, level)
            fitted = LogisticRegression(C=SENTENCE_PENALTY, max_iter=_ITERATIONS).fit(
                np.vstack([rows, more.reshape(-1, rows.shape[1])]) * scale,
                _with_both(np.r_[labels[:, element] >= level, truth]),
                sample_weight=np.r_[np.ones(len(rows)), counts],
            )
            found = fitted.coef_[0] * scale
            weights.shared[:, element, at] = found[: sizes[0]]
            weights.own[element, :, at] = found[sizes[0] : sizes[0] + sizes[1]]
            weights.named[:, element, at] = found[sizes[0] + sizes[1] :]
            weights.bias[element, at] = fitted.intercept_[0]
    return weights


def _scale_of(rows: Matrix, sizes: tuple[int, int, int]) -> Matrix:
    """Brings the traits to like size; what is rare is not blown up, and names and meanings stay as they are."""
    spread = np.maximum(rows.std(axis=0), _LEAST_SPREAD)
    scale = _HALF / spread
    scale[sizes[0] + sizes[1] :] = 1.0
    return np.asarray(scale)


def _with_both(truth: Truth) -> Truth:
    """The truth, its last value turned where there is only one: a model of what never occurs says so."""
    if truth.all() or not truth.any():
        truth = truth.copy()
        truth[-1] = not truth[-1]
    return truth


def _family_rows(
    families: Sequence[FamilyDraft], chosen: Mapping[tuple[int, int], int], element: int, level: int
) -> tuple[Matrix, Truth, Matrix]:
    """Rows for one element: the carrying sentence of each text that is there, every sentence of each that is not."""
    rows: list[Matrix] = []
    truth: list[bool] = []
    counts: list[float] = []
    for place, family in enumerate(families):
        if family.element != element:
            continue
        table = family.table.sentences
        found = np.hstack([table.shared, table.own[:, element], table.named])
        if family.level >= level:
            found = found[[chosen.get((place, level), 0)]]
        rows.extend(found)
        truth.extend([family.level >= level] * len(found))
        counts.extend([FAMILY_WEIGHT / len(found)] * len(found))
    return np.array(rows), np.array(truth, dtype=np.bool_), np.array(counts)


def choose_carriers(weights: SentenceWeights, families: Sequence[FamilyDraft]) -> Mapping[tuple[int, int], int]:
    """For each family that has its element, by place and level, the sentence that most likely carries it."""
    chosen: dict[tuple[int, int], int] = {}
    for place, family in enumerate(families):
        chances = judge_sentences(weights, family.table.sentences)[:, family.element]
        for at, level in enumerate(LEVELS):
            if family.level >= level:
                chosen[place, level] = int(np.argmax(chances[:, at]))
    return chosen


def fit_levels(
    summed: Matrix, levels: npt.NDArray[np.int_], families: Sequence[FamilyDraft], family_summed: Matrix
) -> LevelWeights:
    """Log-odds of every element for a draft.

    Args:
        summed: Draft by element by number, from sentence models that never saw the draft's writer.
        levels: Draft by element: what the marker gave.
        families: Texts at a known level of one element.
        family_summed: Text by number, for its own element.
    """
    elements, numbers = summed.shape[1:]
    own = np.array([family.element for family in families], dtype=np.int_)
    family_levels = np.array([family.level for family in families], dtype=np.int_)
    weights, bias = np.zeros((elements, numbers, 2)), np.zeros((elements, 2))
    everything = np.vstack([summed.reshape(-1, numbers), family_summed.reshape(-1, numbers)])
    every_level = np.r_[levels.ravel(), family_levels]
    counts = np.r_[np.ones(levels.size), np.full(len(own), FAMILY_DRAFT_WEIGHT)]
    for at, level in enumerate(LEVELS):
        carried_over = _fit_monotone(everything, every_level >= level, counts)
        for element in range(elements):
            mine = own == element
            truth = np.r_[levels[:, element], family_levels[mine]] >= level
            if min(truth.sum(), (~truth).sum()) < FEWEST or (levels[:, element] >= level).sum() < FEWEST:
                weights[element, :, at], bias[element, at] = carried_over
                continue
            weights[element, :, at], bias[element, at] = _fit_monotone(
                np.vstack([summed[:, element], family_summed[mine].reshape(-1, numbers)]),
                truth,
                np.r_[np.ones(len(summed)), np.full(int(mine.sum()), FAMILY_DRAFT_WEIGHT)],
            )
    return LevelWeights(weights=weights, bias=bias)


def _fit_monotone(rows: Matrix, truth: Truth, counts: Matrix) -> tuple[Matrix, float]:
    """Log-odds with no negative weight: a ridge regression kept positive, then calibrated (Platt 1999)."""
    spread = rows.std(axis=0) + 1e-6
    ridge = Ridge(alpha=_LEVEL_PENALTY, positive=True).fit(rows / spread, truth.astype(float), sample_weight=counts)
    platt = LogisticRegression(C=10).fit(ridge.predict(rows / spread)[:, None], truth, sample_weight=counts)
    slope = max(float(platt.coef_[0, 0]), 0.0)
    return ridge.coef_ * slope / spread, slope * float(ridge.intercept_) + float(platt.intercept_[0])


def fit_bands(
    rubric: Rubric, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> Mapping[str, BandWeights]:
    """The place of each marking point; `judged` holds each draft's levels and sentences."""
    found: dict[str, BandWeights] = {}
    for criterion in rubric.criteria:
        rows = np.array([band_inputs(rubric, criterion.id, each.levels, each.sentences) for each in judged])
        bands = np.array([draft.script.marks.bands[criterion.id] or 0 for draft in drafts], dtype=float)
        ridge = Ridge(alpha=_BAND_PENALTY, positive=True).fit(rows, bands)
        read = ridge.predict(rows)
        stretch = min(bands.std() / max(read.std(), 1e-6), _MOST_STRETCH)
        spread = float(np.sqrt(np.mean((bands - read) ** 2)))
        found[criterion.id] = BandWeights(
            weights=ridge.coef_ * stretch,
            bias=float((ridge.intercept_ - bands.mean()) * stretch + bands.mean()),
            spread=max(spread, 0.1),
        )
    return found


def fit_overall(
    rubric: Rubric, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement], bands: Mapping[str, BandWeights]
) -> OverallCurve:
    """The rising curve from the sum of the places to the estimate."""
    sums = np.array(
        [
            sum(
                place_of(bands[each.id], band_inputs(rubric, each.id, one.levels, one.sentences))
                for each in rubric.criteria
            )
            for one in judged
        ]
    )
    overall = np.array([float(draft.script.marks.overall or 0) for draft in drafts])
    rising = IsotonicRegression(out_of_bounds="clip").fit(sums, overall)
    parts = np.array_split(np.sort(sums), max(min(_CURVE_CORNERS, len(sums) // _PER_CORNER), 2))
    corners = sorted({float(part.mean()) for part in parts} | {float(sums.min()), float(sums.max())})
    return OverallCurve(sums=tuple(corners), overall=tuple(float(each) for each in rising.predict(np.array(corners))))


def fit_misconceptions(
    rubric: Rubric, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> Mapping[str, MisconceptionWeights]:
    """A model for each misconception for which one does better than the rule on writers left out.

    One that rests on what is said outright has no elements to learn from, and keeps its rule.
    """
    found = {
        item.id: _fit_misconception(rubric, item, place, drafts, judged)
        for place, item in enumerate(rubric.misconceptions)
        if item.remedies and sum(is_present(draft, item.id) for draft in drafts) >= FEWEST * FOLDS
    }
    return {name: weights for name, weights in found.items() if weights is not None}


def _fit_misconception(
    rubric: Rubric, item: Misconception, place: int, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> MisconceptionWeights | None:
    rows = np.array(
        [
            misconception_inputs(rubric, item, one, draft.table.by_rule[place], draft.table.claims[item.id])
            for draft, one in zip(drafts, judged, strict=True)
        ]
    )
    truth = np.array([is_present(draft, item.id) for draft in drafts])
    writers = [draft.script.writer for draft in drafts]
    if not _can_be_compared(rows, truth, writers):
        return None
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    model = LogisticRegression(C=_MISCONCEPTION_PENALTY)
    chances = cross_val_predict(
        model,
        (rows - centre) / spread,
        truth,
        groups=writers,
        cv=GroupKFold(FOLDS),
        method="predict_proba",
    )[:, 1]
    by_rule = np.array([draft.table.by_rule[place].status is Status.PRESENT for draft in drafts], dtype=float)
    if f1_at(chances, truth, _best_threshold(chances, truth)) <= f1_at(by_rule, truth, _HALF):
        return None
    fitted = model.fit((rows - centre) / spread, truth)
    weights = fitted.coef_[0] / spread
    return MisconceptionWeights(
        weights=weights,
        bias=float(fitted.intercept_[0] - centre @ weights),
        threshold=_best_threshold(chances, truth),
    )


def _can_be_compared(rows: Matrix, truth: Truth, writers: Sequence[str]) -> bool:
    """Whether every fold leaves scripts with and without the misconception to learn from."""
    if len(set(writers)) < FOLDS:
        return False
    folds = GroupKFold(FOLDS).split(rows, truth, groups=writers)
    return all(0 < truth[kept].sum() < len(kept) for kept, _ in folds)


def _best_threshold(chances: Matrix, truth: Truth) -> float:
    """The threshold in steps of .05 with the best F1; the one nearest to even odds on a tie."""
    steps = [step / 100 for step in range(25, 70, 5)]
    return max(steps, key=lambda step: (round(f1_at(chances, truth, step), 6), -abs(step - _HALF)))


def f1_at(chances: Matrix, truth: Truth, threshold: float) -> float:
    """F1 of calling everything from the threshold on."""
    called = chances >= threshold
    return float(2 * (called & truth).sum() / max(called.sum() + truth.sum(), 1))
