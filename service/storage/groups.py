"""Groups, and who is in them."""

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import ConflictError
from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import Group, GroupMember, User


def add_group(session: Session, institution_id: str, name: str) -> Group:
    """Add a group, and give it an id.

    Raises:
        ConflictError: the name is taken.
    """
    group = Group(institution_id=institution_id, name=name)
    session.add(group)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError("There is a group of this name. Choose another.") from error
    return group


def find_group(session: Session, institution_id: str, group_id: str) -> Group | None:
    """The group of that id, if it belongs to the institution."""
    query = select(Group).where(Group.institution_id == institution_id, Group.id == group_id)
    return session.scalars(query).one_or_none()


def find_group_by_name(session: Session, institution_id: str, name: str) -> Group | None:
    """The group of that name."""
    query = select(Group).where(Group.institution_id == institution_id, Group.name == name)
    return session.scalars(query).one_or_none()


def list_groups(session: Session, institution_id: str, asked: PageRequest) -> Page[Group]:
    """A page of the institution's groups."""
    return fetch_page(session, select(Group).where(Group.institution_id == institution_id), Group, asked)


def count_members(session: Session, group_ids: list[str]) -> dict[str, int]:
    """How many people are in each of these groups."""
    query = select(GroupMember.group_id, func.count()).where(GroupMember.group_id.in_(group_ids))
    return {row[0]: row[1] for row in session.execute(query.group_by(GroupMember.group_id))}


def list_members(session: Session, institution_id: str, group_id: str) -> list[User]:
    """The people in a group of the institution, by address."""
    query = (
        select(User)
        .join(GroupMember, GroupMember.user_id == User.id)
        .where(GroupMember.group_id == group_id, User.institution_id == institution_id)
    )
    return list(session.scalars(query.order_by(User.email)))


def is_member(session: Session, group_id: str, user_id: str) -> bool:
    """Whether somebody is in a group."""
    return session.get(GroupMember, (group_id, user_id)) is not None


def add_member(session: Session, group_id: str, user_id: str) -> bool:
    """Put somebody into a group; whether they were not in it before."""
    insert = sqlite.insert if session.get_bind().dialect.name == "sqlite" else postgresql.insert
    statement = insert(GroupMember).values(group_id=group_id, user_id=user_id).on_conflict_do_nothing()
    return session.execute(statement.returning(GroupMember.user_id)).one_or_none() is not None


def remove_member(session: Session, group_id: str, user_id: str) -> bool:
    """Take somebody out of a group; whether they were in it."""
    member = session.get(GroupMember, (group_id, user_id))
    if member is not None:
        session.delete(member)
    return member is not None


def delete_group(session: Session, group_id: str) -> None:
    """Delete a group; the people stay."""
    session.execute(delete(GroupMember).where(GroupMember.group_id == group_id))
    session.execute(delete(Group).where(Group.id == group_id))
