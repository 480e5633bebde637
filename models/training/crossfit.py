"""Models that judge each writer without having seen a word of that writer.

Those of sentences take long to fit, so writers are left out of them a few at a time: a figure measured so is of models
that had a little less to learn from than by one writer at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import numpy as np
from joblib import Parallel, delayed
from threadpoolctl import threadpool_limits

from models.scoring.features import FUNCTIONS, Matrix
from models.scoring.focus import groups_of
from models.scoring.judge import (
    Judge,
    Judgement,
    Levels,
    LevelWeights,
    Misconceptions,
    MisconceptionWeights,
    SentenceWeights,
    judge_levels,
    judge_sentences,
    sum_up_elements,
)
from models.scoring.network import Chances, SecondReading, SecondReadings, read_again, settle
from models.scoring.third_reading import ThirdReading
from models.training.fit import (
    UNKNOWN,
    Carriers,
    choose_carriers,
    f1_at,
    fit_bands,
    fit_levels,
    fit_misconceptions,
    fit_overall,
    fit_sentences,
    fit_short_misconceptions,
)
from models.training.network import examples_of_draft, examples_of_family, fit_network
from models.training.tables import FAMILY_FOLDS, FamilyDraft, TrainingDraft
from models.training.third_reading import doubtful_of, fit_third_reading
from rubric.schema import Rubric

_HALF = 0.5
_MOST_GROUPS = 16
"""Groups of writers without whom the models of sentences are fitted; one for each of 47 would take twice as long."""
_FOLDS_BESIDE_DRAFTS = (0, 1)
"""Folds of families, of `FAMILY_FOLDS`, that the networks for drafts learn from."""
_Model = TypeVar("_Model")
_First = SentenceWeights | None
_Again = SecondReadings | None
_Models = tuple[_First, _Again]
"""Of the first reading and of the second; None where there was too little to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The models of sentences and levels."""

    sentences: SentenceWeights | None
    """None where no sentence was labelled."""
    again: SecondReadings | None
    levels: Levels
    short_misconceptions: Mapping[str, MisconceptionWeights]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentences:
    """What is made of every sentence, and the models behind it."""

    scripts: Sequence[Chances]
    """Of each script, by models that never saw its writer."""
    families: Sequence[Chances]
    """Of each text, by models for short texts that never saw its family."""
    final: _Models
    by_writer: Mapping[str, _Models]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFitted:
    """Probabilities from models that never saw the text's writer, or its family."""

    sentences: Sequence[Chances]
    """Of each script."""
    summed: Matrix
    """Script by element by number: `sum_up` of the sentences."""
    levels: Sequence[Matrix]
    """Of each script: element by 2."""
    final: Fitted
    """Fitted to everything."""
    by_writer: Mapping[str, Fitted]
    """Fitted to everything but a writer's scripts."""


def writers_of(drafts: Sequence[TrainingDraft]) -> tuple[str, ...]:
    """The writers, sorted."""
    return tuple(sorted({draft.script.writer for draft in drafts}))


def left_out_together(writers: Sequence[str]) -> Sequence[frozenset[str]]:
    """The writers in groups of like size; each by itself where they are few."""
    count = min(len(writers), _MOST_GROUPS)
    return [frozenset(writers[start::count]) for start in range(count)]


def crossfit(rubric: Rubric, drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> CrossFitted:
    """Sentence and level models for everything, without each writer, and without each fold of families."""
    writers = writers_of(drafts)
    read = _read_beside(rubric, drafts, _read_sentences(rubric, drafts, families))
    sentences = read.scripts
    summed = _sum_up_all(rubric, list(zip(drafts, sentences, strict=True)))
    short = _fit_short_levels(rubric, families, read.families)
    levels = np.array([draft.levels for draft in drafts])
    owner = np.array([draft.script.writer for draft in drafts])
    final = Levels(long=fit_levels(summed, levels), short=short)
    short_misconceptions = _fit_short_misconceptions(rubric, families, read.families, final)
    by_writer = {
        writer: Fitted(
            sentences=read.by_writer[writer][0],
            again=read.by_writer[writer][1],
            levels=Levels(long=fit_levels(summed[owner != writer], levels[owner != writer]), short=short),
            short_misconceptions=short_misconceptions,
        )
        for writer in writers
    }
    return CrossFitted(
        sentences=sentences,
        summed=summed,
        levels=[
            judge_levels(by_writer[draft.script.writer].levels, numbers, words=draft.table.sentences.words)
            for draft, numbers in zip(drafts, summed, strict=True)
        ],
        final=Fitted(
            sentences=read.final[0],
            again=read.final[1],
            levels=final,
            short_misconceptions=short_misconceptions,
        ),
        by_writer=by_writer,
    )


def _read_sentences(rubric: Rubric, drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> _Sentences:
    """Both readings of every sentence: for everything, by writers left out, and by fold of families left out.

    The first models did not learn from the families of misconceptions, and read them by the models for everything.
    """
    with threadpool_limits(1):  # sums come in one order
        final, without, by_fold = _fit_all_sentences(drafts, [each for each in families if each.own])
    first = [judge_sentences(without[draft.script.writer], draft.table.sentences) for draft in drafts]
    first_short = [
        judge_sentences(by_fold[each.fold] if each.own else final, each.table.sentences) for each in families
    ]
    again, again_by_fold, last = (
        _fit_all_networks(rubric, drafts, families, first, first_short)
        if final is not None
        else (dict.fromkeys(without), [None] * FAMILY_FOLDS, None)
    )
    return _Sentences(
        scripts=[
            read_again(again[draft.script.writer], draft.table.sentences, chances)
            for draft, chances in zip(drafts, first, strict=True)
        ],
        families=[
            read_again(again_by_fold[each.fold], each.table.sentences, chances)
            for each, chances in zip(families, first_short, strict=True)
        ],
        final=(final, last),
        by_writer={writer: (without[writer], again[writer]) for writer in without},
    )


def _read_beside(rubric: Rubric, drafts: Sequence[TrainingDraft], read: _Sentences) -> _Sentences:
    """The third reading of drafts too; what it learns of a script comes from networks that never saw its writer."""
    if read.final[1] is None:
        return read
    groups = tuple(groups_of(rubric).tolist())
    found = [
        (draft.script.writer, doubtful_of(draft, chances, groups))
        for draft, chances in zip(drafts, read.scripts, strict=True)
    ]
    without = left_out_together(writers_of(drafts))
    fit = delayed(partial(fit_third_reading, groups=groups))
    *others, final = Parallel(n_jobs=-1)(
        [
            *(fit([one for owner, one in found if owner not in group]) for group in without),
            fit([one for _, one in found]),
        ]
    )
    by_writer = _by_writer(without, others)
    return replace(
        read,
        scripts=[
            settle(by_writer[draft.script.writer], draft.table.sentences, chances)
            for draft, chances in zip(drafts, read.scripts, strict=True)
        ],
        final=_with_third(read.final, final),
        by_writer={writer: _with_third(models, by_writer[writer]) for writer, models in read.by_writer.items()},
    )


def _with_third(models: _Models, third: ThirdReading | None) -> _Models:
    first, again = models
    return first, None if again is None else replace(again, third=third)


def _fit_all_networks(
    rubric: Rubric,
    drafts: Sequence[TrainingDraft],
    families: Sequence[FamilyDraft],
    first: Sequence[Matrix],
    first_short: Sequence[Matrix],
) -> tuple[Mapping[str, _Again], Sequence[_Again], _Again]:
    """Networks by writers left out, by fold of families left out, and for everything."""
    groups = left_out_together(writers_of(drafts))
    places = [at for at in range(len(rubric.misconceptions)) if any(each.shown[:, at].any() for each in drafts)]
    shown = tuple(rubric.misconceptions[at].id for at in places)
    long = [
        (draft.script.writer, examples_of_draft(draft, chances, places))
        for draft, chances in zip(drafts, first, strict=True)
    ]
    short = [
        (family, examples_of_family(family, chances, shown))
        for family, chances in zip(families, first_short, strict=True)
    ]
    beside = [one.beside_drafts(family, len(rubric.elements)) for family, one in short if _stands_beside_drafts(family)]
    fit_long = delayed(partial(fit_network, functions=FUNCTIONS, misconceptions=shown))
    fit_short = delayed(partial(fit_network, misconceptions=shown))
    found = Parallel(n_jobs=-1)(
        [
            *(fit_long([one for owner, one in long if owner not in group] + beside) for group in groups),
            fit_long([one for _, one in long] + beside),
            fit_short([one for _, one in short]),
            *(fit_short([one for family, one in short if family.fold != fold]) for fold in range(FAMILY_FOLDS)),
        ]
    )
    all_long, all_short, *by_fold = found[len(groups) :]
    return (
        _by_writer(groups, [_together(one, all_short) for one in found[: len(groups)]]),
        [_together(all_long, one) for one in by_fold],
        _together(all_long, all_short),
    )


def _stands_beside_drafts(family: FamilyDraft) -> bool:
    """Whether the networks for drafts learn from it: they gain little from many families, and take longer."""
    return bool(family.own) and (family.elsewhere or family.fold in _FOLDS_BESIDE_DRAFTS)


def _together(long: SecondReading | None, short: SecondReading | None) -> _Again:
    return None if long is None else SecondReadings(long=long, short=short)


def _fit_all_sentences(
    drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]
) -> tuple[_First, Mapping[str, _First], Sequence[_First]]:
    """Sentence models for everything, by writers left out, and by fold of families left out."""
    groups = left_out_together(writers_of(drafts))
    if not any(draft.script.labels for draft in drafts):
        return None, dict.fromkeys(writers_of(drafts)), [None] * FAMILY_FOLDS
    chosen = choose_carriers(fit_sentences(drafts, (), {}), families) if families else {}
    folds = range(FAMILY_FOLDS if families else 0)
    final, *others = Parallel(n_jobs=-1, prefer="threads")(
        [
            delayed(fit_sentences)(drafts, families, chosen),
            *(
                delayed(fit_sentences)([each for each in drafts if each.script.writer not in group], families, chosen)
                for group in groups
            ),
            *(delayed(fit_sentences)(drafts, *_other_folds(families, chosen, fold)) for fold in folds),
        ]
    )
    return final, _by_writer(groups, others[: len(groups)]), others[len(groups) :]


def _by_writer(groups: Sequence[frozenset[str]], models: Sequence[_Model]) -> Mapping[str, _Model]:
    return {writer: model for group, model in zip(groups, models, strict=True) for writer in group}


def _other_folds(
    families: Sequence[FamilyDraft], chosen: Carriers, fold: int
) -> tuple[Sequence[FamilyDraft], Carriers]:
    """The families of the other folds, and their carriers by their new places."""
    kept = [place for place, family in enumerate(families) if family.fold != fold]
    now = {old: new for new, old in enumerate(kept)}
    moved = {(now[old], element, level): at for (old, element, level), at in chosen.items() if old in now}
    return [families[place] for place in kept], moved


def _sum_up_all(rubric: Rubric, read: Sequence[tuple[TrainingDraft | FamilyDraft, Chances]]) -> Matrix:
    """Text by element by number."""
    return np.array([sum_up_elements(rubric, chances.elements, text.table.standings) for text, chances in read])


def _fit_short_levels(
    rubric: Rubric, families: Sequence[FamilyDraft], sentences: Sequence[Chances]
) -> LevelWeights | None:
    mine = [(family, chances) for family, chances in zip(families, sentences, strict=True) if family.own]
    if not mine:
        return None
    levels = np.full((len(mine), len(rubric.elements)), UNKNOWN)
    for row, (family, _) in zip(levels, mine, strict=True):
        for element in family.own:
            row[element] = family.levels[element]
    return fit_levels(_sum_up_all(rubric, mine), levels)


def _fit_short_misconceptions(
    rubric: Rubric, families: Sequence[FamilyDraft], sentences: Sequence[Chances], levels: Levels
) -> Mapping[str, MisconceptionWeights]:
    mine = [(family, chances) for family, chances in zip(families, sentences, strict=True) if family.misconceptions]
    judged = [
        Judgement(sentences=chances, levels=judge_levels(levels, summed, words=family.table.sentences.words), places={})
        for (family, chances), summed in zip(mine, _sum_up_all(rubric, mine), strict=True)
    ]
    return fit_short_misconceptions(rubric, [family for family, _ in mine], judged)


def fit_judge(
    rubric: Rubric,
    drafts: Sequence[TrainingDraft],
    fitted: CrossFitted,
    *,
    without: str | None = None,
) -> Judge:
    """A judge of all drafts, or of all but one writer's."""
    kept = [place for place, draft in enumerate(drafts) if draft.script.writer != without]
    mine = [drafts[place] for place in kept]
    models = fitted.final if without is None else fitted.by_writer[without]
    judged = [Judgement(sentences=fitted.sentences[place], levels=fitted.levels[place], places={}) for place in kept]
    as_read = [
        replace(
            one, levels=judge_levels(models.levels, fitted.summed[place], words=drafts[place].table.sentences.words)
        )
        for place, one in zip(kept, judged, strict=True)
    ]
    bands = fit_bands(rubric, mine, as_read)
    return Judge(
        rubric_id=rubric.id,
        element_ids=tuple(element.id for element in rubric.elements),
        scripts=len(mine),
        evidence_from=_best_evidence_from(mine, judged) if models.sentences else _HALF,
        sentences=models.sentences,
        again=models.again,
        levels=models.levels,
        bands=bands,
        overall=fit_overall(rubric, mine),
        misconceptions={
            name: Misconceptions(long=weights, short=models.short_misconceptions.get(name))
            for name, weights in fit_misconceptions(rubric, mine, judged).items()
        },
    )


def _best_evidence_from(drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]) -> float:
    """The least probability at which showing a sentence agrees best with the labels."""
    chances = np.concatenate([each.sentences.elements[:, :, 0].ravel() for each in judged])
    truth = np.concatenate([draft.sentence_levels.ravel() > 0 for draft in drafts])
    return max((step / 100 for step in range(20, 60)), key=lambda step: f1_at(chances, truth, step))


def leave_one_writer_out(
    rubric: Rubric, drafts: Sequence[TrainingDraft], fitted: CrossFitted
) -> Iterator[tuple[Judge, Sequence[TrainingDraft]]]:
    """For each writer a judge that never saw a script of that writer, and the writer's scripts."""
    for writer in writers_of(drafts):
        mine = [draft for draft in drafts if draft.script.writer == writer]
        yield fit_judge(rubric, drafts, fitted, without=writer), mine
