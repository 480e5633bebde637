"""A rubric gets parts and loses them, and is told how its parts are judged; each change is kept as the next version."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from rubric.checks import check_rubric
from rubric.findings import Severity
from rubric.parts import Part, PartKind
from rubric.schema import Rubric
from service.actions.workbench import OpenRubric, keep_next
from service.errors import ConflictError, InvalidValueError, NotFoundError, ServiceError
from service.http.uploads import SentFiles
from service.web.shell import OwnFormDep
from service.web.workbench.desk import WORKBENCH, Bench, BenchDep, PartIdPath, RubricIdPath, find_part, rubric_path
from service.web.workbench.growing import ADDED, add_part, take_out
from service.web.workbench.judging import JUDGED, JUDGES, LEVELS, LISTS, POINTS, change_rules, needs_of, read_rules
from service.web.workbench.overview import rubric_page

router = APIRouter(prefix=WORKBENCH, include_in_schema=False, default_response_class=HTMLResponse)

SURE = "yes"


@router.post("/{rubric_id}/add")
def take_addition(rubric_id: RubricIdPath, bench: BenchDep, form: OwnFormDep) -> Response:
    """Drafts a part from a line of words, keeps it and opens its form; or the rubric again, with what was typed."""
    opened = bench.open(rubric_id)
    try:
        kind = next(kind for kind in ADDED if kind.value == form.fields.get("kind"))
        owner = form.fields.get("owner", "")
        grown, part_id = add_part(opened.rubric, kind, form.fields.get("words", ""), owner)
        _keep(bench, grown, form)
    except StopIteration:
        raise NotFoundError("kind of part") from None
    except ServiceError as error:
        return rubric_page(bench, opened, typed=form.fields, problem=_explain(bench, error), status=error.status)
    return bench.shell.go(f"{rubric_path(rubric_id)}/parts/{part_id}?done=added")


@router.post("/{rubric_id}/parts/{part_id}/remove")
def take_removal(rubric_id: RubricIdPath, part_id: PartIdPath, bench: BenchDep, form: OwnFormDep) -> Response:
    """Takes a part out of the next version; earlier versions and their assignments keep it."""
    opened = bench.open(rubric_id)
    part = find_part(opened.rubric, part_id)
    try:
        if part.kind is PartKind.RUBRIC or form.fields.get("sure") != SURE:
            raise InvalidValueError(bench.shell.pages.texts.workbench.remove_unsure)
        _keep(bench, take_out(opened.rubric, part), form)
    except ServiceError as error:
        return rubric_page(bench, opened, problem=_explain(bench, error), status=error.status)
    return bench.shell.go(f"{rubric_path(rubric_id)}?done=removed")


@router.get("/{rubric_id}/parts/{part_id}/rules")
def show_rules(rubric_id: RubricIdPath, part_id: PartIdPath, bench: BenchDep) -> HTMLResponse:
    """The form that says how a part is judged."""
    opened = bench.open(rubric_id)
    part = _find_judged(opened, part_id)
    return _rules_page(bench, opened, part, read_rules(opened.rubric, part))


@router.post("/{rubric_id}/parts/{part_id}/rules")
def take_rules(rubric_id: RubricIdPath, part_id: PartIdPath, bench: BenchDep, form: OwnFormDep) -> Response:
    """Keeps how a part is judged; or the form again, with what was chosen and what is wrong with it."""
    opened = bench.open(rubric_id)
    part = _find_judged(opened, part_id)
    changed = change_rules(opened.rubric, part, form.fields)
    problems = [problem.message for problem in changed.problems]
    if changed.rubric is not None and not problems:
        try:
            _keep(bench, changed.rubric, form)
        except ServiceError as error:
            problems = [_explain(bench, error)]
        else:
            return bench.shell.go(f"{rubric_path(rubric_id)}/versions")
    return _rules_page(bench, opened, part, form.fields, problems)


def _find_judged(opened: OpenRubric, part_id: str) -> Part:
    part = find_part(opened.rubric, part_id)
    if part.kind not in JUDGED:
        raise NotFoundError("part that is judged")
    return part


def _keep(bench: Bench, rubric: Rubric, form: SentFiles) -> None:
    """Keep the rubric as the version after the one that the form was made from.

    Raises:
        InvalidValueError: it would not be sound.
        ConflictError: somebody made another version meanwhile.
    """
    found = check_rubric(rubric, is_draft=True)
    wrong = [f"{one.where}: {one.message}" for one in found if one.severity is Severity.ERROR]
    if wrong:
        raise InvalidValueError(" ".join(wrong))
    base = form.fields.get("base", "")
    with bench.database.writing() as session:
        keep_next(
            bench.shell.actor, session, bench.reader.library, rubric, base=int(base) if base.isdecimal() else None
        )


def _explain(bench: Bench, error: ServiceError) -> str:
    again = bench.shell.pages.texts.workbench.conflict_do
    return f"{error} {again}" if isinstance(error, ConflictError) else str(error)


def _rules_page(
    bench: Bench, opened: OpenRubric, part: Part, values: dict[str, str], problems: list[str] | None = None
) -> HTMLResponse:
    rubric = opened.rubric
    return bench.shell.page(
        "workbench/rules.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK,
        opened=opened,
        rubric=rubric,
        part=part,
        values=values,
        problems=problems or [],
        judges=JUDGES.get(part.kind, ()),
        lists=LISTS.get(part.kind, ()),
        criterion=next((one for one in rubric.criteria if one.id == part.id), None),
        needs=needs_of(values),
        points=POINTS,
        levels=LEVELS,
    )
