"""Marks of scripts, one JSON object a line, in the marking guide's format: a marker's or the program's."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from models.evaluation.errors import MarksError
from models.evaluation.files import numbered_lines, read_text
from models.scores import Status
from rubric.schema import Rubric

_MOST_PROBLEMS = 5

BandMark = Annotated[int, Field(ge=0, le=4)]
LevelMark = Annotated[int, Field(ge=0, le=2)]


class Marks(BaseModel):
    """Everything a marker, or the program, says of one script. None stands for what it cannot tell."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: str = Field(min_length=1)
    bands: Mapping[str, BandMark | None]
    elements: Mapping[str, LevelMark | None]
    misconceptions: Mapping[str, Status | None]
    evidence: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    overall: Annotated[float, Field(ge=0, le=100)] | None
    on_topic: bool | None
    review: str = ""


def load_marks(path: Path, rubric: Rubric) -> Mapping[str, Marks]:
    """The marks of a file by script id, in the file's order.

    Raises:
        MarksError: the file cannot be read, or a line does not hold the marks that the rubric asks for.
    """
    return parse_marks(read_text(path), rubric, name=path.name)


def parse_marks(text: str, rubric: Rubric, *, name: str) -> Mapping[str, Marks]:
    """The marks written in `text` by script id; `name` stands for the file in error messages.

    Raises:
        MarksError: a line is no JSON object of marks, lacks an id of the rubric, holds an unknown key or repeats a
            script; or there is no line at all.
    """
    found: dict[str, Marks] = {}
    lines: dict[str, int] = {}
    for number, line in numbered_lines(text):
        marks = _parse_line(line, rubric, name=name, number=number)
        if marks.id in found:
            raise MarksError(name, f"{marks.id} was marked in line {lines[marks.id]} already", line=number)
        found[marks.id], lines[marks.id] = marks, number
    if not found:
        raise MarksError(name, "there are no marks in it")
    return found


def abstaining_marks(rubric: Rubric, script_id: str) -> Marks:
    """The marks of a script of which nothing can be told, because it cannot be read."""
    return Marks(
        id=script_id,
        bands={criterion.id: None for criterion in rubric.criteria},
        elements={element.id: None for element in rubric.elements},
        misconceptions={misconception.id: None for misconception in rubric.misconceptions},
        overall=None,
        on_topic=None,
    )


def _parse_line(line: str, rubric: Rubric, *, name: str, number: int) -> Marks:
    try:
        marks = Marks.model_validate_json(line)
    except ValidationError as error:
        raise MarksError(name, "; ".join(explain(error)), line=number) from error
    problems = list(_unfitting_ids(marks, rubric))
    if problems:
        raise MarksError(name, f"{marks.id}: {'; '.join(problems)}", line=number)
    return marks


def explain(error: ValidationError) -> Iterator[str]:
    """What is wrong with a line, problem by problem, the first few of them."""
    problems = error.errors(include_url=False)
    for problem in problems[:_MOST_PROBLEMS]:
        where = " > ".join(str(part) for part in problem["loc"])
        if problem["type"] == "extra_forbidden":
            yield f"unknown key '{where}'"
        elif problem["type"] == "missing":
            yield f"'{where}' is missing"
        else:
            yield f"{where}: {problem['msg']}" if where else problem["msg"]
    if len(problems) > _MOST_PROBLEMS:
        yield f"and {len(problems) - _MOST_PROBLEMS} more"


def _unfitting_ids(marks: Marks, rubric: Rubric) -> Iterator[str]:
    """Ids that the rubric has and the marks have not, and the other way round."""
    asked: Sequence[tuple[str, Mapping[str, object], Sequence[str]]] = (
        ("bands", marks.bands, [criterion.id for criterion in rubric.criteria]),
        ("elements", marks.elements, [element.id for element in rubric.elements]),
        ("misconceptions", marks.misconceptions, [misconception.id for misconception in rubric.misconceptions]),
    )
    for key, given, expected in asked:
        missing = [each for each in expected if each not in given]
        unknown = [each for each in given if each not in expected]
        if missing:
            yield f"{key}: missing {', '.join(missing)}"
        if unknown:
            yield f"{key}: unknown {', '.join(unknown)}"
