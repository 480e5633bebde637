"""People and service accounts. Every look-up by id stays within one institution."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.errors import ConflictError
from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import User


def add_user(session: Session, user: User) -> User:
    """Add a user, and give it an id.

    Raises:
        ConflictError: the address or the identity is taken.
    """
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise ConflictError("Somebody of this institution has that e-mail address already.") from error
    return user


def find_user(session: Session, institution_id: str, user_id: str) -> User | None:
    """The user of that id, if they belong to the institution."""
    return session.scalars(select(User).where(User.institution_id == institution_id, User.id == user_id)).one_or_none()


def find_user_by_email(session: Session, institution_id: str, email: str) -> User | None:
    """The user of that address."""
    query = select(User).where(User.institution_id == institution_id, User.email == email.lower())
    return session.scalars(query).one_or_none()


def find_users_by_email(session: Session, emails: list[str], institution_id: str) -> dict[str, User]:
    """The users of those addresses, by address in small letters."""
    query = select(User).where(User.institution_id == institution_id, User.email.in_(emails))
    return {user.email: user for user in session.scalars(query)}


def find_user_by_subject(session: Session, issuer: str, subject: str) -> User | None:
    """The user whom a sign-in service knows by that name, in whatever institution."""
    query = select(User).where(User.oidc_issuer == issuer, User.oidc_subject == subject)
    return session.scalars(query).one_or_none()


def find_sign_in_candidates(session: Session, email: str) -> list[User]:
    """Everybody of that address who signs in with a password, in whatever institution."""
    query = select(User).where(User.email == email.lower(), User.password_hash.is_not(None))
    return list(session.scalars(query.order_by(User.id).limit(20)))


def list_users(session: Session, institution_id: str, asked: PageRequest, *, role: str | None = None) -> Page[User]:
    """A page of the institution's users, or of those with one role."""
    query = select(User).where(User.institution_id == institution_id)
    if role is not None:
        query = query.where(User.role == role)
    return fetch_page(session, query, User, asked)


def count_active(session: Session, institution_id: str, role: str) -> int:
    """How many of the institution have that role and may come in."""
    query = select(func.count()).where(User.institution_id == institution_id, User.role == role, User.is_active)
    return session.scalar(query) or 0
