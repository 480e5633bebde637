"""Marked scripts as the tables that the models are fitted to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt

from models.engine import ScoringEngine
from models.evaluation.spans import SentenceLabel
from models.evidence import Evidence
from models.scores import Status
from models.scoring.contexts import Context
from models.scoring.credit import settle_credit
from models.scoring.features import FUNCTIONS
from models.scoring.trained import DraftTable, tabulate_draft
from models.training.scripts import ELSEWHERE, FamilyText, MarkedScript
from rubric.schema import Rubric

Labels = npt.NDArray[np.int_]
Truth = npt.NDArray[np.bool_]

FAMILY_FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    elements: Mapping[str, int]
    functions: frozenset[str]
    misconceptions: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingDraft:
    """A marked script, read."""

    script: MarkedScript
    found: Evidence
    """Everything that was found, before it was settled what can be credited."""
    table: DraftTable
    sentence_levels: Labels
    """Sentence by element: the level that the labels give, 0 where they give none."""
    functions: Truth
    """Sentence by function: whether the labels say that it does this."""
    shown: Truth
    """Sentence by misconception: whether the labels say that it shows it."""
    levels: Labels
    """By element: the level that the marker gave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FamilyDraft:
    """A text of a contrast family, read."""

    own: tuple[int, ...]
    """Places in the rubric of the elements it was written for."""
    levels: Mapping[int, int]
    """By place, its level of these and of the others that it is known to have."""
    misconceptions: Mapping[str, bool]
    """Those it was written for, and whether it has them."""
    least: Mapping[int, int]
    """By place, the lowest level of any text of its family of the elements it was written for."""
    fold: int
    """Texts of one family are always of one fold."""
    table: DraftTable
    common: Truth
    """Of each sentence whether another text of its family has it, too; none where that is true of all."""

    @property
    def elsewhere(self) -> bool:
        """Whether it is about something else, and has no element."""
        return len(self.own) > 1

    def may_carry(self, element: int, level: int) -> npt.NDArray[np.intp]:
        """Places of the sentences that can lift it to a level of an element, as a text of its family is below."""
        is_open = element not in self.least or self.least[element] >= level
        return np.arange(len(self.common)) if is_open else np.flatnonzero(~self.common)


def read_scripts(engine: ScoringEngine, scripts: Sequence[MarkedScript]) -> tuple[TrainingDraft, ...]:
    """The scripts that can be judged, as tables; one that is off topic is read too, and teaches what is nothing."""
    rubric = engine.rubric
    found = []
    for script in scripts:
        evidence = engine.find_all(script.text)
        if not evidence.judgeable:
            continue
        table = tabulate_draft(rubric, settle_credit(evidence, on_topic=True))
        labels = [_labels_of(context, script.labels) for context in table.sentences.contexts]
        found.append(
            TrainingDraft(
                script=script,
                found=evidence,
                table=table,
                sentence_levels=_sentence_levels(rubric, labels),
                functions=_truth([name.value for name in FUNCTIONS], [[*each.functions] for each in labels]),
                shown=_truth([item.id for item in rubric.misconceptions], [[*each.misconceptions] for each in labels]),
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
    least = _least_levels(families)
    told = Counter(key for each, table in zip(families, tables, strict=True) for key in _told(each, table))
    return tuple(
        FamilyDraft(
            own=places.get(each.element_id, ()),
            levels={place: level for name, level in each.also.items() for place in places.get(name, ())}
            | dict.fromkeys(places.get(each.element_id, ()), each.level),
            misconceptions={} if each.element_id in places else {each.element_id: each.level > 0},
            least=dict.fromkeys(places.get(each.element_id, ()), least[_family_of(each)]),
            fold=crc32(each.family.encode()) % FAMILY_FOLDS,
            table=table,
            common=_common(each, table, told),
        )
        for each, table in zip(families, tables, strict=True)
        if table.sentences.contexts
    )


def _family_of(text: FamilyText) -> tuple[str, str]:
    return text.writer, text.family


def _least_levels(families: Sequence[FamilyText]) -> Mapping[tuple[str, str], int]:
    least: dict[tuple[str, str], int] = {}
    for each in families:
        least[_family_of(each)] = min(each.level, least.get(_family_of(each), each.level))
    return least


def _told(text: FamilyText, table: DraftTable) -> set[tuple[str, str, tuple[str, ...]]]:
    """Its sentences by their words, each under the name of its family."""
    return {(*_family_of(text), context.sentence.words) for context in table.sentences.contexts}


def _common(text: FamilyText, table: DraftTable, told: Mapping[tuple[str, str, tuple[str, ...]], int]) -> Truth:
    found = np.array([told[(*_family_of(text), each.sentence.words)] > 1 for each in table.sentences.contexts])
    return np.zeros_like(found) if found.all() else found


def _labels_of(context: Context, labels: Sequence[SentenceLabel]) -> _Label:
    """All that labels say of a sentence: what one does or another, the best level of each element."""
    bounds = (context.sentence.start_char, context.sentence.end_char)
    mine = [label for label in labels if _is_same(bounds, (label.start, label.end))]
    elements: dict[str, int] = {}
    for label in mine:
        for element_id, level in label.elements.items():
            elements[element_id] = max(level, elements.get(element_id, 0))
    return _Label(
        elements=elements,
        functions=frozenset(name for label in mine for name in label.functions),
        misconceptions=frozenset(name for label in mine for name in label.misconceptions),
    )


def _sentence_levels(rubric: Rubric, labels: Sequence[_Label]) -> Labels:
    rows = [[label.elements.get(element.id, 0) for element in rubric.elements] for label in labels]
    return np.array(rows, dtype=np.int_).reshape(len(labels), len(rubric.elements))


def _truth(names: Sequence[str], said: Sequence[Sequence[str]]) -> Truth:
    rows = [[name in each for name in names] for each in said]
    return np.array(rows, dtype=np.bool_).reshape(len(said), len(names))


def _is_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two sentences share most of the shorter: where a sentence ends is not always agreed."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared > 0.4 * min(one[1] - one[0], other[1] - other[0])


def is_present(draft: TrainingDraft, misconception_id: str) -> bool:
    """Whether the marker saw the misconception."""
    return draft.script.marks.misconceptions[misconception_id] is Status.PRESENT
