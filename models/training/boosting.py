"""Fits the boosted trees that read each sentence again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from models.scoring.boosted import FIRST_SAID, LEAF, WORTH_ANOTHER, BoostedTrees, SecondReading, rows_of
from models.scoring.features import Matrix
from models.training.fit import FAMILY_WEIGHT, LEVELS
from models.training.tables import FamilyDraft, TrainingDraft
from rubric.schema import Rubric

_TREES = 120
_RATE = 0.07
_LEAVES = 16
_LEAST_IN_A_LEAF = 30
_PENALTY = 5.0
FEWEST_ROWS = 500
"""Sentences and elements worth another reading below which trees would learn them by heart."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Sentences and elements worth another reading, with their levels and weights."""

    rows: Matrix
    levels: npt.NDArray[np.int_]
    weights: Matrix


def rows_of_draft(rubric: Rubric, draft: TrainingDraft, chances: Matrix) -> Rows:
    """All that is worth another reading in a script."""
    places = np.nonzero(chances[:, :, 0] > WORTH_ANOTHER)
    rows = rows_of(rubric, draft.table.sentences, chances, places)
    return Rows(rows, draft.sentence_levels[*places], np.ones(len(rows)))


def rows_of_family(rubric: Rubric, family: FamilyDraft, chances: Matrix) -> Rows:
    """What a text says of its own element: its best sentence where it has the element, every sentence where not."""
    own = chances[:, family.element, 0]
    sentences = np.array([int(np.argmax(own))]) if family.level else np.arange(len(own))
    rows = rows_of(rubric, family.table.sentences, chances, (sentences, np.full(len(sentences), family.element)))
    return Rows(rows, np.full(len(rows), family.level), np.full(len(rows), FAMILY_WEIGHT / len(rows)))


def fit_trees(found: Sequence[Rows]) -> SecondReading | None:
    """Trees for both levels; None where there is too little to learn from."""
    levels = np.concatenate([each.levels for each in found]) if found else np.zeros(0)
    if len(levels) < FEWEST_ROWS or (levels >= LEVELS[-1]).sum() < _LEAST_IN_A_LEAF:
        return None
    rows = np.vstack([each.rows for each in found])
    weights = np.concatenate([each.weights for each in found])
    earns, develops = (_fit(rows, levels >= level, weights) for level in LEVELS)
    return SecondReading(earns=earns, develops=develops)


def _fit(rows: Matrix, truth: npt.NDArray[np.bool_], weights: Matrix) -> BoostedTrees:
    rising: Mapping[int, int] = dict.fromkeys(range(FIRST_SAID), 1)
    model = HistGradientBoostingClassifier(
        max_iter=_TREES,
        learning_rate=_RATE,
        max_leaf_nodes=_LEAVES,
        min_samples_leaf=_LEAST_IN_A_LEAF,
        l2_regularization=_PENALTY,
        monotonic_cst=[rising.get(at, 0) for at in range(rows.shape[1])],
        early_stopping=False,
        random_state=0,
    )
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        return to_plain(model.fit(rows, truth, sample_weight=weights))


def to_plain(model: HistGradientBoostingClassifier) -> BoostedTrees:
    """The trees as arrays. The library gives no public way to them, so a test compares what both say."""
    trees = [each[0].nodes for each in model._predictors]
    shape = (len(trees), max(len(nodes) for nodes in trees))
    features, thresholds, left, right, values = (np.zeros(shape) for _ in range(5))
    features[:] = LEAF
    for at, nodes in enumerate(trees):
        inner, size = nodes["is_leaf"] == 0, len(nodes)
        features[at, :size] = np.where(inner, nodes["feature_idx"], LEAF)
        thresholds[at, :size] = np.where(inner, nodes["num_threshold"], 0.0)
        left[at, :size], right[at, :size] = nodes["left"], nodes["right"]
        values[at, :size] = np.where(inner, 0.0, nodes["value"])
    start = float(np.ravel(model._baseline_prediction)[0])
    return BoostedTrees(features=features, thresholds=thresholds, left=left, right=right, values=values, start=start)
