"""Models that judge each writer without having seen a word of that writer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.scoring.boosted import SecondReading, read_again
from models.scoring.features import Matrix, sum_up
from models.scoring.judge import (
    Judge,
    Judgement,
    LevelWeights,
    SentenceWeights,
    judge_levels,
    judge_sentences,
    sum_up_elements,
)
from models.training.boosting import fit_trees, rows_of_draft, rows_of_family
from models.training.fit import (
    choose_carriers,
    f1_at,
    fit_bands,
    fit_levels,
    fit_misconceptions,
    fit_overall,
    fit_sentences,
)
from models.training.tables import FAMILY_FOLDS, FamilyDraft, TrainingDraft
from rubric.schema import Rubric

_HALF = 0.5
_First = SentenceWeights | None
_Models = tuple[_First, SecondReading | None]
"""Of the first reading and of the second; None where there was too little to learn from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The models of sentences and levels."""

    sentences: SentenceWeights | None
    """None where no sentence was labelled."""
    again: SecondReading | None
    levels: LevelWeights


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sentences:
    """What is made of every sentence, and the models behind it."""

    scripts: Sequence[Matrix]
    """Of each script, by models that never saw its writer."""
    families: Sequence[Matrix]
    """Of each text, by models that never saw its family."""
    final: _Models
    by_writer: Mapping[str, _Models]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossFitted:
    """Probabilities from models that never saw the text's writer, or its family."""

    sentences: Sequence[Matrix]
    """Of each script: sentence by element by 2."""
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


def crossfit(rubric: Rubric, drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> CrossFitted:
    """Sentence and level models for everything, without each writer, and without each fold of families."""
    writers = writers_of(drafts)
    read = _read_sentences(rubric, drafts, families)
    sentences = read.scripts
    summed = np.array(
        [
            sum_up_elements(rubric, chances, draft.table.standings, words=draft.table.words)
            for draft, chances in zip(drafts, sentences, strict=True)
        ]
    )
    short = np.array(
        [_sum_up_family(rubric, each, chances) for each, chances in zip(families, read.families, strict=True)]
    )
    levels = np.array([draft.levels for draft in drafts])
    owner = np.array([draft.script.writer for draft in drafts])
    by_writer = {
        writer: Fitted(
            sentences=read.by_writer[writer][0],
            again=read.by_writer[writer][1],
            levels=fit_levels(summed[owner != writer], levels[owner != writer], families, short),
        )
        for writer in writers
    }
    return CrossFitted(
        sentences=sentences,
        summed=summed,
        levels=[
            judge_levels(by_writer[draft.script.writer].levels, numbers)
            for draft, numbers in zip(drafts, summed, strict=True)
        ],
        final=Fitted(sentences=read.final[0], again=read.final[1], levels=fit_levels(summed, levels, families, short)),
        by_writer=by_writer,
    )


def _read_sentences(rubric: Rubric, drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> _Sentences:
    """Both readings of every sentence: for everything, by writer left out, and by fold of families left out."""
    writers = writers_of(drafts)
    owners = [draft.script.writer for draft in drafts]
    final, without, by_fold = _fit_all_sentences(drafts, families)
    first = [judge_sentences(without[draft.script.writer], draft.table.sentences) for draft in drafts]
    first_short = [judge_sentences(by_fold[each.fold], each.table.sentences) for each in families]
    if final is None:
        return _Sentences(
            scripts=first, families=first_short, final=(None, None), by_writer=dict.fromkeys(writers, (None, None))
        )
    long = [rows_of_draft(rubric, draft, chances) for draft, chances in zip(drafts, first, strict=True)]
    short = [rows_of_family(rubric, each, chances) for each, chances in zip(families, first_short, strict=True)]
    again = {
        writer: fit_trees([*(rows for rows, owner in zip(long, owners, strict=True) if owner != writer), *short])
        for writer in writers
    }
    again_by_fold = [
        fit_trees([*long, *(rows for rows, each in zip(short, families, strict=True) if each.fold != fold)])
        for fold in range(FAMILY_FOLDS if families else 0)
    ]
    return _Sentences(
        scripts=[
            read_again(again[draft.script.writer], rubric, draft.table.sentences, chances)
            for draft, chances in zip(drafts, first, strict=True)
        ],
        families=[
            read_again(again_by_fold[each.fold], rubric, each.table.sentences, chances)
            for each, chances in zip(families, first_short, strict=True)
        ],
        final=(final, fit_trees([*long, *short])),
        by_writer={writer: (without[writer], again[writer]) for writer in writers},
    )


def _fit_all_sentences(
    drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]
) -> tuple[_First, Mapping[str, _First], Sequence[_First]]:
    """Sentence models for everything, by writer left out, and by fold of families left out."""
    writers = writers_of(drafts)
    if not any(draft.script.labels for draft in drafts):
        return None, dict.fromkeys(writers), [None] * FAMILY_FOLDS
    chosen = choose_carriers(fit_sentences(drafts, (), {}), families) if families else {}
    without = {
        writer: fit_sentences([each for each in drafts if each.script.writer != writer], families, chosen)
        for writer in writers
    }
    folds = range(FAMILY_FOLDS if families else 0)
    by_fold = [fit_sentences(drafts, *_other_folds(families, chosen, fold)) for fold in folds]
    return fit_sentences(drafts, families, chosen), without, by_fold


def _other_folds(
    families: Sequence[FamilyDraft], chosen: Mapping[tuple[int, int], int], fold: int
) -> tuple[Sequence[FamilyDraft], Mapping[tuple[int, int], int]]:
    """The families of the other folds, and their carriers by their new places."""
    kept = [place for place, family in enumerate(families) if family.fold != fold]
    moved = {
        (new, level): chosen[old, level] for new, old in enumerate(kept) for level in (1, 2) if (old, level) in chosen
    }
    return [families[place] for place in kept], moved


def _sum_up_family(rubric: Rubric, family: FamilyDraft, chances: Matrix) -> Matrix:
    own = chances[:, family.element]
    standing = family.table.standings[rubric.elements[family.element].id]
    return sum_up(own, own[:, 1], standing, words=family.table.words)


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
        replace(one, levels=judge_levels(models.levels, fitted.summed[place]))
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
        overall=fit_overall(rubric, mine, as_read, bands),
        misconceptions=fit_misconceptions(rubric, mine, judged),
    )


def _best_evidence_from(drafts: Sequence[TrainingDraft], judged: Sequence[Judgement]) -> float:
    """The least probability at which showing a sentence agrees best with the labels."""
    chances = np.concatenate([each.sentences[:, :, 0].ravel() for each in judged])
    truth = np.concatenate([draft.sentence_levels.ravel() > 0 for draft in drafts])
    return max((step / 100 for step in range(20, 60, 5)), key=lambda step: f1_at(chances, truth, step))


def leave_one_writer_out(
    rubric: Rubric, drafts: Sequence[TrainingDraft], fitted: CrossFitted
) -> Iterator[tuple[Judge, Sequence[TrainingDraft]]]:
    """For each writer a judge that never saw a script of that writer, and the writer's scripts."""
    for writer in writers_of(drafts):
        mine = [draft for draft in drafts if draft.script.writer == writer]
        yield fit_judge(rubric, drafts, fitted, without=writer), mine
