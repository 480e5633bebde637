"""Secrets that we hand out: random, shown once, kept only as a hash."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

KEY_PREFIX = "mp_"
_BYTES = 32
_SHOWN = 11
"""Characters of a key that are kept to recognise it by: its prefix and eight more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """A secret just made. `value` is never stored."""

    value: str
    hash: str
    prefix: str
    """The beginning of it, to recognise it by in a list."""


def make_session_token() -> NewToken:
    """A token for a session cookie, or for another cookie that nobody may guess."""
    return _describe(secrets.token_urlsafe(_BYTES))


def make_key() -> NewToken:
    """An API key. It begins with `mp_`, so that scanners for leaked keys can find it."""
    return _describe(KEY_PREFIX + secrets.token_urlsafe(_BYTES))


def hash_token(value: str) -> str:
    """What is stored of a token. It is random and long, so that a plain hash cannot be turned back."""
    return hashlib.sha256(value.encode()).hexdigest()


def same_token(one: str, other: str) -> bool:
    """Whether two tokens are the same; takes as long where they are not."""
    return hmac.compare_digest(one.encode(), other.encode())


def _describe(value: str) -> NewToken:
    return NewToken(value=value, hash=hash_token(value), prefix=value[:_SHOWN])
