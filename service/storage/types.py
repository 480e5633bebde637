"""Column types that hold the same on SQLite and PostgreSQL: moments in UTC, identifiers, sealed values."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import DateTime, Dialect, Engine, LargeBinary
from sqlalchemy.types import TypeDecorator

from service.storage.crypto import Keyring, open_sealed, seal

_KEYRINGS: WeakKeyDictionary[Dialect, Keyring] = WeakKeyDictionary()
"""The keys of each engine, found by its dialect: all that a column type is told of where it is used."""


def use_keyring(engine: Engine, keyring: Keyring) -> None:
    """Seal and open the columns of this engine with these keys."""
    _KEYRINGS[engine.dialect] = keyring


def new_id() -> str:
    """A fresh identifier: a random UUID of 36 characters that says nothing of what it names."""
    return str(uuid.uuid4())


def utc_now() -> datetime:
    """This moment, with its zone."""
    return datetime.now(UTC)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment with its zone, kept in UTC; SQLite keeps no zones, so it is taken off and put back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment as the database keeps it.

        Raises:
            ValueError: the moment has no zone.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SealedBytes(TypeDecorator[bytes]):
    """Bytes that are packed, and encrypted when there are keys. `purpose` ties a value to its column."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, purpose: str) -> None:
        super().__init__()
        self.purpose = purpose

    def process_bind_param(self, value: Any, dialect: Dialect) -> bytes | None:
        """The value as the database keeps it."""
        if value is None:
            return None
        return seal(self.to_bytes(value), self.purpose, _KEYRINGS.get(dialect, Keyring()))

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> Any:
        """The value that was sealed.

        Raises:
            service.storage.errors.SealError: the key is missing, or the value was changed.
        """
        if value is None:
            return None
        return self.from_bytes(open_sealed(bytes(value), self.purpose, _KEYRINGS.get(dialect, Keyring())))

    def to_bytes(self, value: Any) -> bytes:
        """The value as bytes."""
        return bytes(value)

    def from_bytes(self, body: bytes) -> Any:
        """The value that the bytes stand for."""
        return body


class SealedText(SealedBytes):
    """Text that is sealed."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        """The text as UTF-8."""
        return str(value).encode()

    def from_bytes(self, body: bytes) -> Any:
        """The text."""
        return body.decode()


class SealedJson(SealedBytes):
    """A value of JSON that is sealed."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        """The value as JSON."""
        return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()

    def from_bytes(self, body: bytes) -> Any:
        """The value of the JSON."""
        return json.loads(body)
