"""Teaches the encoder what short texts have: see `models/scoring/close_reading.py`.

It learns from families of short texts and from runs of sentences out of marked scripts.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from models.encoder import PARTS
from models.scoring.close_reading import CloseReading
from models.scoring.judge import Judge, apply_judge
from models.training.fit import LEVELS
from models.training.low_rank import Example, teach
from models.training.tables import FamilyDraft, TrainingDraft
from rubric.schema import Rubric

FEWEST_TEXTS = 2000
"""Short texts below which it would learn them by heart."""
CHANGED = 3
"""Last layers of the encoder that change."""
RANK = 32
ROUNDS = 3
_ALSO_WEIGHT = 0.3
"""What an element counts that a text is known to have, but was not written for."""
_NOTHING_WEIGHT = 0.1
"""What each element counts that a text about something else does not have, or most likely not."""
_UNLIKELY = 0.3
"""Probability by the models for drafts below which a text is taken not to have what nobody said it has."""
_RUN = 3
_RUN_HAS = 0.5
"""What each element counts that a run out of a script has."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """How a network is taught."""

    told_unlikely: bool
    """Whether it is told what else short texts most likely lack, and which misconceptions runs lack."""
    runs: int
    """Runs out of scripts that it reads, about so many."""
    run_lacks: float
    """What each element counts that a run lacks."""


LESSONS = (
    Lesson(told_unlikely=False, runs=4000, run_lacks=0.1),
    Lesson(told_unlikely=True, runs=6000, run_lacks=0.2),
)
"""The first network is best at the very points that texts were written for, and sees points that are not there; the
second hardly does."""


def fit_close_reading(
    rubric: Rubric,
    drafts: Sequence[TrainingDraft],
    families: Sequence[FamilyDraft],
    judge: Judge,
    *,
    rounds: int = ROUNDS,
) -> CloseReading:
    """What is learned on top of the encoder. The same texts give the same numbers on the same machine.

    Args:
        rubric: Whose elements are told.
        drafts: Marked scripts; runs of labelled sentences are taken out of them.
        families: Short texts at known levels.
        judge: Tells what else they are unlikely to have, by what it learned from drafts, of which all is labelled.
        rounds: How often every text is read.

    Raises:
        models.errors.ModelMissingError: the encoder's package is missing.
    """
    misconceptions = tuple(sorted({name for family in families for name in family.misconceptions}))
    told = np.stack([unlikely_in(rubric, judge, family, misconceptions) for family in families])
    taught = [
        teach(
            [
                *(
                    example_of_family(family, unlikely & lesson.told_unlikely, misconceptions)
                    for family, unlikely in zip(families, told, strict=True)
                ),
                *runs_of(rubric, drafts, misconceptions, lesson),
            ],
            layers=CHANGED,
            rank=RANK,
            rounds=rounds,
        )
        for lesson in LESSONS
    ]
    return CloseReading(
        down={name: np.stack([each.down[name] for each in taught]) for name in sorted(PARTS)},
        up={name: np.stack([each.up[name] for each in taught]) for name in sorted(PARTS)},
        weights=np.stack([each.weights for each in taught]),
        bias=np.stack([each.bias for each in taught]),
        readiness=readiness_of(families),
        misconceptions=misconceptions,
    )


def readiness_of(families: Sequence[FamilyDraft]) -> float:
    """By how many log-odds a short text is credited too readily by all its readings together.

    Two in three of the short texts have the element that they were written for. Whoever learned from that alone, as
    the networks of sentences and the first network here, takes it for usual; a text is to be read as if it were even.
    """
    there = [family.levels[family.own[0]] > 0 for family in families if len(family.own) == 1]
    share = (sum(there) + 1) / (len(there) + 2)
    readily = 1 + sum(not lesson.told_unlikely for lesson in LESSONS)
    return round(math.log(share / (1 - share)) * readily / (1 + len(LESSONS)), 3)


def unlikely_in(
    rubric: Rubric, judge: Judge, family: FamilyDraft, misconceptions: Sequence[str]
) -> npt.NDArray[np.bool_]:
    """Of each element by level, then of each misconception, whether a short text most likely lacks it.

    The models for drafts say so; of a misconception that no sentence shows by itself they say nothing.
    """
    again = judge.again and replace(judge.again, short=None)
    for_drafts = replace(judge, again=again, levels=replace(judge.levels, short=None), close=None)
    found = apply_judge(for_drafts, rubric, family.table.sentences, family.table.standings)
    shown = [found.sentences.that_show(name) for name in misconceptions]
    mistakes = [bool(len(each)) and each.max() < _UNLIKELY for each in shown]
    return np.array([*np.repeat(found.levels[:, 0] < _UNLIKELY, len(LEVELS)), *mistakes])


def example_of_family(family: FamilyDraft, unlikely: npt.NDArray[np.bool_], misconceptions: Sequence[str]) -> Example:
    """A short text: all is known of what it was written for, some of what else it has, and what is `unlikely`."""
    truth, weights = np.zeros(len(unlikely), dtype=np.float32), (unlikely * _NOTHING_WEIGHT).astype(np.float32)
    by_level = (-1, len(LEVELS))
    levels, counts = (table[: len(table) - len(misconceptions)].reshape(by_level) for table in (truth, weights))
    for place, reached in family.levels.items():
        levels[place] = [reached >= level for level in LEVELS]
        counts[place] = _NOTHING_WEIGHT if family.elsewhere else 1.0 if place in family.own else _ALSO_WEIGHT
    for place, name in enumerate(misconceptions, start=levels.size):
        if name in family.misconceptions:
            truth[place], weights[place] = family.misconceptions[name], 1.0
    return Example(family.table.prose, truth, weights)


def runs_of(
    rubric: Rubric, drafts: Sequence[TrainingDraft], misconceptions: Sequence[str], lesson: Lesson
) -> Sequence[Example]:
    """Runs of a few sentences out of scripts: they have the best that a sentence of theirs has, and no more.

    Of misconceptions that no label places in a sentence nothing is known.
    """
    columns = [[item.id for item in rubric.misconceptions].index(name) for name in misconceptions]
    known = lesson.told_unlikely & np.array([any(draft.shown[:, each].any() for draft in drafts) for each in columns])
    found = []
    for draft in drafts:
        contexts = draft.table.sentences.contexts
        for start in range(0, len(contexts) - _RUN + 1, _RUN):
            run = [each.sentence for each in contexts[start : start + _RUN]]
            if len({sentence.paragraph for sentence in run}) > 1:
                continue
            best = draft.sentence_levels[start : start + _RUN].max(axis=0)
            shown = draft.shown[start : start + _RUN, columns].any(axis=0)
            truth = np.concatenate([np.stack([best >= level for level in LEVELS], axis=-1).ravel(), shown])
            there = np.concatenate([np.repeat(best > 0, len(LEVELS)), shown])
            weights = np.where(there, _RUN_HAS, lesson.run_lacks) * np.concatenate(
                [np.ones(truth.size - known.size), known]
            )
            text = " ".join(draft.found.text[each.start_char : each.end_char].strip() for each in run)
            found.append(Example(text, truth.astype(np.float32), weights.astype(np.float32)))
    return found[:: max(len(found) // lesson.runs, 1)]
