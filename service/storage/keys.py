"""Keys of service accounts."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from service.storage.paging import Page, PageRequest, fetch_page
from service.storage.tables import ApiKey, User


def add_key(session: Session, key: ApiKey) -> ApiKey:
    """Add a key, and give it an id."""
    session.add(key)
    session.flush()
    return key


def find_key(session: Session, institution_id: str, key_id: str) -> ApiKey | None:
    """The key of that id, if it belongs to the institution."""
    query = select(ApiKey).where(ApiKey.institution_id == institution_id, ApiKey.id == key_id)
    return session.scalars(query).one_or_none()


def find_valid_key(session: Session, key_hash: str, now: datetime) -> tuple[ApiKey, User] | None:
    """The key of that hash and its account, if it is neither revoked nor expired and the account is in use."""
    query = (
        select(ApiKey, User)
        .join(User, User.id == ApiKey.user_id)
        .where(ApiKey.key_hash == key_hash, ApiKey.revoked_at.is_(None), User.is_active)
    )
    found = session.execute(query).one_or_none()
    if found is None or (found[0].expires_at is not None and found[0].expires_at <= now):
        return None
    return found[0], found[1]


def touch_key(session: Session, key_id: str, now: datetime) -> None:
    """Note that the key was used."""
    session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=now))


def list_keys(session: Session, institution_id: str, asked: PageRequest) -> Page[ApiKey]:
    """A page of the institution's keys."""
    return fetch_page(session, select(ApiKey).where(ApiKey.institution_id == institution_id), ApiKey, asked)


def revoke_keys_of(session: Session, user_id: str, now: datetime) -> None:
    """Revoke every key of a service account."""
    statement = update(ApiKey).where(ApiKey.user_id == user_id, ApiKey.revoked_at.is_(None)).values(revoked_at=now)
    session.execute(statement)
