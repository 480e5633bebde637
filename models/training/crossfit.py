"""Models that judge each writer without having seen a word of that writer."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from joblib import Parallel, delayed

from models.scoring.features import Matrix
from models.scoring.judge import (
    Judge,
    Judgement,
    Levels,
    LevelWeights,
    SentenceWeights,
    judge_levels,
    judge_sentences,
    sum_up_elements,
)
from models.scoring.network import SecondReading, read_again
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
)
from models.training.network import examples_of_draft, examples_of_family, fit_network
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
    levels: Levels


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
    read = _read_sentences(drafts, families)
    sentences = read.scripts
    summed = np.array(
        [
            sum_up_elements(rubric, chances, draft.table.standings)
            for draft, chances in zip(drafts, sentences, strict=True)
        ]
    )
    short = _fit_short_levels(rubric, families, read.families)
    levels = np.array([draft.levels for draft in drafts])
    owner = np.array([draft.script.writer for draft in drafts])
    by_writer = {
        writer: Fitted(
            sentences=read.by_writer[writer][0],
            again=read.by_writer[writer][1],
            levels=Levels(long=fit_levels(summed[owner != writer], levels[owner != writer]), short=short),
        )
        for writer in writers
    }
    return CrossFitted(
        sentences=sentences,
        summed=summed,
        levels=[
            judge_levels(by_writer[draft.script.writer].levels, numbers, words=draft.table.words)
            for draft, numbers in zip(drafts, summed, strict=True)
        ],
        final=Fitted(
            sentences=read.final[0],
            again=read.final[1],
            levels=Levels(long=fit_levels(summed, levels), short=short),
        ),
        by_writer=by_writer,
    )


def _read_sentences(drafts: Sequence[TrainingDraft], families: Sequence[FamilyDraft]) -> _Sentences:
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
    long = [examples_of_draft(draft, chances) for draft, chances in zip(drafts, first, strict=True)]
    short = [examples_of_family(each, chances) for each, chances in zip(families, first_short, strict=True)]
    kept = [
        *([one for one, owner in zip(long, owners, strict=True) if owner != writer] + short for writer in writers),
        *(
            long + [one for one, each in zip(short, families, strict=True) if each.fold != fold]
            for fold in range(FAMILY_FOLDS if families else 0)
        ),
        long + short,
    ]
    networks = Parallel(n_jobs=-1)(delayed(fit_network)(examples) for examples in kept)
    again = dict(zip(writers, networks, strict=False))
    again_by_fold = networks[len(writers) : -1]
    return _Sentences(
        scripts=[
            read_again(again[draft.script.writer], draft.table.sentences, chances)
            for draft, chances in zip(drafts, first, strict=True)
        ],
        families=[
            read_again(again_by_fold[each.fold], each.table.sentences, chances)
            for each, chances in zip(families, first_short, strict=True)
        ],
        final=(final, networks[-1]),
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
    families: Sequence[FamilyDraft], chosen: Carriers, fold: int
) -> tuple[Sequence[FamilyDraft], Carriers]:
    """The families of the other folds, and their carriers by their new places."""
    kept = [place for place, family in enumerate(families) if family.fold != fold]
    now = {old: new for new, old in enumerate(kept)}
    moved = {(now[old], element, level): at for (old, element, level), at in chosen.items() if old in now}
    return [families[place] for place in kept], moved


def _fit_short_levels(
    rubric: Rubric, families: Sequence[FamilyDraft], sentences: Sequence[Matrix]
) -> LevelWeights | None:
    if not families:
        return None
    levels = np.full((len(families), len(rubric.elements)), UNKNOWN)
    for row, family in zip(levels, families, strict=True):
        for element in family.own:
            row[element] = family.levels[element]
    summed = [
        sum_up_elements(rubric, chances, family.table.standings)
        for family, chances in zip(families, sentences, strict=True)
    ]
    return fit_levels(np.array(summed), levels)


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
        replace(one, levels=judge_levels(models.levels, fitted.summed[place], words=drafts[place].table.words))
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
