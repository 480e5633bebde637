"""Groups of students: a list, and a page for one with its members."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.access.roles import Role
from service.actions.groups import (
    add_group,
    delete_group,
    list_all_groups,
    list_group_members,
    put_into_group,
    rename_group,
    show_group,
    take_out_of_group,
)
from service.actions.people import list_people
from service.errors import InvalidValueError, ServiceError
from service.http.lists import MOST
from service.storage.paging import PageRequest
from service.web.administration.desk import PEOPLE, IdPath, Office, OfficeDep, one_line
from service.web.shell import OwnFormDep

router = APIRouter(prefix="/groups", include_in_schema=False, default_response_class=HTMLResponse)

GROUPS = f"{PEOPLE}/groups"
_EVERYBODY = PageRequest(limit=MOST)


@router.get("")
def show_groups(office: OfficeDep) -> HTMLResponse:
    """The groups, and the form to add one."""
    return _list(office)


@router.post("")
def take_group(office: OfficeDep, form: OwnFormDep) -> Response:
    """Adds a group and goes to it; or the form again, with what to do."""
    typed = form.fields.get("name", "")
    try:
        name = _name(office, typed)
        with office.database.writing() as session:
            made = add_group(office.shell.actor, session, name)
    except ServiceError as error:
        return _list(office, typed=typed, error=error)
    return office.shell.go(f"{GROUPS}/{made.id}")


@router.get("/{group_id}")
def show_one(group_id: IdPath, office: OfficeDep) -> HTMLResponse:
    """One group with who is in it."""
    return _one(office, group_id)


@router.post("/{group_id}")
def take_change(group_id: IdPath, office: OfficeDep, form: OwnFormDep) -> Response:
    """Renames the group, puts somebody in, takes somebody out or deletes it, as the button says."""
    try:
        _change(office, group_id, form.fields)
    except ServiceError as error:
        return _one(office, group_id, error=error)
    return office.shell.go(GROUPS if "delete" in form.fields else f"{GROUPS}/{group_id}")


def _change(office: Office, group_id: str, fields: dict[str, str]) -> None:
    actor = office.shell.actor
    with office.database.writing() as session:
        if "delete" in fields:
            if "sure" not in fields:
                raise InvalidValueError(office.shell.pages.texts.administration.delete_unsure)
            delete_group(actor, session, group_id)
        elif "put" in fields:
            put_into_group(actor, session, group_id, fields.get("person", ""))
        elif "take" in fields:
            take_out_of_group(actor, session, group_id, fields["take"])
        else:
            rename_group(actor, session, group_id, _name(office, fields.get("name", "")))


def _list(office: Office, *, typed: str = "", error: ServiceError | None = None) -> HTMLResponse:
    with office.database.reading() as session:
        page = list_all_groups(office.shell.actor, session, _EVERYBODY)
    return office.shell.page(
        "administration/groups.html",
        status=HTTPStatus.OK if error is None else error.status,
        groups=page.items,
        typed=typed,
        problem="" if error is None else str(error),
    )


def _one(office: Office, group_id: str, *, error: ServiceError | None = None) -> HTMLResponse:
    actor = office.shell.actor
    with office.database.reading() as session:
        group = show_group(actor, session, group_id)
        members = list_group_members(actor, session, group_id)
        students = list_people(actor, session, _EVERYBODY, role=Role.STUDENT).items
    inside = {member.id for member in members}
    return office.shell.page(
        "administration/group.html",
        status=HTTPStatus.OK if error is None else error.status,
        group=group,
        members=members,
        students=[one for one in students if one.id not in inside and one.is_active],
        problem="" if error is None else str(error),
    )


def _name(office: Office, text: str) -> str:
    name = one_line(text)
    if not name:
        raise InvalidValueError(office.shell.pages.texts.administration.name_missing)
    return name
