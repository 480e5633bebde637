"""Marked scripts and contrast families, as they lie in `models/data/`."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.evaluation.errors import MarksError
from models.evaluation.files import numbered_lines, read_text
from models.evaluation.marks import Marks, explain, load_marks
from models.evaluation.scripts import find_scripts
from models.evaluation.spans import SentenceLabel, load_sentence_labels
from rubric.schema import Rubric

ELSEWHERE = ""
"""Stands for the element of a text that has none, as it is about something else."""
_ELSEWHERE_FILE = "elsewhere.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkedScript:
    """A script with its writer and all that people said of it."""

    id: str
    writer: str
    text: str
    marks: Marks
    labels: tuple[SentenceLabel, ...]
    """What its sentences earn; empty where only the whole was marked."""


class FamilyText(BaseModel):
    """A short text written to be at one level of one element, and one of several that differ in little else.

    One about something else stands by itself, under `ELSEWHERE` and level 0.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    writer: str
    element_id: str
    family: str
    kind: str
    level: int = Field(ge=0, le=2)
    text: str = Field(min_length=1)
    also: Mapping[str, int] = Field(default_factory=dict)


def load_marked_scripts(rubric: Rubric, folder: Path) -> tuple[MarkedScript, ...]:
    """Every marked script of a folder: `scripts/`, `marks.jsonl` and, where there are any, `sentences/`, `writers.csv`.

    Without `writers.csv` every script counts as written by somebody else.

    Raises:
        MarksError: a file is missing or is not as described; the message says which and where.
    """
    marks = load_marks(folder / "marks.jsonl", rubric)
    files = find_scripts(folder / "scripts")
    missing = sorted(marks.keys() - files.keys())
    if missing:
        raise MarksError("marks.jsonl", f"there is no script {missing[0]}")
    writers = _load_writers(folder / "writers.csv") if (folder / "writers.csv").exists() else {}
    return tuple(
        MarkedScript(
            id=script_id,
            writer=writers.get(script_id, script_id),
            text=(text := read_text(files[script_id])),
            marks=marks[script_id],
            labels=_load_labels(rubric, folder / "sentences" / f"{script_id}.jsonl", text),
        )
        for script_id in sorted(marks)
    )


def _load_labels(rubric: Rubric, path: Path, text: str) -> tuple[SentenceLabel, ...]:
    return load_sentence_labels(path, rubric, text) if path.exists() else ()


def _load_writers(path: Path) -> Mapping[str, str]:
    return {row["id"]: row["writer"] for row in csv.DictReader(read_text(path).splitlines())}


def load_families(rubric: Rubric, path: Path) -> tuple[FamilyText, ...]:
    """The contrast families of a file, as far as the rubric has their elements, and texts on other things beside it.

    Raises:
        MarksError: a line is not as described.
    """
    known = {ELSEWHERE, *(each.id for each in rubric.elements), *(each.id for each in rubric.misconceptions)}
    found = [
        _parse_family(line, name=file.name, number=number)
        for file in (path, path.with_name(_ELSEWHERE_FILE))
        if file.exists()
        for number, line in numbered_lines(read_text(file))
    ]
    return tuple(each for each in found if each.element_id in known)


def _parse_family(line: str, *, name: str, number: int) -> FamilyText:
    try:
        return FamilyText.model_validate_json(line)
    except ValidationError as error:
        raise MarksError(name, "; ".join(explain(error)), line=number) from error
