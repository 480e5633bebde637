"""Fits the network that reads each sentence of a draft a last time."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier
from threadpoolctl import threadpool_limits

from models.scoring.features import Matrix
from models.scoring.network import Chances
from models.scoring.third_reading import Short, ThirdReading, numbers_beside, open_to_doubt
from models.training.network import rounded
from models.training.tables import TrainingDraft

_NETWORKS = 2
_UNITS = 96
_PENALTY = 0.01
_ROUNDS = 12
_BATCH = 512
_RATE = 2e-3
FEWEST_EXAMPLES = 1000
"""Pairs of a sentence and an element below which the network would learn them by heart."""


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Of one script, each pair of a sentence and an element that may belong together."""

    numbers: Short
    truth: Matrix
    """Pair by 2: whether the labels say that the sentence earns the element, and develops it."""


def doubtful_of(draft: TrainingDraft, chances: Chances, groups: tuple[int, ...]) -> Doubtful:
    """What a script teaches, `chances` coming from networks that never saw its writer."""
    may = open_to_doubt(chances.elements)
    numbers = numbers_beside(draft.table.sentences, chances.elements, chances.functions_table, groups, may)
    levels = draft.sentence_levels[may]
    return Doubtful(numbers=numbers, truth=np.column_stack([levels >= 1, levels >= 2]).astype(float))


def fit_third_reading(found: Sequence[Doubtful], groups: tuple[int, ...]) -> ThirdReading | None:
    """The networks; None where there is too little to learn from. The same examples give the same networks."""
    if sum(len(each.numbers) for each in found) < FEWEST_EXAMPLES:
        return None
    numbers, truth = np.vstack([each.numbers for each in found]), np.vstack([each.truth for each in found])
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        models = [_fit(numbers, truth, seed) for seed in range(_NETWORKS)]
    return ThirdReading(
        groups=groups,
        front=np.stack([rounded(each.coefs_[0]) for each in models]),
        front_bias=np.stack([rounded(each.intercepts_[0]) for each in models]),
        back=np.stack([rounded(each.coefs_[1]) for each in models]),
        back_bias=np.stack([rounded(each.intercepts_[1]) for each in models]),
    )


def _fit(numbers: Short, truth: Matrix, seed: int) -> MLPClassifier:
    model = MLPClassifier(
        (_UNITS,), alpha=_PENALTY, batch_size=_BATCH, learning_rate_init=_RATE, max_iter=_ROUNDS, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # so many rounds and no more are meant
        return model.fit(numbers, truth)
