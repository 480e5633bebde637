"""Fits the models one after another: sentences, levels of elements, bands, the estimate, misconceptions."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.model_selection import GroupKFold, cross_val_predict

from models.scores import Status
from models.scoring.features import Matrix, sum_up_nothing
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
)
from models.scoring.trained import DraftTable
from models.training.tables import FamilyDraft, TrainingDraft, is_present
from rubric.schema import Misconception, Rubric

Truth = npt.NDArray[np.bool_]

Carriers = Mapping[tuple[int, int, int], int]
"""By place of a family, place of an element and level: a sentence of the family."""

LEVELS = (1, 2)
SENTENCE_PENALTY = 0.03
"""Inverse strength of the penalty on sentence weights; the best of a few on scripts of other writers."""
FAMILY_WEIGHT = 2.0
"""What a text of a family counts beside a labelled sentence: it was written to make one difference plain."""
UNKNOWN = -1
"""Stands for the level of an element that a text was not written for."""
FEWEST = 3
"""Examples below which an element has no model of its own and takes that of all elements together."""
_LEAST_SPREAD = 0.2
_HALF = 0.5
_LEVEL_PENALTY = 1.0
_EMPTY_SHARE = 0.1
"""Drafts with nothing in them that are put beside the marked ones: what nearly every draft has is not there unseen."""
_BAND_PENALTY = 8.0
_MOST_STRETCH = 1.3
_MISCONCEPTION_PENALTY = 0.1
FOLDS, _MOST_FOLDS = 3, 10
"""Folds, of whole writers, in which a model of a misconception is compared with its rule: at least and at most."""
_STEP = 0.05
_ITERATIONS = 200


def fit_sentences(
    drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft], chosen: Carriers
) -> SentenceWeights:
    """Log-odds of every element for a sentence, from labelled sentences and families.

    Args:
        drafts: Scripts with labelled sentences.
        families: Texts at a known level of some elements.
        chosen: The sentences that are taken to carry them; see `choose_carriers`.
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
    families: Sequence[FamilyDraft], chosen: Carriers, element: int, level: int
) -> tuple[Matrix, Truth, Matrix]:
    """Rows for one element: the carrying sentence of each text that is there, every sentence of each that is not."""
    rows: list[Matrix] = []
    truth: list[bool] = []
    counts: list[float] = []
    for place, family in enumerate(families):
        if element not in family.levels:
            continue
        table = family.table.sentences
        found = np.hstack([table.shared, table.own[:, element], table.named])
        is_there = family.levels[element] >= level
        if is_there:
            found = found[[chosen.get((place, element, level), 0)]]
        rows.extend(found)
        truth.extend([is_there] * len(found))
        counts.extend([FAMILY_WEIGHT / len(found)] * len(found))
    return np.array(rows), np.array(truth, dtype=np.bool_), np.array(counts)


def choose_carriers(weights: SentenceWeights, families: Sequence[FamilyDraft]) -> Carriers:
    """For each family, element that it has and level, the sentence that most likely carries it."""
    chosen: dict[tuple[int, int, int], int] = {}
    for place, family in enumerate(families):
        chances = judge_sentences(weights, family.table.sentences)
        for element, reached in family.levels.items():
            for at, level in enumerate(LEVELS):
                if reached >= level:
                    may = family.may_carry(element, level)
                    chosen[place, element, level] = int(may[np.argmax(chances[may, element, at])])
    return chosen


def fit_levels(summed: Matrix, levels: npt.NDArray[np.int_]) -> LevelWeights:
    """Log-odds of every element for a draft; one without evidence has none.

    Args:
        summed: Draft by element by number, from sentence models that never saw the draft's writer.
        levels: Draft by element: the level that it has, or `UNKNOWN`.
    """
    elements, numbers = summed.shape[1:]
    weights, bias = np.zeros((elements, numbers, 2)), np.zeros((elements, 2))
    empty = max(round(_EMPTY_SHARE * len(summed)), 1)
    summed = np.vstack([summed, np.stack([sum_up_nothing(elements)] * empty)])
    levels = np.vstack([levels, np.zeros((empty, elements), dtype=np.int_)])
    known = levels != UNKNOWN
    for at, level in enumerate(LEVELS):
        carried_over = _fit_monotone(summed[known], levels[known] >= level)
        for element in range(elements):
            mine = known[:, element]
            truth = levels[mine, element] >= level
            weights[element, :, at], bias[element, at] = (
                carried_over
                if min(truth.sum(), (~truth).sum()) < FEWEST
                else _fit_monotone(summed[mine, element], truth)
            )
    return LevelWeights(weights=weights, bias=bias)


def _fit_monotone(rows: Matrix, truth: Truth) -> tuple[Matrix, float]:
    """Log-odds with no negative weight: a ridge regression kept positive, then calibrated (Platt 1999)."""
    spread = rows.std(axis=0) + 1e-6
    ridge = Ridge(alpha=_LEVEL_PENALTY, positive=True).fit(rows / spread, truth.astype(float))
    platt = LogisticRegression(C=10).fit(ridge.predict(rows / spread)[:, None], truth)
    slope = max(float(platt.coef_[0, 0]), 0.0)
    return ridge.coef_ * slope / spread, slope * float(ridge.intercept_) + float(platt.intercept_[0])


def fit_bands(
    rubric: Rubric, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> Mapping[str, BandWeights]:
    """The place of each marking point; `judged` holds each draft's levels and sentences."""
    found: dict[str, BandWeights] = {}
    for criterion in rubric.criteria:
        rows = np.array([band_inputs(rubric, criterion.id, each.levels, each.sentences.elements) for each in judged])
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


def fit_overall(rubric: Rubric, drafts: Sequence[TrainingDraft]) -> OverallCurve:
    """The rising curve from the sum of a marker's bands to the marker's estimate.

    It is fitted to what markers gave, not to places as they are read: these lie nearer to the middle, and a text with
    next to nothing in it would be given what weak drafts got.
    """
    marks = [draft.script.marks for draft in drafts]
    sums = np.array([float(sum(each.bands[criterion.id] or 0 for criterion in rubric.criteria)) for each in marks])
    rising = IsotonicRegression(out_of_bounds="clip").fit(sums, [float(each.overall or 0) for each in marks])
    corners = np.unique(sums)
    return OverallCurve(sums=tuple(corners.tolist()), overall=tuple(rising.predict(corners).tolist()))


def fit_misconceptions(
    rubric: Rubric, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> Mapping[str, MisconceptionWeights]:
    """A model for each misconception for which one does better than the rule on writers left out."""
    found = {
        item.id: _fit_misconception(rubric, item, place, drafts, judged)
        for place, item in enumerate(rubric.misconceptions)
        if sum(is_present(draft, item.id) for draft in drafts) >= FEWEST * FOLDS
    }
    return {name: weights for name, weights in found.items() if weights is not None}


def fit_short_misconceptions(
    rubric: Rubric, families: Sequence[FamilyDraft], judged: Sequence[Judgement]
) -> Mapping[str, MisconceptionWeights]:
    """A model for each misconception that short texts were written for, in folds of whole families."""
    found = {}
    for place, item in enumerate(rubric.misconceptions):
        mine = [at for at, family in enumerate(families) if item.id in family.misconceptions]
        truth = np.array([families[at].misconceptions[item.id] for at in mine], dtype=np.bool_)
        folds = [str(families[at].fold) for at in mine]
        inputs = _inputs_of(rubric, item, place, [families[at].table for at in mine], [judged[at] for at in mine])
        if mine and _can_be_compared(inputs, truth, folds):
            found[item.id] = _fit_weights(inputs, truth, folds)[0]
    return found


def _fit_misconception(
    rubric: Rubric, item: Misconception, place: int, drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]
) -> MisconceptionWeights | None:
    inputs = _inputs_of(rubric, item, place, [draft.table for draft in drafts], judged)
    truth = np.array([is_present(draft, item.id) for draft in drafts])
    writers = [draft.script.writer for draft in drafts]
    if not _can_be_compared(inputs, truth, writers):
        return None
    weights, reached = _fit_weights(inputs, truth, writers)
    by_rule = np.array([draft.table.by_rule[place].status is Status.PRESENT for draft in drafts], dtype=float)
    return weights if reached > f1_at(by_rule, truth, _HALF) else None


def _inputs_of(
    rubric: Rubric, item: Misconception, place: int, tables: Sequence[DraftTable], judged: Sequence[Judgement]
) -> Matrix:
    return np.array(
        [
            misconception_inputs(rubric, item, one, table.by_rule[place], table.claims[item.id])
            for table, one in zip(tables, judged, strict=True)
        ]
    )


def _fit_weights(inputs: Matrix, truth: Truth, groups: Sequence[str]) -> tuple[MisconceptionWeights, float]:
    """Weights for all, and the F1 that such weights reach on folds of whole groups left out."""
    centre, spread = inputs.mean(axis=0), inputs.std(axis=0) + 1e-6
    model, scaled = LogisticRegression(C=_MISCONCEPTION_PENALTY), (inputs - centre) / spread
    chances = cross_val_predict(model, scaled, truth, groups=groups, cv=_folds_of(groups), method="predict_proba")[:, 1]
    threshold = _best_threshold(chances, truth)
    fitted = model.fit(scaled, truth)
    weights = fitted.coef_[0] / spread
    found = MisconceptionWeights(
        weights=weights, bias=float(fitted.intercept_[0] - centre @ weights), threshold=threshold
    )
    return found, f1_at(chances, truth, threshold)


def _can_be_compared(rows: Matrix, truth: Truth, groups: Sequence[str]) -> bool:
    """Whether every fold leaves scripts with and without the misconception to learn from."""
    if len(set(groups)) < FOLDS:
        return False
    folds = _folds_of(groups).split(rows, truth, groups=groups)
    return all(0 < truth[kept].sum() < len(kept) for kept, _ in folds)


def _folds_of(groups: Sequence[str]) -> GroupKFold:
    return GroupKFold(min(len(set(groups)), _MOST_FOLDS))


def _best_threshold(chances: Matrix, truth: Truth) -> float:
    """The threshold in steps of .05 with the best F1 there and beside it; the one nearest to even odds on a tie.

    F1 at one threshold alone jumps with single texts.
    """

    def f1_around(step: float) -> float:
        return sum(f1_at(chances, truth, step + beside) for beside in (-_STEP, 0.0, _STEP))

    steps = [step / 100 for step in range(25, 70, 5)]
    return max(steps, key=lambda step: (round(f1_around(step), 6), -abs(step - _HALF)))


def f1_at(chances: Matrix, truth: Truth, threshold: float) -> float:
    """F1 of calling everything from the threshold on."""
    called = chances >= threshold
    return float(2 * (called & truth).sum() / max(called.sum() + truth.sum(), 1))
