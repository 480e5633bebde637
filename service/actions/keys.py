"""API keys of service accounts."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from service.access.roles import KEY_SCOPES, Permission, Role
from service.access.tokens import hash_token, make_key
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.people import NewPerson, add_person, find_person
from service.errors import InvalidValueError, NotFoundError
from service.storage import keys
from service.storage.paging import Page, PageRequest
from service.storage.tables import ApiKey

USED_EVERY = timedelta(minutes=5)
"""How exactly it is kept when a key was last used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as administrators see it, without the key itself."""

    id: str
    user_id: str
    name: str
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeKey:
    """A key just made, and the secret that is shown this once."""

    key: Key
    secret: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewKey:
    """A key to make. Without an account one is added for it."""

    name: str
    scopes: frozenset[Permission]
    user_id: str | None = None
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentKey:
    """A key that a request came with, and whose it is."""

    id: str
    actor: Actor
    is_stale: bool
    """Whether it is time to note that it was used."""


def make_api_key(actor: Actor, session: Session, new: NewKey, *, now: datetime) -> MadeKey:
    """Make a key for a service account.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        InvalidValueError: no key may have the scope, the account is a person's, or the key would be over already.
        NotFoundError: there is no such account in the institution.
    """
    actor.require(Permission.KEYS_MANAGE)
    if not new.scopes or not new.scopes <= KEY_SCOPES:
        raise InvalidValueError(f"A key may have these scopes: {', '.join(sorted(KEY_SCOPES))}.")
    if new.expires_at is not None and new.expires_at <= now:
        raise InvalidValueError("The key would have expired already. Choose a later moment.")
    user_id = new.user_id
    if user_id is None:
        user_id = add_person(actor, session, NewPerson(email=None, name=new.name, role=Role.SERVICE)).id
    elif find_person(actor, session, user_id).role != Role.SERVICE:
        raise InvalidValueError("Keys belong to service accounts, not to people.")
    secret = make_key()
    key = keys.add_key(
        session,
        ApiKey(
            institution_id=actor.institution_id,
            user_id=user_id,
            name=new.name,
            prefix=secret.prefix,
            key_hash=secret.hash,
            scopes=sorted(new.scopes),
            expires_at=new.expires_at,
        ),
    )
    record(session, actor, "key.made", key.id, {"scopes": key.scopes, "user_id": user_id})
    return MadeKey(key=_describe(key), secret=secret.value)


def list_api_keys(actor: Actor, session: Session, asked: PageRequest) -> Page[Key]:
    """The keys of the institution.

    Raises:
        service.errors.ForbiddenError: the actor may not see them.
    """
    actor.require(Permission.KEYS_MANAGE)
    return keys.list_keys(session, actor.institution_id, asked).map(_describe)


def show_api_key(actor: Actor, session: Session, key_id: str) -> Key:
    """One key of the institution.

    Raises:
        service.errors.ForbiddenError: the actor may not see it.
        NotFoundError: there is none of that id.
    """
    actor.require(Permission.KEYS_MANAGE)
    return _describe(_find(actor, session, key_id))


def revoke_api_key(actor: Actor, session: Session, key_id: str, *, now: datetime) -> Key:
    """Revoke a key for good; one that is revoked already stays as it is.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        NotFoundError: there is none of that id.
    """
    actor.require(Permission.KEYS_MANAGE)
    key = _find(actor, session, key_id)
    if key.revoked_at is None:
        key.revoked_at = now
        record(session, actor, "key.revoked", key.id)
        session.flush()
    return _describe(key)


def identify_key(session: Session, secret: str, *, now: datetime, request_id: str | None) -> CurrentKey | None:
    """Whose key it is; None where it is nobody's, revoked or expired."""
    found = keys.find_valid_key(session, hash_token(secret), now)
    if found is None:
        return None
    key, user = found
    scopes = frozenset(Permission(scope) for scope in key.scopes if scope in set(KEY_SCOPES))
    actor = Actor(
        id=user.id,
        institution_id=key.institution_id,
        role=Role.SERVICE,
        permissions=scopes,
        kind="key",
        request_id=request_id,
    )
    is_stale = key.last_used_at is None or now - key.last_used_at > USED_EVERY
    return CurrentKey(id=key.id, actor=actor, is_stale=is_stale)


def _find(actor: Actor, session: Session, key_id: str) -> ApiKey:
    key = keys.find_key(session, actor.institution_id, key_id)
    if key is None:
        raise NotFoundError("key")
    return key


def _describe(key: ApiKey) -> Key:
    return Key(
        id=key.id,
        user_id=key.user_id,
        name=key.name,
        prefix=key.prefix,
        scopes=tuple(key.scopes),
        created_at=key.created_at,
        expires_at=key.expires_at,
        revoked_at=key.revoked_at,
        last_used_at=key.last_used_at,
    )
