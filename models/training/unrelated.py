"""Fits the reading that tells a paragraph about something else, for `models/scoring/unrelated.py`."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import cycle

import numpy as np
import numpy.typing as npt
from joblib import Parallel, delayed
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict
from threadpoolctl import threadpool_limits

from models.evidence import Sentence
from models.scoring.features import Matrix
from models.scoring.unrelated import (
    OPEN,
    TIES,
    Unrelated,
    backbone,
    paragraphs_to_tell,
    prose_of,
    ties_to,
    traits_of,
    vector_numbers,
)
from models.training.network import rounded
from models.training.tables import FamilyDraft, TrainingDraft, Truth

_FALSE_ALARMS = 0.003
"""Share of the paragraphs with something to credit that may be taken to be about something else."""
_NO_ANSWER = 5
"""Overall mark below which a script is about something else as a whole."""
_BY_WORDS_PENALTY, _PENALTY = 1.0, 0.3
_MOST_ROUNDS = 3000
_FOLDS = 8
_FEWEST_SURE = 2
"""Paragraphs surely about the subject that a script needs so that others are held against them."""
FEWEST_UNRELATED = 100
"""Paragraphs about something else below which they cannot be told."""


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Paragraphs out of scripts, and texts about something else."""

    traits: Matrix
    """Paragraph by number of `traits_of`."""
    vectors: Matrix
    """Paragraph by number of `vector_numbers`."""
    ties: Matrix
    """Paragraph by number of `ties_to`."""
    unrelated: Truth
    credited: Truth
    """Whether a label says that a sentence of it earns something."""
    writers: npt.NDArray[np.str_]
    """Of a text that no script holds: the name of its fold."""


def read_paragraphs(drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> Paragraphs | None:
    """All that are long enough to tell; None where too few are about something else.

    A text that no script holds is held against a script as if it had been put into it, each against the next in turn.
    """
    found: list[_Paragraph] = []
    for draft in drafts:
        sentences = [each.sentence for each in draft.table.sentences.contexts]
        for places in paragraphs_to_tell(sentences):
            paragraph = [sentences[at] for at in places]
            found.append(
                _Paragraph(
                    sentences=paragraph,
                    prose=prose_of(paragraph, draft.found.text),
                    unrelated=_is_no_answer(draft.script.marks.overall),
                    credited=bool(draft.sentence_levels[places].any()),
                    writer=draft.script.writer,
                    script=draft.script.id,
                )
            )
    for family in families:
        sentences = [each.sentence for each in family.table.sentences.contexts]
        if family.elsewhere and paragraphs_to_tell(sentences):
            found.append(_Paragraph(sentences, family.table.prose, True, False, f"fold {family.fold}", script=""))
    unrelated = np.array([each.unrelated for each in found], dtype=bool)
    if unrelated.sum() < FEWEST_UNRELATED or unrelated.all():
        return None
    traits = np.array([traits_of(each.sentences) for each in found])
    writers = np.array([each.writer for each in found])
    with threadpool_limits(1):
        is_open = _left_out(_BY_WORDS_PENALTY, traits, unrelated, writers) >= OPEN
    return Paragraphs(
        traits=traits,
        vectors=np.array(Parallel(n_jobs=-1)(delayed(_vector_numbers)(each.prose) for each in found)),
        ties=_ties(found, is_open),
        unrelated=unrelated,
        credited=np.array([each.credited for each in found]),
        writers=writers,
    )


@dataclass(frozen=True, slots=True)
class _Paragraph:
    sentences: Sequence[Sentence]
    prose: str
    unrelated: bool
    credited: bool
    writer: str
    script: str
    """The script that holds it; empty where none does."""


def _ties(paragraphs: Sequence[_Paragraph], is_open: Truth) -> Matrix:
    """What each shares with the paragraphs of its script that are surely about the subject."""
    scripts: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(paragraphs):
        if each.script:
            scripts[each.script].append(place)
    sure = {
        script: [
            places[at] for at in backbone([paragraphs[place].sentences for place in places], is_open[places].tolist())
        ]
        for script, places in scripts.items()
    }
    about_else = {each.script for each in paragraphs if each.unrelated}
    hosts = cycle([script for script, held in sure.items() if len(held) >= _FEWEST_SURE and script not in about_else])
    found = []
    for place, each in enumerate(paragraphs):
        others = sure.get(each.script or next(hosts, ""), ())
        rest = [sentence for other in others if other != place for sentence in paragraphs[other].sentences]
        found.append(ties_to(rest, each.sentences))
    return np.array(found)


def _is_no_answer(overall: float | None) -> bool:
    return overall is not None and overall < _NO_ANSWER


def _vector_numbers(prose: str) -> Matrix:
    with threadpool_limits(1):  # sums come in one order, whatever machine they are made on
        return vector_numbers(prose)


def fit_unrelated(paragraphs: Paragraphs, *, without: Collection[str] = ()) -> Unrelated:
    """What is learned from all paragraphs, or from all but some writers'. The same paragraphs give the same numbers.

    Each counts twice: among the others of its draft, and alone, as in a draft that is one paragraph.
    """
    kept = ~np.isin(paragraphs.writers, list(without))
    traits, unrelated, writers = paragraphs.traits[kept], paragraphs.unrelated[kept], paragraphs.writers[kept]
    alone = np.hstack([traits, paragraphs.vectors[kept], np.zeros((len(traits), TIES))])
    among = np.hstack([traits, paragraphs.vectors[kept], paragraphs.ties[kept]])
    with threadpool_limits(1):
        by_words = _model(_BY_WORDS_PENALTY).fit(traits, unrelated)
        by_words_odds = _left_out(_BY_WORDS_PENALTY, traits, unrelated, writers)
        tables = np.vstack([among, alone]), np.tile(unrelated, 2)
        model = _model(_PENALTY).fit(*tables)
        odds = _left_out(_PENALTY, *tables, np.tile(writers, 2))[: len(traits)]
    seen = np.where(by_words_odds >= OPEN, odds, -np.inf)[paragraphs.credited[kept] & ~unrelated]
    return Unrelated(
        by_words=rounded(by_words.coef_[0]),
        by_words_bias=float(by_words.intercept_[0]),
        weights=rounded(model.coef_[0]),
        bias=float(model.intercept_[0]),
        threshold=max(round(float(np.sort(seen)[-1 - int(len(seen) * _FALSE_ALARMS)]), 3), 0.0),
    )


def _left_out(penalty: float, table: Matrix, unrelated: Truth, writers: npt.NDArray[np.str_]) -> Matrix:
    """Log-odds of each row by a model that has seen nothing of its writer."""
    found: Matrix = cross_val_predict(
        _model(penalty), table, unrelated, groups=writers, cv=GroupKFold(_FOLDS), method="decision_function"
    )
    return found


def _model(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, max_iter=_MOST_ROUNDS)
