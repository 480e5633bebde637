"""Passwords of local accounts, hashed with Argon2id."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from service.errors import InvalidValueError

SHORTEST = 12
LONGEST = 200
_HASHER = PasswordHasher()
"""The library's own parameters, which follow RFC 9106."""


def check_password(password: str) -> None:
    """Refuse a password that is too easy to guess.

    Raises:
        InvalidValueError: it is too short or too long, or says the same thing over and over.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidValueError(f"A password has {SHORTEST} to {LONGEST} characters. Several words make a good one.")
    if len(set(password)) < SHORTEST // 2:
        raise InvalidValueError("The password repeats too few characters. Several words make a good one.")


def hash_password(password: str) -> str:
    """The password as it may be stored.

    Raises:
        InvalidValueError: the password is not fit for use.
    """
    check_password(password)
    return _HASHER.hash(password)


def verify_password(password: str, password_hash: str | None) -> bool:
    """Whether the password belongs to the hash; takes as long where there is no hash."""
    try:
        _HASHER.verify(password_hash or _hash_of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return bool(password_hash)


def rehash_password(password: str) -> str:
    """A new hash of a password that was fit for use before; today's rules are for new ones."""
    return _HASHER.hash(password)


def needs_new_hash(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


@cache
def _hash_of_nobody() -> str:
    """What an unknown user's password is compared with, so that the answer takes as long as for a known one."""
    return _HASHER.hash("a password that nobody has")
