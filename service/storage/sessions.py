"""Sessions of people who signed in, and people on their way through their institution's sign-in."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from service.storage.tables import LoginSession, SignIn, User


def add_session(session: Session, login: LoginSession) -> LoginSession:
    """Add a session, and give it an id."""
    session.add(login)
    session.flush()
    return login


def find_session(session: Session, token_hash: str, now: datetime) -> tuple[LoginSession, User] | None:
    """The session of that token and its user, if it has not expired and the user may still come in."""
    query = (
        select(LoginSession, User)
        .join(User, User.id == LoginSession.user_id)
        .where(LoginSession.token_hash == token_hash, LoginSession.expires_at > now, User.is_active)
    )
    found = session.execute(query).one_or_none()
    return (found[0], found[1]) if found is not None else None


def touch_session(session: Session, session_id: str, now: datetime) -> None:
    """Note that the session was used."""
    session.execute(update(LoginSession).where(LoginSession.id == session_id).values(last_seen_at=now))


def delete_session(session: Session, token_hash: str) -> None:
    """End the session of that token."""
    session.execute(delete(LoginSession).where(LoginSession.token_hash == token_hash))


def delete_sessions_of(session: Session, user_id: str) -> None:
    """End every session of a user."""
    session.execute(delete(LoginSession).where(LoginSession.user_id == user_id))


def delete_expired_sessions(session: Session, now: datetime) -> None:
    """Forget sessions that are over, and sign-ins from which nobody came back."""
    session.execute(delete(LoginSession).where(LoginSession.expires_at <= now))
    session.execute(delete(SignIn).where(SignIn.expires_at <= now))


def add_sign_in(session: Session, sign_in: SignIn) -> None:
    """Keep an attempt until the person comes back."""
    session.add(sign_in)
    session.flush()


def take_sign_in(session: Session, state_hash: str, now: datetime) -> SignIn | None:
    """The attempt, which nobody can take again; None where there is none, or it is too old.

    The row is deleted and read in one statement, so that of two requests at once only one gets it.
    """
    statement = delete(SignIn).where(SignIn.state_hash == state_hash).returning(SignIn)
    found = session.scalars(statement).one_or_none()
    return found if found is not None and found.expires_at > now else None
