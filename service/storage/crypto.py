"""Values sealed for storage: packed, and encrypted with AES-256-GCM when there are keys.

A sealed value starts with one byte of flags. An encrypted one goes on with the length of the key's name, the name, a
nonce of 12 bytes, and the ciphertext with its tag. The head and the column's name are authenticated too, so a value
that was moved to another column or changed in one bit does not open.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import zlib
from dataclasses import dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from service.errors import SettingsError
from service.storage.errors import SealError

_ENCRYPTED = 1
_PACKED = 2
_NONCE_BYTES = 12
_KEY_BYTES = 32
_WORTH_PACKING = 256
"""Shorter values hardly shrink."""
_KEY_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")


@dataclass(frozen=True, slots=True)
class Key:
    """A key of 256 bits and its name, which is stored with what it seals."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at hand: the first seals, all of them open. Without keys, values are stored as they are."""

    keys: tuple[Key, ...] = ()
    seals: bool = True
    """False where values are to be stored without encryption although there are keys to open what is there."""

    @classmethod
    def parse(cls, text: str | None, *, seals: bool = True) -> Self:
        """The keys of a setting: `id:base64` of 32 bytes each, the current one first, with commas between them.

        Raises:
            service.errors.SettingsError: a key is of another form, or two have the same name.
        """
        entries = [entry.strip() for entry in (text or "").split(",") if entry.strip()]
        keys = tuple(_parse_key(entry, number) for number, entry in enumerate(entries, start=1))
        if len({key.id for key in keys}) < len(keys):
            raise SettingsError("MARKPOINT_ENCRYPTION_KEYS: two keys have the same name. Give each its own.")
        return cls(keys, seals)

    @property
    def current(self) -> Key | None:
        """The key that seals."""
        return self.keys[0] if self.keys and self.seals else None

    def find(self, key_id: str) -> Key:
        """The key of that name.

        Raises:
            SealError: there is none.
        """
        for key in self.keys:
            if key.id == key_id:
                return key
        raise SealError(f"Text was encrypted with the key {key_id!r}. Add that key to MARKPOINT_ENCRYPTION_KEYS.")


def seal(body: bytes, purpose: str, keyring: Keyring) -> bytes:
    """The bytes to store for a value of the column `purpose`."""
    packed = zlib.compress(body, 6) if len(body) >= _WORTH_PACKING else body
    flags = _PACKED if packed is not body else 0
    key = keyring.current
    if key is None:
        return bytes((flags,)) + packed
    name = key.id.encode()
    head = bytes((flags | _ENCRYPTED, len(name))) + name
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + AESGCM(key.secret).encrypt(nonce, packed, head + purpose.encode())


def open_sealed(sealed: bytes, purpose: str, keyring: Keyring) -> bytes:
    """The value that was sealed for the column `purpose`.

    Raises:
        SealError: the key is missing, or the value was changed.
    """
    try:
        packed = _decrypt(sealed, purpose, keyring) if sealed[0] & _ENCRYPTED else sealed[1:]
        return zlib.decompress(packed) if sealed[0] & _PACKED else packed
    except (InvalidTag, IndexError, ValueError, zlib.error) as error:
        raise SealError(f"A value of {purpose} was changed or cut short. Restore it from a backup.") from error


def key_id_of(sealed: bytes) -> str | None:
    """The name of the key that a sealed value needs; None when it is not encrypted."""
    if not sealed or not sealed[0] & _ENCRYPTED:
        return None
    return sealed[2 : 2 + sealed[1]].decode(errors="replace")


def digest_text(text: str, secret_key: bytes) -> str:
    """A keyed fingerprint of a text: tells whether two drafts are the same, and nothing to whom lacks the key."""
    return hmac.new(secret_key, b"draft text\0" + text.encode(), hashlib.sha256).hexdigest()


def _decrypt(sealed: bytes, purpose: str, keyring: Keyring) -> bytes:
    end = 2 + sealed[1]
    key = keyring.find(sealed[2:end].decode())
    nonce, body = sealed[end : end + _NONCE_BYTES], sealed[end + _NONCE_BYTES :]
    return AESGCM(key.secret).decrypt(nonce, body, sealed[:end] + purpose.encode())


def _parse_key(entry: str, number: int) -> Key:
    """One key of the setting. The entry may be a secret, so a complaint gives its place, not its words."""
    key_id, _, encoded = entry.partition(":")
    try:
        secret = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if not _KEY_ID.fullmatch(key_id) or len(secret) != _KEY_BYTES:
        raise SettingsError(
            f"MARKPOINT_ENCRYPTION_KEYS: key {number} is not a name of letters and digits, a colon and 32 bytes in "
            "base64. Make one with: openssl rand -base64 32"
        )
    return Key(key_id, secret)
