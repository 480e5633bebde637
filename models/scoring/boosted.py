"""Boosted trees that read each sentence again, in the light of what was made of its neighbours and of other elements.

The first models weigh every sentence and element by itself. The trees see what those models said of the sentence before
and after, of the other elements in the same sentence and of the rest of the draft, so that a sentence is taken for what
it is most about, and that "no" and a term together count otherwise than each alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from models.scoring.features import Matrix, SentenceTable, log_odds
from rubric.schema import Rubric

Places = npt.NDArray[np.intp]

WORTH_ANOTHER = 0.03
"""Probability below which a sentence is not read again: it holds next to nothing of the element."""
FIRST_SAID = 2
"""The first numbers of a row are the first models' log-odds; no tree turns them round."""
_NOTHING = -7.0
LEAF = -1
"""Stands for what a leaf asks for."""


@dataclass(frozen=True, kw_only=True)
class BoostedTrees:
    """Binary trees whose leaves add up to log-odds. Every array is tree by node; the root is node 0."""

    features: Matrix
    """The number of a row that a node asks for; -1 in a leaf."""
    thresholds: Matrix
    """Up to it a row goes left."""
    left: Matrix
    right: Matrix
    values: Matrix
    """What a leaf adds."""
    start: float

    def log_odds(self, rows: Matrix) -> Matrix:
        """Log-odds of each row; all trees take a step at a time."""
        asked, below, numbers = self._steps
        firsts = (np.arange(len(rows)) * rows.shape[1])[:, None]
        at = np.broadcast_to(np.arange(len(self.features)) * self.features.shape[1], (len(rows), len(self.features)))
        while True:
            goes_left = rows.take(firsts + asked.take(at)) <= numbers.take(at)
            after = below.take(2 * at + goes_left)
            if np.array_equal(after, at):
                return np.asarray(self.start + self.values.take(at).sum(axis=1))
            at = after

    @cached_property
    def _steps(self) -> tuple[Places, Places, Matrix]:
        """Of each node, trees one after another: what it asks for, the nodes right and left of it, its threshold.

        A leaf leads to itself.
        """
        trees, nodes = self.features.shape
        own = np.arange(trees * nodes).reshape(trees, nodes)
        roots = own[:, :1]
        is_leaf = self.features == LEAF
        right, left = (np.where(is_leaf, own, roots + side.astype(np.intp)) for side in (self.right, self.left))
        asked = np.where(is_leaf, 0, self.features.astype(np.intp))
        return asked.ravel(), np.stack([right, left], axis=-1).ravel(), self.thresholds.ravel()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondReading:
    """Trees for whether a sentence earns an element, and for whether it develops it."""

    earns: BoostedTrees
    develops: BoostedTrees


def read_again(trees: SecondReading | None, rubric: Rubric, table: SentenceTable, chances: Matrix) -> Matrix:
    """Sentence by element by 2: probabilities that it earns and develops the element, read again where it may."""
    if trees is None or not len(chances):
        return chances
    worth = np.nonzero(chances[:, :, 0] > WORTH_ANOTHER)
    rows = rows_of(rubric, table, chances, worth)
    found = chances.copy()
    for at, side in enumerate((trees.earns, trees.develops)):
        found[:, :, at][worth] = 1 / (1 + np.exp(-np.clip(side.log_odds(rows), -30, 30)))
    found[:, :, 1] = np.minimum(found[:, :, 0], found[:, :, 1])
    return found


def rows_of(rubric: Rubric, table: SentenceTable, chances: Matrix, places: Sequence[Places]) -> Matrix:
    """What the trees see of some sentences and elements.

    Args:
        rubric: What the elements are of.
        table: The sentences of a draft.
        chances: Sentence by element by 2: what the first models say.
        places: The sentences, and for each its element.
    """
    odds = log_odds(chances)
    earns = odds[:, :, 0]
    groups = _groups_of(rubric)
    numbers = (
        earns,
        odds[:, :, 1],
        *_beside(table, earns),
        _best_of_others(earns, np.zeros_like(groups)),
        _best_of_others(earns, groups),
        _ranks(earns),
        np.broadcast_to(np.arange(len(groups)), earns.shape),
        np.broadcast_to(groups, earns.shape),
    )
    sentences = places[0]
    return np.column_stack([*(each[*places] for each in numbers), table.own[*places], table.shared[sentences]])


def _groups_of(rubric: Rubric) -> Places:
    return np.array([place for place, group in enumerate(rubric.groups) for _ in group.elements], dtype=np.intp)


def _beside(table: SentenceTable, earns: Matrix) -> tuple[Matrix, Matrix]:
    """What was said of the sentence before and of the one after, in the same paragraph."""
    paragraphs = np.array([context.sentence.paragraph for context in table.contexts])
    together = (paragraphs[1:] == paragraphs[:-1])[:, None]
    nothing = np.full((1, earns.shape[1]), _NOTHING)
    before = np.vstack([nothing, np.where(together, earns[:-1], _NOTHING)])
    after = np.vstack([np.where(together, earns[1:], _NOTHING), nothing])
    return before, after


def _best_of_others(earns: Matrix, groups: Places) -> Matrix:
    """For each sentence and element the most that was said of another element of its group."""
    found = np.full(earns.shape, _NOTHING)
    for group in np.unique(groups):
        mine = np.nonzero(groups == group)[0]
        if len(mine) > 1:
            ranked = -np.sort(-earns[:, mine], axis=1)
            best, second = ranked[:, :1], ranked[:, 1:2]
            found[:, mine] = np.where(earns[:, mine] == best, second, best)
    return found


def _ranks(earns: Matrix) -> Matrix:
    """The place of each element in its sentence in falling order, from 0; the first of equals comes first."""
    order = np.argsort(-earns, axis=1, kind="stable")
    return np.argsort(order, axis=1, kind="stable").astype(np.float64)
