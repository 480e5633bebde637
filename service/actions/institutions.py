"""The institution itself: its name, how long drafts are kept, its first administrator."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.access.passwords import hash_password
from service.access.roles import Permission, Role, permissions_of
from service.actions.actors import Actor
from service.actions.audit import record
from service.errors import ConflictError, NotFoundError
from service.storage import institutions, users
from service.storage.tables import Institution, User


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionView:
    """An institution as its people see it."""

    id: str
    name: str
    retention_days: int | None
    """Drafts and reports older than this are deleted; None where it is as the service is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstAdministrator:
    """Whoever sets up an institution. Without a password they sign in by their institution."""

    institution: str
    email: str
    name: str
    password: str | None


def show_institution(actor: Actor, session: Session) -> InstitutionView:
    """The actor's institution; everybody may know how long their drafts are kept."""
    return _describe(_find(actor, session))


def set_retention(actor: Actor, session: Session, days: int | None) -> InstitutionView:
    """Say after how many days drafts and all that was made of them are deleted; None: as the service is set.

    Raises:
        service.errors.ForbiddenError: the actor may not.
    """
    actor.require(Permission.INSTITUTION_MANAGE)
    institution = _find(actor, session)
    if institution.retention_days != days:
        detail = {"from_days": institution.retention_days, "to_days": days}
        record(session, actor, "institution.retention_changed", institution.id, detail)
        institution.retention_days = days
        session.flush()
    return _describe(institution)


def set_up_institution(session: Session, first: FirstAdministrator) -> str:
    """Make an institution where there is none of that name, and its administrator; the administrator's id.

    It is for whoever may run commands on the machine, and asks no actor.

    Raises:
        ConflictError: somebody of the institution has the address.
        service.errors.InvalidValueError: the password is too easy to guess.
    """
    password_hash = hash_password(first.password) if first.password is not None else None
    institution = institutions.find_institution_by_name(session, first.institution)
    if institution is None:
        institution = institutions.add_institution(session, first.institution)
    if users.find_user_by_email(session, institution.id, first.email) is not None:
        raise ConflictError(f"{first.institution} has a user of that e-mail address already. Choose another address.")
    user = users.add_user(
        session,
        User(
            institution_id=institution.id,
            email=first.email.lower(),
            name=first.name,
            role=Role.ADMINISTRATOR,
            password_hash=password_hash,
        ),
    )
    actor = Actor(
        id=user.id,
        institution_id=institution.id,
        role=Role.ADMINISTRATOR,
        permissions=permissions_of(Role.ADMINISTRATOR),
        kind="command",
    )
    record(session, actor, "user.added", user.id, {"role": user.role})
    return user.id


def _find(actor: Actor, session: Session) -> Institution:
    institution = institutions.find_institution(session, actor.institution_id)
    if institution is None:
        raise NotFoundError("institution")
    return institution


def _describe(institution: Institution) -> InstitutionView:
    return InstitutionView(id=institution.id, name=institution.name, retention_days=institution.retention_days)
