"""Groups: students who are taught together."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.people import Person, describe_person, find_person
from service.errors import ConflictError, NotFoundError
from service.storage import groups
from service.storage.paging import Page, PageRequest
from service.storage.tables import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSummary:
    """A group and how many are in it."""

    id: str
    name: str
    members: int
    created_at: datetime


def list_all_groups(actor: Actor, session: Session, asked: PageRequest) -> Page[GroupSummary]:
    """The groups of the institution.

    Raises:
        service.errors.ForbiddenError: the actor may not see them.
    """
    actor.require(Permission.GROUPS_READ)
    page = groups.list_groups(session, actor.institution_id, asked)
    numbers = groups.count_members(session, [group.id for group in page.items])
    return page.map(lambda group: _summarise(group, numbers.get(group.id, 0)))


def show_group(actor: Actor, session: Session, group_id: str) -> GroupSummary:
    """One group of the institution.

    Raises:
        service.errors.ForbiddenError: the actor may not see it.
        NotFoundError: there is none of that id.
    """
    actor.require(Permission.GROUPS_READ)
    return _counted(session, _find(actor, session, group_id))


def list_group_members(actor: Actor, session: Session, group_id: str) -> tuple[Person, ...]:
    """The people in a group, by address.

    Raises:
        service.errors.ForbiddenError: the actor may not see them.
        NotFoundError: there is no such group in the institution.
    """
    actor.require(Permission.GROUPS_READ)
    group = _find(actor, session, group_id)
    return tuple(map(describe_person, groups.list_members(session, actor.institution_id, group.id)))


def add_group(actor: Actor, session: Session, name: str) -> GroupSummary:
    """Add a group.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        ConflictError: there is one of that name.
    """
    actor.require(Permission.GROUPS_WRITE)
    _check_free(actor, session, name)
    group = groups.add_group(session, actor.institution_id, name)
    record(session, actor, "group.added", group.id)
    return _summarise(group, 0)


def rename_group(actor: Actor, session: Session, group_id: str, name: str) -> GroupSummary:
    """Give a group another name.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        NotFoundError: there is none of that id.
        ConflictError: another one has the name.
    """
    actor.require(Permission.GROUPS_WRITE)
    group = _find(actor, session, group_id)
    if name != group.name:
        _check_free(actor, session, name)
        group.name = name
        record(session, actor, "group.renamed", group.id)
        session.flush()
    return _counted(session, group)


def delete_group(actor: Actor, session: Session, group_id: str) -> None:
    """Delete a group; the people in it stay, and assignments that were for it are for nobody in particular.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        NotFoundError: there is none of that id.
    """
    actor.require(Permission.GROUPS_WRITE)
    group = _find(actor, session, group_id)
    groups.delete_group(session, group.id)
    record(session, actor, "group.deleted", group.id)


def put_into_group(actor: Actor, session: Session, group_id: str, user_id: str) -> None:
    """Put a user of the institution into a group; no error where they are in it.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        NotFoundError: there is no such group or user in the institution.
    """
    actor.require(Permission.GROUPS_WRITE)
    group = _find(actor, session, group_id)
    user = find_person(actor, session, user_id)
    if groups.add_member(session, group.id, user.id):
        record(session, actor, "group.member_added", group.id, {"user_id": user.id})


def take_out_of_group(actor: Actor, session: Session, group_id: str, user_id: str) -> None:
    """Take a user out of a group; no error where they are not in it.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        NotFoundError: there is no such group or user in the institution.
    """
    actor.require(Permission.GROUPS_WRITE)
    group = _find(actor, session, group_id)
    user = find_person(actor, session, user_id)
    if groups.remove_member(session, group.id, user.id):
        record(session, actor, "group.member_removed", group.id, {"user_id": user.id})
        session.flush()


def _find(actor: Actor, session: Session, group_id: str) -> Group:
    group = groups.find_group(session, actor.institution_id, group_id)
    if group is None:
        raise NotFoundError("group")
    return group


def _check_free(actor: Actor, session: Session, name: str) -> None:
    if groups.find_group_by_name(session, actor.institution_id, name) is not None:
        raise ConflictError("There is a group of this name. Choose another.")


def _counted(session: Session, group: Group) -> GroupSummary:
    return _summarise(group, groups.count_members(session, [group.id]).get(group.id, 0))


def _summarise(group: Group, members: int) -> GroupSummary:
    return GroupSummary(id=group.id, name=group.name, members=members, created_at=group.created_at)
