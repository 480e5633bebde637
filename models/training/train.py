"""From marked scripts to a judge and what is known of it: reads, fits, and measures on writers left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from joblib import Parallel, delayed

from models.engine import ENGINE_VERSION, ScoringEngine, build_engine, settle
from models.evaluation.errors import MarksError
from models.evaluation.functions import FunctionAgreement, measure_functions
from models.scores import DraftScore
from models.scoring.judge import Judge
from models.scoring.rules import score_evidence
from models.scoring.trained import judge_draft
from models.scoring.unrelated import Unrelated
from models.training.close_reading import FEWEST_TEXTS, fit_close_reading
from models.training.crossfit import (
    CrossFitted,
    crossfit,
    fit_judge,
    leave_one_writer_out,
    left_out_together,
    writers_of,
)
from models.training.scripts import FamilyText, MarkedScript
from models.training.tables import TrainingDraft, read_families, read_scripts
from models.training.unrelated import Paragraphs, fit_unrelated, read_paragraphs
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric

FUNCTION_FROM = 0.3
"""Least probability at which a sentence is said to do something."""
FEWEST_SCRIPTS = 12
FEWEST_WRITERS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """A judge of all scripts, and every script as a judge reads it that never saw its writer."""

    judge: Judge
    left_out: Mapping[str, DraftScore]
    """By script id; a script that cannot be judged is scored as such. No close reading has a say in these."""
    functions: tuple[FunctionAgreement, ...]
    """What sentences do, by models that never saw their writer and by cues; empty where no sentence was labelled."""


def train(
    rubric: Rubric,
    scripts: Sequence[MarkedScript],
    families: Sequence[FamilyText] = (),
    *,
    leave_out: bool = True,
    closely: bool = True,
) -> Trained:
    """Fit a judge. The same scripts always give the same judge on the same machine.

    Args:
        rubric: What the scripts were marked by.
        scripts: Marked scripts of at least `FEWEST_WRITERS` writers.
        families: Short texts at known levels.
        leave_out: Whether each writer is also judged without having been seen.
        closely: Whether the close reading of short texts is taught too, where there are enough of them; it takes
            half of the time.

    Raises:
        MarksError: there are too few scripts or writers to learn from.
    """
    reader = build_engine(rubric, baseline=True)
    drafts = read_scripts(reader, scripts)
    writers = writers_of(drafts)
    if len(drafts) < FEWEST_SCRIPTS or len(writers) < FEWEST_WRITERS:
        raise MarksError(
            "marks.jsonl",
            f"{len(drafts)} scripts by {len(writers)} writers are too few to learn from; "
            f"mark at least {FEWEST_SCRIPTS} by {FEWEST_WRITERS} or more",
        )
    short = read_families(reader, families)
    fitted = crossfit(rubric, drafts, short)
    paragraphs = read_paragraphs(drafts, short)
    left_out: dict[str, DraftScore] = {}
    if leave_out:
        told = _tell_unrelated(paragraphs, writers)
        for judge, mine in leave_one_writer_out(rubric, drafts, fitted):
            judge = replace(judge, unrelated=told[mine[0].script.writer])
            left_out |= {draft.script.id: _score(judge, reader, draft) for draft in mine}
        left_out |= _unjudgeable(reader, scripts, left_out)
    judge = replace(
        fit_judge(rubric, drafts, fitted), unrelated=None if paragraphs is None else fit_unrelated(paragraphs)
    )
    if closely and len(short) >= FEWEST_TEXTS:
        judge = replace(judge, close=fit_close_reading(rubric, drafts, short, judge))
    return Trained(
        judge=judge,
        left_out=left_out,
        functions=_measure_functions(drafts, fitted),
    )


def _tell_unrelated(paragraphs: Paragraphs | None, writers: Sequence[str]) -> Mapping[str, Unrelated | None]:
    """For each writer the reading that tells paragraphs about something else, without a word of that writer."""
    if paragraphs is None:
        return dict.fromkeys(writers)
    groups = left_out_together(writers)
    found = Parallel(n_jobs=-1)(delayed(fit_unrelated)(paragraphs, without=group) for group in groups)
    return {writer: one for group, one in zip(groups, found, strict=True) for writer in group}


def _measure_functions(drafts: Sequence[TrainingDraft], fitted: CrossFitted) -> tuple[FunctionAgreement, ...]:
    known = tuple(fitted.sentences[0].functions)
    if not known:
        return ()
    found = [np.column_stack([each.functions[name] for name in known]) for each in fitted.sentences]
    contexts = (context for draft in drafts for context in draft.table.sentences.contexts)
    by_cue = np.array([[name in context.sentence.functions for name in known] for context in contexts])
    labelled = np.vstack([draft.functions for draft in drafts])
    return tuple(measure_functions(known, labelled, np.vstack(found) >= FUNCTION_FROM, by_cue))


def _score(judge: Judge, reader: ScoringEngine, draft: TrainingDraft) -> DraftScore:
    return score_evidence(
        reader.rubric,
        settle(reader.rubric, draft.found, judge),
        engine_version=ENGINE_VERSION,
        rubric_fingerprint=fingerprint(reader.rubric),
        judging=partial(judge_draft, judge),
    )


def _unjudgeable(
    reader: ScoringEngine, scripts: Sequence[MarkedScript], judged: Mapping[str, DraftScore]
) -> Mapping[str, DraftScore]:
    return {script.id: reader.score(script.text) for script in scripts if script.id not in judged}
