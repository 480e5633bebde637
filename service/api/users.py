"""The people and service accounts of an institution."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.access.roles import Role
from service.actions.people import NewPerson, PersonChange, add_person, change_person, list_people, show_person
from service.actions.rosters import import_roster
from service.api.answers import MEANING, IfMatch, require_state, show_state
from service.api.people_schemas import Id, ImportOut, UserChangeIn, UserIn, UserOut
from service.api.problems import describe_problems
from service.api.tables_in import TableDep, describe_import, describe_table
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(prefix="/v1/users", tags=["users"], dependencies=SCHEMES, route_class=OnceRoute)

REFUSED = {401: "Nobody is signed in, and no valid key was sent", 403: "The role or key does not allow it"}
INVALID = {422: "A field or value cannot be used as it is"}
MISSING = {404: "The institution has no user with this id"}
CHANGED = {412: MEANING[412]}
ROSTER = "email,name,role,group\nada@example.edu,Ada Lovelace,student,Monday seminar\n"


@router.get("", summary="List users", responses=describe_problems({**REFUSED, **INVALID}))
def list_users(
    actor: ActorDep,
    database: DatabaseDep,
    page: PageDep,
    role: Annotated[Role | None, Query(description="Only those of this role")] = None,
) -> ListOut[UserOut]:
    """The users of the institution, those added last first."""
    with database.reading() as session:
        return show_page(list_people(actor, session, page, role=role), UserOut.model_validate)


@router.post(
    "",
    status_code=201,
    summary="Add a user",
    dependencies=[ONCE],
    responses=describe_problems({**REFUSED, **INVALID, 409: "Somebody of the institution has the address"}),
)
def add_user(sent: UserIn, actor: ActorDep, database: DatabaseDep, response: Response) -> UserOut:
    """Adds a person, or a service account that keys can be made for."""
    new = NewPerson(email=sent.email, name=sent.name, role=sent.role, password=sent.password)
    with database.writing() as session:
        made = add_person(actor, session, new)
    response.headers["location"] = f"{router.prefix}/{made.id}"
    return UserOut.model_validate(made)


@router.post(
    "/import",
    summary="Import a roster",
    dependencies=[ONCE],
    responses=describe_problems({**REFUSED, **INVALID, 415: "The body is neither CSV nor a form with a file"}),
    openapi_extra=describe_table(ROSTER),
)
def import_users(
    body: TableDep,
    actor: ActorDep,
    database: DatabaseDep,
    dry_run: Annotated[bool, Query(description="Only say what would become of each row")] = False,
) -> ImportOut:
    """Adds and changes people by a CSV file with the columns `email`, `name`, and, if wanted, `role` and `group`.

    Every row is taken or refused by itself. Roles are student, where the cell is empty, or tutor. Nobody is taken out.
    """
    with database.writing() as session:
        return describe_import(import_roster(actor, session, body, is_dry_run=dry_run))


@router.get("/{user_id}", summary="Read one user", responses=describe_problems({**REFUSED, **INVALID, **MISSING}))
def show_user(user_id: Id, actor: ActorDep, database: DatabaseDep, response: Response) -> UserOut:
    """One user of the institution; everybody may read themselves. The ETag goes into If-Match of a change."""
    with database.reading() as session:
        return show_state(response, UserOut.model_validate(show_person(actor, session, user_id)))


@router.patch(
    "/{user_id}",
    summary="Change a user",
    responses=describe_problems(
        {**REFUSED, **INVALID, **MISSING, **CHANGED, 409: "Nobody would be left to administer the institution"}
    ),
)
def change_user(  # noqa: PLR0913 (FastAPI passes what is asked for by name)
    user_id: Id,
    sent: UserChangeIn,
    actor: ActorDep,
    database: DatabaseDep,
    response: Response,
    if_match: IfMatch = None,
) -> UserOut:
    """Changes what is sent. A closed account and a new password end every session of the account."""
    change = PersonChange(name=sent.name, role=sent.role, is_active=sent.is_active, password=sent.password)
    with database.writing() as session:
        require_state(if_match, lambda: UserOut.model_validate(show_person(actor, session, user_id)))
        return show_state(response, UserOut.model_validate(change_person(actor, session, user_id, change)))
