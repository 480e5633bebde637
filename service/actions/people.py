"""The people of an institution: who they are, what role they have, whether they may come in."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from service.access.passwords import hash_password, verify_password
from service.access.roles import Permission, Role
from service.actions.actors import Actor
from service.actions.audit import record
from service.errors import ConflictError, ForbiddenError, InvalidValueError, NotFoundError
from service.storage import keys, sessions, users
from service.storage.paging import Page, PageRequest
from service.storage.tables import User
from service.storage.types import new_id

SERVICE_ADDRESS = "{id}@service.invalid"
"""The address of a service account, to which no message can be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A user as others see them."""

    id: str
    email: str
    name: str
    role: Role
    is_active: bool
    has_password: bool
    is_linked: bool
    """Whether they sign in by their institution."""
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A user to add. A service account needs no address."""

    email: str | None
    name: str
    role: Role
    password: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChange:
    """What to change about a user; None leaves it."""

    name: str | None = None
    role: Role | None = None
    is_active: bool | None = None
    password: str | None = None


def list_people(actor: Actor, session: Session, asked: PageRequest, *, role: Role | None = None) -> Page[Person]:
    """The users of the institution, or those of one role.

    Raises:
        ForbiddenError: the actor may not see them.
    """
    actor.require(Permission.USERS_READ)
    return users.list_users(session, actor.institution_id, asked, role=role).map(describe_person)


def show_person(actor: Actor, session: Session, user_id: str) -> Person:
    """One user of the institution; everybody may see themselves.

    Raises:
        ForbiddenError: the actor may not see others.
        NotFoundError: there is no such user in the institution.
    """
    if user_id != actor.id:
        actor.require(Permission.USERS_READ)
    return describe_person(find_person(actor, session, user_id))


def add_person(actor: Actor, session: Session, new: NewPerson) -> Person:
    """Add a user.

    Raises:
        ForbiddenError: the actor may not, or a key would make an administrator.
        ConflictError: somebody of the institution has the address.
        InvalidValueError: the password is too easy to guess, or the role needs what is not there.
    """
    actor.require(Permission.USERS_WRITE)
    _check_may_give(actor, new.role)
    is_service = new.role is Role.SERVICE
    if is_service and new.password is not None:
        raise InvalidValueError("A service account has no password. Make a key for it.")
    if not is_service and new.email is None:
        raise InvalidValueError("A person needs an e-mail address.")
    password_hash = hash_password(new.password) if new.password is not None else None
    user_id = new_id()
    email = (new.email or SERVICE_ADDRESS.format(id=user_id)).lower()
    if users.find_user_by_email(session, actor.institution_id, email) is not None:
        raise ConflictError("Somebody of this institution has that e-mail address already.")
    user = users.add_user(
        session,
        User(
            id=user_id,
            institution_id=actor.institution_id,
            email=email,
            name=new.name,
            role=new.role,
            password_hash=password_hash,
        ),
    )
    record(session, actor, "user.added", user.id, {"role": user.role})
    return describe_person(user)


def change_person(actor: Actor, session: Session, user_id: str, change: PersonChange) -> Person:
    """Change a user. Who is closed out or gets another password is signed out everywhere.

    Raises:
        ForbiddenError: the actor may not.
        NotFoundError: there is no such user in the institution.
        ConflictError: nobody would be left to administer, or a service account would become a person.
        InvalidValueError: the password is too easy to guess.
    """
    actor.require(Permission.USERS_WRITE)
    password_hash = hash_password(change.password) if change.password is not None else None
    user = find_person(actor, session, user_id)
    role = Role(user.role)
    _check_may_give(actor, role)
    if change.role is not None:
        _check_may_give(actor, change.role)
    if role is Role.SERVICE and (password_hash or change.role not in {None, Role.SERVICE}):
        raise ConflictError("A service account stays one and has no password.")
    if change.role is Role.SERVICE and role is not Role.SERVICE:
        raise ConflictError("A person cannot become a service account. Add one.")
    loses_administrator = change.is_active is False or change.role not in {None, Role.ADMINISTRATOR}
    if role is Role.ADMINISTRATOR and user.is_active and loses_administrator:
        check_not_last(session, user)
    _apply(actor, session, user, change, password_hash)
    return describe_person(user)


def change_own_password(actor: Actor, session: Session, *, old: str, new: str) -> None:
    """Give oneself another password, and end every session.

    Raises:
        ForbiddenError: the old password is not right, or the account has none.
        InvalidValueError: the new one is too easy to guess.
    """
    user = find_person(actor, session, actor.id)
    if actor.kind != "person" or not verify_password(old, user.password_hash):
        raise ForbiddenError("The present password is not right.")
    user.password_hash = hash_password(new)
    sessions.delete_sessions_of(session, user.id)
    record(session, actor, "user.password_changed", user.id)


def find_person(actor: Actor, session: Session, user_id: str) -> User:
    """The user of the actor's institution.

    Raises:
        NotFoundError: there is none of that id.
    """
    user = users.find_user(session, actor.institution_id, user_id)
    if user is None:
        raise NotFoundError("user")
    return user


def check_not_last(session: Session, user: User) -> None:
    """Refuse what would leave an institution without anybody to administer it.

    Raises:
        ConflictError: the user is the last administrator.
    """
    if users.count_active(session, user.institution_id, Role.ADMINISTRATOR) == 1:
        raise ConflictError("This is the last administrator. Make somebody else one first.")


def describe_person(user: User) -> Person:
    """A user as others see them."""
    return Person(
        id=user.id,
        email=user.email,
        name=user.name,
        role=Role(user.role),
        is_active=user.is_active,
        has_password=user.password_hash is not None,
        is_linked=user.oidc_subject is not None,
        created_at=user.created_at,
    )


def _check_may_give(actor: Actor, role: Role) -> None:
    """Only a person makes or changes administrators: a key that leaks must not become one."""
    if role is Role.ADMINISTRATOR and actor.kind == "key":
        raise ForbiddenError("A key cannot make or change administrators. Sign in to do so.")


def _apply(actor: Actor, session: Session, user: User, change: PersonChange, password_hash: str | None) -> None:
    if change.name is not None:
        user.name = change.name
    if change.role is not None and change.role != user.role:
        record(session, actor, "user.changed", user.id, {"from": user.role, "to": change.role})
        user.role = change.role
    if password_hash is not None:
        user.password_hash = password_hash
        record(session, actor, "user.password_changed", user.id)
    if change.is_active is not None and change.is_active != user.is_active:
        user.is_active = change.is_active
        record(session, actor, "user.reopened" if change.is_active else "user.closed", user.id)
    if password_hash is not None or change.is_active is False:
        sessions.delete_sessions_of(session, user.id)
    if change.is_active is False:
        keys.revoke_keys_of(session, user.id, datetime.now(UTC))
    session.flush()
