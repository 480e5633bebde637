"""The form of one part of a rubric: checked while it is filled in, tried out, and kept as the next version."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from rubric.parts import FIELDS, ChangedRubric, Field, Part, PartKind, PartProblem, change_part, read_part
from rubric.schema import Rubric
from service.actions.workbench import OpenRubric, keep_next
from service.errors import ConflictError
from service.feedback.rubric_trial import ElementTrial
from service.web.shell import OwnFormDep
from service.web.workbench.desk import (
    MOST_TRIED,
    WORKBENCH,
    Bench,
    BenchDep,
    PartIdPath,
    RubricIdPath,
    find_part,
    rubric_path,
)
from service.web.workbench.judging import JUDGED

router = APIRouter(prefix=WORKBENCH, include_in_schema=False, default_response_class=HTMLResponse)

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@dataclass(frozen=True, slots=True, kw_only=True)
class FormField:
    """A field with what stands in it and what is wrong with it."""

    field: Field
    value: str
    problems: tuple[PartProblem, ...]

    @property
    def label(self) -> str:
        """Key of its label in the texts."""
        return "band" if self.field.key.startswith("bands.") else str(self.field.keys[-1])

    @property
    def number(self) -> str:
        """The band that a descriptor belongs to; empty for other fields."""
        return str(self.field.keys[1]) if self.label == "band" else ""

    @property
    def is_wrong(self) -> bool:
        """Whether it cannot stay like this."""
        return any(problem.is_error for problem in self.problems)

    @property
    def rows(self) -> int:
        """How high its box is."""
        return min(max(self.value.count("\n") + 2, len(self.value) // 70 + 2), 14)


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSection:
    """Fields under one heading."""

    name: str
    """Key of its heading in the texts."""
    fields: tuple[FormField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartState:
    """The form of a part as it stands."""

    opened: OpenRubric
    part: Part
    values: Mapping[str, str]
    changed: ChangedRubric | None = None
    """What became of it when it was checked; None before."""
    typed: str = ""
    """The text on which it is tried."""
    tried: Sequence[ElementTrial] | None = None
    conflict: str = ""
    is_new: bool = False
    """Whether it was added just now."""

    @property
    def may_go(self) -> bool:
        """Whether it can be taken out."""
        return self.part.kind is not PartKind.RUBRIC

    @property
    def is_judged(self) -> bool:
        """Whether there is something to set about how it is judged."""
        return self.part.kind in JUDGED

    @property
    def sections(self) -> list[FormSection]:
        """The fields under their headings, in order."""
        found: dict[str, list[FormField]] = {}
        for field in FIELDS[self.part.kind]:
            problems = self.changed.problems if self.changed else ()
            shown = FormField(
                field=field,
                value=self.values.get(field.key, ""),
                problems=tuple(problem for problem in problems if problem.field == field.key),
            )
            found.setdefault(_section_of(field), []).append(shown)
        return [FormSection(name=name, fields=tuple(fields)) for name, fields in found.items()]

    @property
    def others(self) -> tuple[PartProblem, ...]:
        """Problems that belong to no field."""
        return tuple(one for one in self.changed.problems if not one.field) if self.changed else ()


@router.get("/{rubric_id}/parts/{part_id}")
def show_part(rubric_id: RubricIdPath, part_id: PartIdPath, bench: BenchDep, done: str = "") -> HTMLResponse:
    """The form of one part of the newest version."""
    opened = bench.open(rubric_id)
    part = find_part(opened.rubric, part_id)
    values = read_part(opened.rubric, part)
    return _page(bench, PartState(opened=opened, part=part, values=values, is_new=done == "added"))


@router.post("/{rubric_id}/parts/{part_id}")
def take_part(rubric_id: RubricIdPath, part_id: PartIdPath, bench: BenchDep, form: OwnFormDep) -> Response:
    """Checks, tries or keeps what was written; whatever comes of it, nothing that was typed is lost."""
    opened = bench.open(rubric_id)
    part = find_part(opened.rubric, part_id)
    values = {field.key: form.fields.get(field.key, "").replace("\r\n", "\n") for field in FIELDS[part.kind]}
    changed = change_part(opened.rubric, part, values)
    typed = form.fields.get("trial", "").replace("\r\n", "\n")[:MOST_TRIED]
    state = PartState(opened=opened, part=part, values=values, changed=changed, typed=typed)
    action = form.fields.get("action", "save")
    if not changed.is_sound or changed.rubric is None:
        return _page(bench, state, status=HTTPStatus.OK if action == "check" else _UNPROCESSABLE)
    if action == "save":
        return _save(bench, state, changed.rubric, base=form.fields.get("base", ""))
    if action == "try" and typed.strip():
        tried = _try(bench, changed.rubric, part, typed)
        state = PartState(opened=opened, part=part, values=values, changed=changed, typed=typed, tried=tried)
    return _page(bench, state)


def _save(bench: Bench, state: PartState, rubric: Rubric, *, base: str) -> Response:
    actor, library = bench.shell.actor, bench.reader.library
    try:
        with bench.database.writing() as session:
            keep_next(actor, session, library, rubric, base=int(base) if base.isdecimal() else None)
    except ConflictError as error:
        state = PartState(
            opened=state.opened, part=state.part, values=state.values, changed=state.changed, conflict=str(error)
        )
        return _page(bench, state, status=error.status)
    return bench.shell.go(f"{rubric_path(rubric.id)}/versions")


def _try(bench: Bench, rubric: Rubric, part: Part, text: str) -> Sequence[ElementTrial]:
    """What an element makes of a text; for other parts, what every element that fires does."""
    trial = bench.try_texts(rubric, [text])[0]
    if part.kind is PartKind.ELEMENT:
        return [one for one in trial.elements if one.element_id == part.id]
    return trial.fired


def _page(bench: Bench, state: PartState, *, status: int = HTTPStatus.OK) -> HTMLResponse:
    return bench.shell.page("workbench/part.html", status=status, state=state, rubric=state.opened.rubric)


def _section_of(field: Field) -> str:
    steps = [str(step) for step in field.keys[:-1] if not isinstance(step, int)]
    return "_".join(steps) or "main"
