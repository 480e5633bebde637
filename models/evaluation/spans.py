"""Evidence against sentence labels: does the program show the sentences that earn an element?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.evaluation.bootstrap import Bootstrap, Draws, Estimate, estimate
from models.evaluation.errors import MarksError
from models.evaluation.files import numbered_lines, read_text
from models.evaluation.marks import explain
from models.evaluation.measures import ratio
from models.scores import DraftScore, ElementScore
from rubric.schema import Rubric

Bounds = tuple[int, int]


class SentenceLabel(BaseModel):
    """What a person says of one sentence: its place in the script, what it does and which elements it earns."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    script: str
    n: int = Field(ge=1)
    start: int = Field(ge=0)
    end: int = Field(ge=1)
    text: str
    functions: tuple[str, ...]
    elements: Mapping[str, Annotated[int, Field(ge=0, le=2)]]
    misconceptions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanAgreement:
    """How the sentences shown as evidence fit those labelled, for the elements of one marking point or of all."""

    shown: int
    """Sentences shown as evidence, counted once for each element."""
    labelled: int
    """Sentences labelled, counted once for each element."""
    precision: Estimate
    """Share of the shown that are labelled with the element."""
    recall: Estimate
    """Share of the labelled that are shown. The program shows the best few only, so 1 is out of reach."""
    f1: Estimate


def load_sentence_labels(path: Path, rubric: Rubric, text: str) -> tuple[SentenceLabel, ...]:
    """The labels of one script, whose text is `text`.

    Raises:
        MarksError: the file cannot be read, a line is no label, names an element that the rubric has not, or has words
            or offsets that are not the script's.
    """
    known = {element.id for element in rubric.elements}
    return tuple(
        _parse_label(line, known, text, name=path.name, number=number)
        for number, line in numbered_lines(read_text(path))
    )


def _parse_label(line: str, known: set[str], text: str, *, name: str, number: int) -> SentenceLabel:
    try:
        label = SentenceLabel.model_validate_json(line)
    except ValidationError as error:
        raise MarksError(name, "; ".join(explain(error)), line=number) from error
    unknown = [each for each in label.elements if each not in known]
    if unknown:
        raise MarksError(name, f"elements: unknown {', '.join(unknown)}", line=number)
    if text[label.start : label.end] != label.text:
        raise MarksError(name, f"the script has other words at {label.start} to {label.end}", line=number)
    return label


def measure_spans(
    rubric: Rubric,
    scored: Mapping[str, DraftScore],
    labels: Mapping[str, Sequence[SentenceLabel]],
    *,
    bootstrap: Bootstrap,
) -> Mapping[str, SpanAgreement]:
    """Agreement by marking point or group of elements, and under `all` for the whole; empty without labelled scripts.

    A script counts when it has both scores and labels.
    """
    script_ids = sorted(scored.keys() & labels.keys())
    if not script_ids:
        return {}
    draws = bootstrap.draw(len(script_ids))
    groups = {part.id: [element.id for element in part.elements] for part in rubric.groups}
    groups["all"] = [element.id for element in rubric.elements]
    counts = {script_id: _count_by_element(scored[script_id], labels[script_id]) for script_id in script_ids}
    return {
        group: _agreement(_sum_counts([counts[script_id] for script_id in script_ids], element_ids), draws)
        for group, element_ids in groups.items()
    }


Counts = tuple[int, int, int, int]
"""Shown, those of them that are labelled; labelled, those of them that are shown."""


def _count_by_element(scored: DraftScore, labels: Sequence[SentenceLabel]) -> Mapping[str, Counts]:
    return {
        score.element_id: _count(
            [(span.start_char, span.end_char) for span in score.evidence],
            [(label.start, label.end) for label in labels if label.elements.get(score.element_id)],
        )
        for score in _element_scores(scored)
    }


def _element_scores(scored: DraftScore) -> Iterator[ElementScore]:
    for criterion in scored.criteria:
        yield from criterion.elements
    yield from scored.support


def _count(shown: Sequence[Bounds], labelled: Sequence[Bounds]) -> Counts:
    right = sum(any(_is_same(one, other) for other in labelled) for one in shown)
    found = sum(any(_is_same(one, other) for other in shown) for one in labelled)
    return len(shown), right, len(labelled), found


def _is_same(one: Bounds, other: Bounds) -> bool:
    """Whether two sentences share at least half of the shorter: where a sentence ends is not always agreed."""
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return 2 * shared >= min(one[1] - one[0], other[1] - other[0]) > 0


def _sum_counts(counts: Sequence[Mapping[str, Counts]], element_ids: Sequence[str]) -> npt.NDArray[np.int_]:
    """A row of counts for each script, over some of the elements."""
    return np.array([np.sum([each[element_id] for element_id in element_ids], axis=0) for each in counts])


def _agreement(counts: npt.NDArray[np.int_], draws: Draws) -> SpanAgreement:
    shown, right, labelled, found = np.moveaxis(counts[draws].sum(axis=1), -1, 0)
    precision, recall = ratio(right, shown), ratio(found, labelled)
    return SpanAgreement(
        shown=int(shown[0]),
        labelled=int(labelled[0]),
        precision=estimate(precision),
        recall=estimate(recall),
        f1=estimate(ratio(2 * precision * recall, precision + recall)),
    )
