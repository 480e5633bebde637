"""Groups of students."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from service.actions import groups
from service.actions.rosters import import_groups
from service.api.answers import MEANING, IfMatch, require_state, show_state
from service.api.people_schemas import GroupNameIn, GroupOut, Id, ImportOut, UserOut
from service.api.problems import describe_problems
from service.api.tables_in import TableDep, describe_import, describe_table
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(prefix="/v1/groups", tags=["groups"], dependencies=SCHEMES, route_class=OnceRoute)

REFUSED = {401: "Nobody is signed in, and no valid key was sent", 403: "The role or key does not allow it"}
INVALID = {422: "A field or value cannot be used as it is"}
MISSING = {404: "The institution has no group, or no user, with this id"}
CHANGED = {412: MEANING[412]}
TAKEN = {409: "Another group has the name"}
LIST = "group,email\nMonday seminar,ada@example.edu\n"


@router.get("", summary="List groups", responses=describe_problems({**REFUSED, **INVALID}))
def list_groups(actor: ActorDep, database: DatabaseDep, page: PageDep) -> ListOut[GroupOut]:
    """The groups of the institution, those added last first."""
    with database.reading() as session:
        return show_page(groups.list_all_groups(actor, session, page), GroupOut.model_validate)


@router.post(
    "",
    status_code=201,
    summary="Add a group",
    dependencies=[ONCE],
    responses=describe_problems({**REFUSED, **INVALID, **TAKEN}),
)
def add_group(sent: GroupNameIn, actor: ActorDep, database: DatabaseDep, response: Response) -> GroupOut:
    """Adds a group without anybody in it."""
    with database.writing() as session:
        made = groups.add_group(actor, session, sent.name)
    response.headers["location"] = f"{router.prefix}/{made.id}"
    return GroupOut.model_validate(made)


@router.post(
    "/import",
    summary="Import groups",
    dependencies=[ONCE],
    responses=describe_problems({**REFUSED, **INVALID, 415: "The body is neither CSV nor a form with a file"}),
    openapi_extra=describe_table(LIST),
)
def import_all(
    body: TableDep,
    actor: ActorDep,
    database: DatabaseDep,
    dry_run: Annotated[bool, Query(description="Only say what would become of each row")] = False,
) -> ImportOut:
    """Puts people into groups by a CSV file with the columns `group` and `email`; groups are added as needed.

    Every row is taken or refused by itself. Nobody is taken out of a group.
    """
    with database.writing() as session:
        return describe_import(import_groups(actor, session, body, is_dry_run=dry_run))


@router.get("/{group_id}", summary="Read one group", responses=describe_problems({**REFUSED, **INVALID, **MISSING}))
def show_group(group_id: Id, actor: ActorDep, database: DatabaseDep, response: Response) -> GroupOut:
    """One group of the institution. The ETag goes into If-Match of a change."""
    with database.reading() as session:
        return show_state(response, GroupOut.model_validate(groups.show_group(actor, session, group_id)))


@router.patch(
    "/{group_id}",
    summary="Rename a group",
    responses=describe_problems({**REFUSED, **INVALID, **MISSING, **TAKEN, **CHANGED}),
)
def rename_group(  # noqa: PLR0913 (FastAPI passes what is asked for by name)
    group_id: Id,
    sent: GroupNameIn,
    actor: ActorDep,
    database: DatabaseDep,
    response: Response,
    if_match: IfMatch = None,
) -> GroupOut:
    """Gives the group another name."""
    with database.writing() as session:
        require_state(if_match, lambda: GroupOut.model_validate(groups.show_group(actor, session, group_id)))
        return show_state(response, GroupOut.model_validate(groups.rename_group(actor, session, group_id, sent.name)))


@router.delete(
    "/{group_id}",
    status_code=204,
    summary="Delete a group",
    responses=describe_problems({**REFUSED, **INVALID, **MISSING}),
)
def delete_group(group_id: Id, actor: ActorDep, database: DatabaseDep) -> None:
    """Deletes the group; the people in it stay."""
    with database.writing() as session:
        groups.delete_group(actor, session, group_id)


@router.get(
    "/{group_id}/members", summary="List who is in it", responses=describe_problems({**REFUSED, **INVALID, **MISSING})
)
def list_members(group_id: Id, actor: ActorDep, database: DatabaseDep) -> list[UserOut]:
    """Everybody in the group, by e-mail address."""
    with database.reading() as session:
        return [UserOut.model_validate(one) for one in groups.list_group_members(actor, session, group_id)]


@router.put(
    "/{group_id}/members/{user_id}",
    status_code=204,
    summary="Put somebody into it",
    responses=describe_problems({**REFUSED, **INVALID, **MISSING}),
)
def put_member(group_id: Id, user_id: Id, actor: ActorDep, database: DatabaseDep) -> None:
    """Puts a user of the institution into the group; nothing changes where they are in it."""
    with database.writing() as session:
        groups.put_into_group(actor, session, group_id, user_id)


@router.delete(
    "/{group_id}/members/{user_id}",
    status_code=204,
    summary="Take somebody out of it",
    responses=describe_problems({**REFUSED, **INVALID, **MISSING}),
)
def remove_member(group_id: Id, user_id: Id, actor: ActorDep, database: DatabaseDep) -> None:
    """Takes a user out of the group; nothing changes where they are not in it."""
    with database.writing() as session:
        groups.take_out_of_group(actor, session, group_id, user_id)
