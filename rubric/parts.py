"""A rubric part by part, as the fields of a form: what each part holds, and the rubric with one part changed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from pydantic import ValidationError

from rubric.checks import check_rubric
from rubric.document import Document, KeyPath
from rubric.findings import Severity
from rubric.problems import MOST_PROBLEMS, explain
from rubric.schema import Criterion, ElementGroup, Rubric

Kind = Literal["line", "text", "number", "list", "frames"]
WHOLE = "rubric"
"""The id under which the rubric's own title and the like are edited."""
_LEVELS = ("absent", "mentioned", "developed")
_LEXICON: tuple[tuple[str, Kind], ...] = (
    ("terms", "list"),
    ("phrases", "list"),
    ("abbreviations", "list"),
    ("frames", "frames"),
    ("hints", "list"),
    ("exclude", "list"),
)


class PartKind(StrEnum):
    """What a part is."""

    RUBRIC = "rubric"
    CRITERION = "criterion"
    GROUP = "group"
    ELEMENT = "element"
    MISCONCEPTION = "misconception"
    TIP = "tip"
    KEY_CONCEPT = "key_concept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One field of a part: its keys with dots, and how it is written."""

    key: str
    kind: Kind

    @property
    def keys(self) -> tuple[str | int, ...]:
        """The keys down to the value, list positions as numbers."""
        return tuple(int(step) if step.isdigit() else step for step in self.key.split("."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part and where it stands."""

    id: str
    kind: PartKind
    path: KeyPath


@dataclass(frozen=True, slots=True, kw_only=True)
class PartProblem:
    """Something about a changed part. `field` is empty where it is about no field of it."""

    field: str
    message: str
    is_error: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRubric:
    """A rubric with one part changed. `rubric` is None where the part does not fit its shape."""

    rubric: Rubric | None
    problems: tuple[PartProblem, ...]

    @property
    def is_sound(self) -> bool:
        """Whether it may be used."""
        return self.rubric is not None and not any(problem.is_error for problem in self.problems)


def _fields(*pairs: tuple[str, Kind]) -> tuple[Field, ...]:
    return tuple(Field(key=key, kind=kind) for key, kind in pairs)


def _lexicon(name: str) -> Iterator[tuple[str, Kind]]:
    yield from ((f"{name}.{key}", kind) for key, kind in _LEXICON)


FIELDS: Mapping[PartKind, tuple[Field, ...]] = {
    PartKind.RUBRIC: _fields(("title", "line"), ("version", "line"), ("subject", "line"), ("level", "line")),
    PartKind.CRITERION: _fields(
        ("name", "line"),
        ("goal", "text"),
        ("weight", "number"),
        *((f"bands.{band}.descriptor", "text") for band in range(5)),
    ),
    PartKind.GROUP: _fields(("name", "line"), ("goal", "text")),
    PartKind.ELEMENT: _fields(
        ("name", "line"),
        ("credits", "text"),
        *_lexicon("lexicon"),
        *((f"wording.{level}.{key}", "text") for level in _LEVELS for key in ("shows", "next_step")),
    ),
    PartKind.MISCONCEPTION: _fields(
        ("name", "line"),
        ("statement", "text"),
        ("contrast", "text"),
        ("next_step", "text"),
        *((f"{side}.{key}", "list") for side in ("claims", "first", "second") for key in ("terms", "phrases")),
    ),
    PartKind.TIP: _fields(("text", "text")),
    PartKind.KEY_CONCEPT: _fields(("name", "line"), ("message", "text"), *_lexicon("lexicon")),
}
"""The fields of each kind of part. What is not here (band rules, judges) is changed in the file."""


def parts_of(rubric: Rubric) -> dict[str, Part]:
    """Every part by its id, in the order of the rubric."""
    found = [Part(id=WHOLE, kind=PartKind.RUBRIC, path=())]
    listed: tuple[tuple[str, PartKind, tuple[Criterion | ElementGroup, ...]], ...] = (
        ("criteria", PartKind.CRITERION, rubric.criteria),
        ("support", PartKind.GROUP, rubric.support),
    )
    for key, kind, groups in listed:
        for index, group in enumerate(groups):
            found.append(Part(id=group.id, kind=kind, path=(key, index)))
            found += (
                Part(id=one.id, kind=PartKind.ELEMENT, path=(key, index, "elements", place))
                for place, one in enumerate(group.elements)
            )
    found += (_part(one.id, PartKind.MISCONCEPTION, "misconceptions", i) for i, one in enumerate(rubric.misconceptions))
    found += (_part(tip.id, PartKind.TIP, "tips", i) for i, tip in enumerate(rubric.tips))
    found += (_part(one.id, PartKind.KEY_CONCEPT, "key_concepts", i) for i, one in enumerate(rubric.key_concepts))
    return {part.id: part for part in found}


def read_part(rubric: Rubric, part: Part) -> dict[str, str]:
    """What a part says, as the text of its fields: lists one entry a line, frames as `cut, reduce + waste, scrap`."""
    node = _node(rubric.model_dump(mode="json", by_alias=True), part.path)
    return {field.key: _write(_node(node, field.keys), field.kind) for field in FIELDS[part.kind]}


def change_part(rubric: Rubric, part: Part, values: Mapping[str, str]) -> ChangedRubric:
    """The rubric with what was written in a part's fields; fields that are missing stay as they are."""
    data = rubric.model_dump(mode="json", by_alias=True)
    node = _node(data, part.path)
    for field in FIELDS[part.kind]:
        if field.key in values:
            _node(node, field.keys[:-1])[field.keys[-1]] = _read(values[field.key], field.kind)
    try:
        changed = Rubric.model_validate(data)
    except ValidationError as error:
        return ChangedRubric(rubric=None, problems=tuple(_shape_problems(error, data, part)))
    findings = check_rubric(changed, is_draft=True)
    return ChangedRubric(
        rubric=changed,
        problems=tuple(
            PartProblem(
                field=_field_at(part, one.path),
                message=one.message if _field_at(part, one.path) else f"{one.where}: {one.message}",
                is_error=one.severity is Severity.ERROR,
            )
            for one in findings
            if one.severity is Severity.ERROR or _is_within(part, one.path)
        ),
    )


def _part(part_id: str, kind: PartKind, key: str, index: int) -> Part:
    return Part(id=part_id, kind=kind, path=(key, index))


def _node(data: Any, path: KeyPath) -> Any:
    for step in path:
        data = data[step]
    return data


def _write(value: Any, kind: Kind) -> str:
    if kind == "list":
        return "\n".join(value)
    if kind == "frames":
        return "\n".join(f"{', '.join(one['head'])} + {', '.join(one['with'])}" for one in value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _read(text: str, kind: Kind) -> Any:
    lines = [" ".join(line.split()) for line in text.splitlines() if line.strip()]
    if kind == "list":
        return lines
    if kind == "frames":
        return [_frame(line) for line in lines]
    plain = " ".join(lines)
    if kind == "number":
        try:
            return float(plain)
        except ValueError:
            return plain
    return plain


def _frame(line: str) -> dict[str, list[str]]:
    head, _, others = line.partition("+")
    return {"head": _listed(head), "with": _listed(others)}


def _listed(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _shape_problems(error: ValidationError, data: dict[str, Any], part: Part) -> Iterator[PartProblem]:
    """The problems of a failed validation, each at its field; without lines they come in the order of the error."""
    paths = [details["loc"] for details in error.errors(include_url=False)[:MOST_PROBLEMS]]
    problems = explain(error, Document(data=data, lines={}), Rubric)
    for path, problem in zip(paths, problems, strict=False):
        yield PartProblem(field=_field_at(part, tuple(path)), message=problem.message, is_error=True)


def _is_within(part: Part, path: KeyPath) -> bool:
    return bool(path) and path[: len(part.path)] == part.path and part.kind is not PartKind.RUBRIC


def _field_at(part: Part, path: KeyPath) -> str:
    """The field that a place in the rubric belongs to; empty for none of this part."""
    if path[: len(part.path)] != part.path:
        return ""
    inner = path[len(part.path) :]
    return next((field.key for field in FIELDS[part.kind] if inner[: len(field.keys)] == field.keys), "")
