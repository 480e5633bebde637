"""Coming in and going out: sessions of people, by password or by their institution."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.access.errors import SignInError
from service.access.identities import Identity
from service.access.oidc import SignInRequest
from service.access.passwords import needs_new_hash, rehash_password, verify_password
from service.access.roles import Role, permissions_of
from service.access.tokens import hash_token, make_session_token
from service.actions.actors import Actor
from service.actions.audit import record
from service.storage import institutions, sessions, users
from service.storage.tables import LoginSession, SignIn, User

SEEN_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a session was last used."""
SIGN_IN_WITHIN = timedelta(minutes=10)
"""How long somebody may take at their institution's sign-in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Whoever might sign in by that address. `password_hash` is None where nobody might."""

    user_id: str | None = None
    password_hash: str | None = None

    def is_proven_by(self, password: str) -> bool:
        """Whether the password is theirs; takes as long where there is nobody."""
        return verify_password(password, self.password_hash) and self.user_id is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """A session just begun. `token` goes to the browser and is kept nowhere else."""

    token: str
    csrf_token: str
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentSession:
    """A session that a browser came with, and whose it is."""

    id: str
    actor: Actor
    name: str
    email: str
    csrf_token: str
    expires_at: datetime
    is_stale: bool
    """Whether it is time to note that it was used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturningPerson:
    """Somebody back from their institution's sign-in: the attempt they set out with, and where they want to go."""

    attempt: SignInRequest
    return_to: str


def find_candidate(session: Session, email: str, institution: str | None) -> Candidate:
    """Whoever might sign in by that address; nobody where the address has accounts in several institutions.

    Args:
        session: To read by.
        email: The address that was typed.
        institution: The name of an institution, needed only where one address belongs to several.
    """
    found = users.find_sign_in_candidates(session, email.strip())
    if institution:
        named = institutions.find_institution_by_name(session, institution.strip())
        found = [user for user in found if named is not None and user.institution_id == named.id]
    found = [user for user in found if user.is_active and user.role != Role.SERVICE]
    if len(found) != 1:
        return Candidate()
    return Candidate(user_id=found[0].id, password_hash=found[0].password_hash)


def begin_session(session: Session, user_id: str, *, now: datetime, hours: float) -> NewSession:
    """Let a person in who has proven who they are. Every session has a token of its own, made here and now.

    Raises:
        SignInError: the person may no longer come in.
    """
    user = session.get(User, user_id)
    if user is None or not user.is_active or user.role == Role.SERVICE:
        raise SignInError
    sessions.delete_expired_sessions(session, now)
    token, csrf = make_session_token(), make_session_token()
    login = sessions.add_session(
        session,
        LoginSession(
            token_hash=token.hash,
            user_id=user.id,
            csrf_token=csrf.value,
            expires_at=now + timedelta(hours=hours),
            last_seen_at=now,
        ),
    )
    record(session, person(user), "session.began", login.id)
    return NewSession(token=token.value, csrf_token=csrf.value, expires_at=login.expires_at)


def renew_hash(session: Session, user_id: str, password: str) -> None:
    """Hash a password anew that is known to be right, where its hash is older than today's parameters."""
    user = session.get(User, user_id)
    if user is not None and user.password_hash and needs_new_hash(user.password_hash):
        user.password_hash = rehash_password(password)


def identify_session(session: Session, token: str, *, now: datetime, request_id: str | None) -> CurrentSession | None:
    """Whose session the token is; None where it is nobody's, or over."""
    found = sessions.find_session(session, hash_token(token), now)
    if found is None:
        return None
    login, user = found
    return CurrentSession(
        id=login.id,
        actor=person(user, request_id=request_id),
        name=user.name,
        email=user.email,
        csrf_token=login.csrf_token,
        expires_at=login.expires_at,
        is_stale=now - login.last_seen_at > SEEN_EVERY,
    )


def end_session(session: Session, token: str, *, now: datetime) -> None:
    """Sign somebody out. A token of nobody is no error."""
    found = sessions.find_session(session, hash_token(token), now)
    if found is not None:
        record(session, person(found[1]), "session.ended", found[0].id)
    sessions.delete_session(session, hash_token(token))


def keep_sign_in(session: Session, attempt: SignInRequest, *, return_to: str, now: datetime) -> None:
    """Keep an attempt while the person is at their institution's sign-in."""
    sessions.add_sign_in(
        session,
        SignIn(
            state_hash=hash_token(attempt.state),
            nonce=attempt.nonce,
            code_verifier=attempt.code_verifier,
            return_to=return_to,
            expires_at=now + SIGN_IN_WITHIN,
        ),
    )


def take_sign_in(session: Session, state: str, *, now: datetime) -> ReturningPerson | None:
    """The attempt of that state, once; None where there is none, it was used before, or it is too old."""
    found = sessions.take_sign_in(session, hash_token(state), now)
    if found is None:
        return None
    attempt = SignInRequest(state=state, nonce=found.nonce, code_verifier=found.code_verifier)
    return ReturningPerson(attempt=attempt, return_to=found.return_to)


def settle_identity(session: Session, identity: Identity, *, institution: str | None) -> str:
    """The id of the user whom an institution vouches for; made or changed as the institution says.

    An account that is already there is taken over only when the institution has verified the e-mail address.

    Args:
        session: To write by.
        identity: What the institution says.
        institution: The name of the institution, needed only where there are several.

    Raises:
        SignInError: there is no such institution, the account is closed, or it belongs to another identity.
    """
    user = users.find_user_by_subject(session, identity.issuer, identity.subject)
    if user is None:
        user = _match_or_add(session, identity, _institution_id(session, institution))
    if not user.is_active or user.role == Role.SERVICE:
        raise SignInError
    _follow(session, user, identity)
    return user.id


def person(user: User, *, request_id: str | None = None) -> Actor:
    """Somebody signed in, as an actor."""
    role = Role(user.role)
    return Actor(
        id=user.id,
        institution_id=user.institution_id,
        role=role,
        permissions=permissions_of(role),
        kind="person",
        request_id=request_id,
    )


def _institution_id(session: Session, name: str | None) -> str:
    if name is None:
        found = institutions.find_only_institution(session)
    else:
        found = institutions.find_institution_by_name(session, name)
    if found is None:
        raise SignInError("No institution is set up for this sign-in yet. Ask your administrator.")
    return found.id


def _match_or_add(session: Session, identity: Identity, institution_id: str) -> User:
    user = users.find_user_by_email(session, institution_id, identity.email)
    if user is None:
        user = users.add_user(
            session,
            User(
                institution_id=institution_id,
                email=identity.email,
                name=identity.name,
                role=identity.role or Role.STUDENT,
                oidc_issuer=identity.issuer,
                oidc_subject=identity.subject,
            ),
        )
        record(session, person(user), "user.added", user.id, {"role": user.role})
        return user
    if user.oidc_subject is not None or not identity.email_is_verified:
        raise SignInError("Another account has your e-mail address. Ask your administrator.")
    user.oidc_issuer, user.oidc_subject = identity.issuer, identity.subject
    record(session, person(user), "user.linked", user.id)
    return user


def _follow(session: Session, user: User, identity: Identity) -> None:
    """Take over what the institution says today; its claims never take away the last administrator."""
    is_last = user.role == Role.ADMINISTRATOR and users.count_active(session, user.institution_id, user.role) == 1
    if identity.role is not None and identity.role != user.role and not is_last:
        record(session, person(user), "user.changed", user.id, {"from": user.role, "to": identity.role})
        user.role = identity.role
    is_free = users.find_user_by_email(session, user.institution_id, identity.email) is None
    if identity.email != user.email and identity.email_is_verified and is_free:
        user.email = identity.email
    session.flush()
