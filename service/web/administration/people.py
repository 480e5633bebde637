"""The people of an institution: a list, a form to add somebody, and a page to change one."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.access.roles import Role
from service.actions.people import NewPerson, PersonChange, add_person, change_person, list_people, show_person
from service.errors import InvalidValueError, ServiceError
from service.http.cursors import encode_cursor
from service.http.lists import PageDep
from service.storage.paging import PageRequest
from service.web.administration.desk import PEOPLE, IdPath, Office, OfficeDep, one_line
from service.web.shell import OwnFormDep

router = APIRouter(prefix=PEOPLE, include_in_schema=False, default_response_class=HTMLResponse)

ROLES = (Role.STUDENT, Role.TUTOR, Role.ADMINISTRATOR)
ADDED, CHANGED = "added", "changed"


@router.get("")
def show_people(office: OfficeDep, asked: PageDep, role: str = "", done: str = "") -> HTMLResponse:
    """Everybody, or everybody of one role, and the form to add somebody."""
    return _list(office, asked, role=role, done=done)


@router.post("")
def take_person(office: OfficeDep, form: OwnFormDep) -> Response:
    """Adds somebody; or the form again, with what was typed and what to do. A password is never sent back."""
    fields = form.fields
    try:
        new = NewPerson(
            email=_address(fields.get("email", "")),
            name=_name(office, fields.get("name", "")),
            role=_role(fields.get("role", "")),
            password=fields.get("password") or None,
        )
        with office.database.writing() as session:
            add_person(office.shell.actor, session, new)
    except ServiceError as error:
        return _list(office, PageRequest(), typed=fields, error=error)
    return office.shell.go(f"{PEOPLE}?done={ADDED}")


@router.get("/{user_id}")
def show_one(user_id: IdPath, office: OfficeDep, done: str = "") -> HTMLResponse:
    """One of them, to change."""
    return _one(office, user_id, done=done)


@router.post("/{user_id}")
def take_change(user_id: IdPath, office: OfficeDep, form: OwnFormDep) -> Response:
    """Changes somebody; or the form again, with what to do."""
    fields = form.fields
    try:
        change = PersonChange(
            name=_name(office, fields.get("name", "")),
            role=_role(fields["role"]) if "role" in fields else None,
            is_active="active" in fields,
            password=fields.get("password") or None,
        )
        with office.database.writing() as session:
            change_person(office.shell.actor, session, user_id, change)
    except ServiceError as error:
        return _one(office, user_id, typed=fields, error=error)
    return office.shell.go(f"{PEOPLE}/{user_id}?done={CHANGED}")


def _list(  # noqa: PLR0913 (what a page shows)
    office: Office,
    asked: PageRequest,
    *,
    role: str = "",
    done: str = "",
    typed: dict[str, str] | None = None,
    error: ServiceError | None = None,
) -> HTMLResponse:
    wanted = next((one for one in Role if one.value == role), None)
    with office.database.reading() as session:
        page = list_people(office.shell.actor, session, asked, role=wanted)
    return office.shell.page(
        "administration/people.html",
        status=HTTPStatus.OK if error is None else error.status,
        people=page.items,
        next_cursor=encode_cursor(page.next),
        role=role,
        roles=ROLES,
        typed=typed or {},
        problem="" if error is None else str(error),
        is_done=done == ADDED,
    )


def _one(
    office: Office,
    user_id: str,
    *,
    done: str = "",
    typed: dict[str, str] | None = None,
    error: ServiceError | None = None,
) -> HTMLResponse:
    with office.database.reading() as session:
        person = show_person(office.shell.actor, session, user_id)
    return office.shell.page(
        "administration/person.html",
        status=HTTPStatus.OK if error is None else error.status,
        person=person,
        roles=ROLES,
        typed=typed,
        problem="" if error is None else str(error),
        is_done=done == CHANGED,
    )


def _name(office: Office, text: str) -> str:
    name = one_line(text)
    if not name:
        raise InvalidValueError(office.shell.pages.texts.administration.name_missing)
    return name


def _address(text: str) -> str | None:
    address = one_line(text)
    if address and ("@" not in address.strip("@") or " " in address):
        raise InvalidValueError("This is no e-mail address. It looks like name@example.org.")
    return address or None


def _role(text: str) -> Role:
    found = next((one for one in ROLES if one.value == text), None)
    if found is None:
        raise InvalidValueError("Choose one of the roles.")
    return found
