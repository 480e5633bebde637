"""Fits the reading that tells a paragraph about something else, for `models/scoring/unrelated.py`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from models.scoring.features import Matrix
from models.scoring.unrelated import OPEN, Unrelated, paragraphs_to_tell, prose_of, traits_of, vector_numbers
from models.training.network import rounded
from models.training.tables import FamilyDraft, TrainingDraft, Truth

_FALSE_ALARMS = 0.003
"""Share of the paragraphs with something to credit that may be taken to be about something else."""
_NO_ANSWER = 5
"""Overall mark below which a script is about something else as a whole."""
_BY_WORDS_PENALTY, _PENALTY = 1.0, 0.3
_MOST_ROUNDS = 3000
_FOLDS = 8
FEWEST_UNRELATED = 100
"""Paragraphs about something else below which they cannot be told."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs out of scripts, and texts about something else."""

    traits: Matrix
    """Paragraph by number of `traits_of`."""
    vectors: Matrix
    """Paragraph by number of `vector_numbers`."""
    unrelated: Truth
    credited: Truth
    """Whether a label says that a sentence of it earns something."""
    writers: npt.NDArray[np.str_]
    """Of a text that no script holds: the name of its fold."""


def read_paragraphs(drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> Paragraphs | None:
    """All that are long enough to tell; None where too few are about something else."""
    found: list[_Paragraph] = []
    for draft in drafts:
        sentences = [each.sentence for each in draft.table.sentences.contexts]
        for places in paragraphs_to_tell(sentences):
            paragraph = [sentences[at] for at in places]
            found.append(
                _Paragraph(
                    traits=traits_of(paragraph),
                    prose=prose_of(paragraph, draft.found.text),
                    unrelated=_is_no_answer(draft.script.marks.overall),
                    credited=bool(draft.sentence_levels[places].any()),
                    writer=draft.script.writer,
                )
            )
    for family in families:
        sentences = [each.sentence for each in family.table.sentences.contexts]
        if family.elsewhere and paragraphs_to_tell(sentences):
            writer = f"fold {family.fold}"
            found.append(_Paragraph(traits_of(sentences), family.table.prose, True, False, writer))
    if sum(each.unrelated for each in found) < FEWEST_UNRELATED:
        return None
    return Paragraphs(
        traits=np.array([each.traits for each in found]),
        vectors=np.array(Parallel(n_jobs=-1)(delayed(_vector_numbers)(each.prose) for each in found)),
        unrelated=np.array([each.unrelated for each in found]),
        credited=np.array([each.credited for each in found]),
        writers=np.array([each.writer for each in found]),
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    traits: Matrix
    prose: str
    unrelated: bool
    credited: bool
    writer: str


def _is_no_answer(overall: float | None) -> bool:
    return overall is not None and overall < _NO_ANSWER


def _vector_numbers(prose: str) -> Matrix:
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        return vector_numbers(prose)


def fit_unrelated(paragraphs: Paragraphs, *, without: Collection[str] = ()) -> Unrelated:
    """What is learned from all paragraphs, or from all but some writers'. The same paragraphs give the same numbers."""
    kept = ~np.isin(paragraphs.writers, list(without))
    both = np.hstack([paragraphs.traits, paragraphs.vectors])[kept]
    traits, unrelated, writers = paragraphs.traits[kept], paragraphs.unrelated[kept], paragraphs.writers[kept]
    with threadpool_limits(1):
        by_words = _model(_BY_WORDS_PENALTY).fit(traits, unrelated)
        model = _model(_PENALTY).fit(both, unrelated)
        odds, by_words_odds = (
            cross_val_predict(
                _model(penalty), table, unrelated, groups=writers, cv=GroupKFold(_FOLDS), method="decision_function"
            )
            for penalty, table in ((_PENALTY, both), (_BY_WORDS_PENALTY, traits))
        )
    seen = np.where(by_words_odds >= OPEN, odds, -np.inf)[paragraphs.credited[kept] & ~unrelated]
    return Unrelated(
        by_words=rounded(by_words.coef_[0]).astype(float),
        by_words_bias=float(by_words.intercept_[0]),
        weights=rounded(model.coef_[0]).astype(float),
        bias=float(model.intercept_[0]),
        threshold=max(round(float(np.sort(seen)[-1 - int(len(seen) * _FALSE_ALARMS)]), 3), 0.0),
    )


def _model(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=_MOST_ROUNDS)
