"""How people and programs come in: sessions, keys, counts of requests."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from service.storage.tables.base import Identified, Owner, Table


class LoginSession(Identified, Table):
    """A person who signed in. The token itself is with the browser; here is its hash."""

    __tablename__ = "login_sessions"

    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    csrf_token: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    last_seen_at: Mapped[datetime]


class ApiKey(Identified, Table):
    """A key of a service account. The key itself is shown once; here is its hash."""

    __tablename__ = "api_keys"

    institution_id: Mapped[Owner] = mapped_column(index=True)
    user_id: Mapped[str] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    prefix: Mapped[str]
    """The first characters, by which its owner knows it."""
    key_hash: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str]]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]


class RateCounter(Table):
    """How often something was done within a window of time, counted across processes."""

    __tablename__ = "rate_counters"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    window_start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)
    """Seconds since 1970."""
    count: Mapped[int]


class SignIn(Table):
    """A person on the way through their institution's sign-in, until they come back. Deleted as it is used."""

    __tablename__ = "sign_ins"

    state_hash: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    return_to: Mapped[str]
    """The page to go on to."""
    expires_at: Mapped[datetime] = mapped_column(index=True)
