"""Marked scripts as the tables that the models are fitted to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.engine import ScoringEngine
from models.evaluation.spans import SentenceLabel
from models.evidence import Evidence
from models.scores import Status
from models.scoring.credit import settle_credit
from models.scoring.trained import DraftTable, tabulate_draft
from models.training.scripts import ELSEWHERE, FamilyText, MarkedScript
from rubric.schema import Rubric

Labels = npt.NDArray[np.int_]

FAMILY_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDraft:
    """A marked script, read."""

    script: MarkedScript
    found: Evidence
    """Everything that was found, before it was settled what can be credited."""
    table: DraftTable
    sentence_levels: Labels
    """Sentence by element: the level that the labels give, 0 where they give none."""
    levels: Labels
    """By element: the level that the marker gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDraft:
    """A text of a contrast family, read."""

    own: tuple[int, ...]
    """Places in the rubric of the elements it was written for."""
    levels: Mapping[int, int]
    """By place, its level of these and of the others that it is known to have."""
    fold: int
    """Texts of one family are always of one fold."""
    table: DraftTable


def read_scripts(engine: ScoringEngine, scripts: Sequence[MarkedScript]) -> tuple[TrainingDraft, ...]:
    """The scripts that can be judged, as tables; one that is off topic is read too, and teaches what is nothing."""
    rubric = engine.rubric
    found = []
    for script in scripts:
        evidence = engine.find_all(script.text)
        if not evidence.judgeable:
            continue
        table = tabulate_draft(rubric, settle_credit(evidence, on_topic=True))
        found.append(
            TrainingDraft(
                script=script,
                found=evidence,
                table=table,
                sentence_levels=_sentence_levels(rubric, table, script.labels),
                levels=np.array([script.marks.elements[element.id] or 0 for element in rubric.elements]),
            )
        )
    return tuple(found)


def read_families(engine: ScoringEngine, families: Sequence[FamilyText]) -> tuple[FamilyDraft, ...]:
    """The families' texts as tables, those without a creditable sentence left out.

    A text about something else is a text at level 0 of every element.
    """
    rubric = engine.rubric
    places: dict[str, tuple[int, ...]] = {element.id: (place,) for place, element in enumerate(rubric.elements)}
    places[ELSEWHERE] = tuple(range(len(rubric.elements)))
    tables = [tabulate_draft(rubric, settle_credit(engine.find_all(each.text), on_topic=True)) for each in families]
    return tuple(
        FamilyDraft(
            own=places[each.element_id],
            levels={place: level for name, level in each.also.items() for place in places.get(name, ())}
            | dict.fromkeys(places[each.element_id], each.level),
            fold=crc32(each.family.encode()) % FAMILY_FOLDS,
            table=table,
        )
        for each, table in zip(families, tables, strict=True)
        if table.sentences.contexts
    )


def _sentence_levels(rubric: Rubric, table: DraftTable, labels: Sequence[SentenceLabel]) -> Labels:
    contexts = table.sentences.contexts
    found = np.zeros((len(contexts), len(rubric.elements)), dtype=np.int_)
    places = {element.id: place for place, element in enumerate(rubric.elements)}
    for row, context in enumerate(contexts):
        bounds = (context.sentence.start_char, context.sentence.end_char)
        for label in labels:
            if _is_same(bounds, (label.start, label.end)):
                for element_id, level in label.elements.items():
                    found[row, places[element_id]] = max(found[row, places[element_id]], level)
    return found


def _is_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sentences share most of the shorter: where a sentence ends is not always agreed."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.4 * min(one[1] - one[0], other[1] - other[0])


def is_present(draft: TrainingDraft, misconception_id: str) -> bool:
    """Whether the marker saw the misconception."""
    return draft.script.marks.misconceptions[misconception_id] is Status.PRESENT
