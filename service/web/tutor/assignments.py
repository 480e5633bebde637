"""Assignments as pages: the list, one to be made, one to be changed."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse, Response

from service.actions import assignments
from service.actions.assignments import AssignmentChange, AssignmentView, NewAssignment
from service.actions.groups import GroupSummary, list_all_groups
from service.actions.rubric_choices import RubricChoice, list_choices
from service.errors import ServiceError
from service.http.cursors import encode_cursor
from service.http.lists import PageDep
from service.storage.paging import PageRequest
from service.web.shell import OwnFormDep
from service.web.tutor.assignment_form import (
    FIXED_FIELDS,
    ReadForm,
    changes_of,
    empty_form,
    form_of,
    read_assignment_form,
)
from service.web.tutor.desk import TutorDep, TutorDesk

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

TEACH = "/teach"
MOST_GROUPS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What may be chosen in the form."""

    rubrics: tuple[RubricChoice, ...]
    groups: tuple[GroupSummary, ...]


@router.get(TEACH)
def show_assignments(desk: TutorDep, asked: PageDep, archived: str = "") -> HTMLResponse:
    """The assignments of the institution, the newest first."""
    with_archived = archived == "yes"
    with desk.database.reading() as session:
        found = assignments.list_assignments(desk.actor, session, asked, with_archived=with_archived)
        titles = {choice.id: choice.title for choice in list_choices(desk.actor, session, desk.reader.library)}
    return desk.shell.page(
        "tutor/assignments.html",
        assignments=found.items,
        next=encode_cursor(found.next),
        titles=titles,
        with_archived=with_archived,
        done=desk.done,
    )


@router.get(f"{TEACH}/new")
def show_new(desk: TutorDep) -> HTMLResponse:
    """The empty form for an assignment."""
    choices = _choices(desk)
    return _form_page(desk, empty_form(choices.rubrics[0].id if choices.rubrics else ""), choices)


@router.post(f"{TEACH}/new")
def take_new(desk: TutorDep, form: OwnFormDep) -> Response:
    """Makes the assignment and shows it; or the form again, with what was typed."""
    read = read_assignment_form(form.fields, desk.shell.pages.texts.tutor.form.problems)
    if read.problems:
        return _form_page(desk, read, _choices(desk))
    try:
        with desk.database.writing() as session:
            new = NewAssignment(**read.values)
            made = assignments.create_assignment(desk.actor, session, new, desk.reader.library)
    except ServiceError as error:
        return _form_page(desk, read, _choices(desk), error=error)
    return desk.shell.go(f"{TEACH}/{made.id}?done=made")


def see_assignment(assignment_id: UUID, desk: TutorDep) -> AssignmentView:
    """The assignment that the address names."""
    with desk.database.reading() as session:
        return assignments.read_assignment(desk.actor, session, str(assignment_id))


AssignmentDep = Annotated[AssignmentView, Depends(see_assignment)]


@router.get(TEACH + "/{assignment_id:uuid}/edit")
def show_edit(desk: TutorDep, view: AssignmentDep) -> HTMLResponse:
    """The form with the assignment in it."""
    return _form_page(desk, form_of(view), _choices(desk), view=view)


@router.post(TEACH + "/{assignment_id:uuid}/edit")
def take_edit(desk: TutorDep, view: AssignmentDep, form: OwnFormDep) -> Response:
    """Changes the assignment and shows it; or the form again, with what was typed."""
    sent = {name: value for name, value in form.fields.items() if name != "version"}
    kept = {name: form_of(view).typed.get(name, "") for name in FIXED_FIELDS} if _has_drafts(desk, view) else {}
    read = read_assignment_form({**sent, **kept}, desk.shell.pages.texts.tutor.form.problems)
    if read.problems:
        return _form_page(desk, read, _choices(desk), view=view)
    if form.fields.get("version") != str(view.version):
        problem = desk.shell.pages.texts.tutor.form.problems.changed_elsewhere
        return _form_page(desk, read, _choices(desk), view=view, problem=problem)
    try:
        _change(desk, view, changes_of(read.values, view))
    except ServiceError as error:
        return _form_page(desk, read, _choices(desk), view=view, error=error)
    return desk.shell.go(f"{TEACH}/{view.id}?done=changed")


@router.post(TEACH + "/{assignment_id:uuid}/archive")
def take_archive(desk: TutorDep, view: AssignmentDep, _: OwnFormDep) -> Response:
    """Closes the assignment to further drafts, or opens it again."""
    _change(desk, view, {"is_archived": not view.is_archived})
    return desk.shell.go(f"{TEACH}/{view.id}?done={'opened' if view.is_archived else 'archived'}")


def _change(desk: TutorDesk, view: AssignmentView, fields: dict[str, object]) -> None:
    change = AssignmentChange(fields=fields, check=lambda _: None)
    if fields:
        with desk.database.writing() as session:
            assignments.change_assignment(desk.actor, session, view.id, change, desk.reader.library)


def _choices(desk: TutorDesk) -> Choices:
    with desk.database.reading() as session:
        return Choices(
            rubrics=list_choices(desk.actor, session, desk.reader.library),
            groups=list_all_groups(desk.actor, session, PageRequest(limit=MOST_GROUPS)).items,
        )


def _has_drafts(desk: TutorDesk, view: AssignmentView) -> bool:
    with desk.database.reading() as session:
        return assignments.is_begun(desk.actor, session, view.id)


def _form_page(  # noqa: PLR0913
    desk: TutorDesk,
    read: ReadForm,
    choices: Choices,
    *,
    view: AssignmentView | None = None,
    error: ServiceError | None = None,
    problem: str = "",
) -> HTMLResponse:
    said = problem or ("" if error is None else str(error))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if said or read.problems else HTTPStatus.OK
    return desk.shell.page(
        "tutor/assignment_form.html",
        status=status,
        typed=read.typed,
        problems=read.problems,
        said=said,
        choices=choices,
        view=view,
        is_begun=view is not None and _has_drafts(desk, view),
    )
