"""What is sealed opens with its key, in its column, unchanged, and in no other way."""

import base64
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import SettingsError
from service.storage.crypto import Key, Keyring, digest_text, key_id_of, open_sealed, seal
from service.storage.errors import SealError

OLD = Key("2025", b"o" * 32)
NEW = Key("2026", b"n" * 32)
SECRET = base64.b64encode(b"s" * 32).decode()
TEXT = b"The counter and the ovens are in three rooms. " * 20


@given(st.binary(max_size=2000), st.sampled_from([(), (NEW,), (NEW, OLD)]))
def test_what_is_sealed_opens_again(body: bytes, keys: tuple[Key, ...]) -> None:
    assert open_sealed(seal(body, "drafts.text", Keyring(keys)), "drafts.text", Keyring(keys)) == body


def test_an_encrypted_text_shows_nothing_and_never_looks_the_same() -> None:
    first, second = (seal(b"my essay", "drafts.text", Keyring((NEW,))) for _ in range(2))
    assert b"essay" not in first
    assert first != second


def test_long_text_takes_less_room_than_it_has() -> None:
    assert len(seal(TEXT, "drafts.text", Keyring((NEW,)))) < len(TEXT) / 3


@pytest.mark.parametrize(
    ("sealed_by", "opened_by", "opens"),
    [
        (Keyring((OLD,)), Keyring((NEW, OLD)), True),
        (Keyring((NEW, OLD)), Keyring((NEW,)), True),
        (Keyring(), Keyring((NEW,)), True),
        (Keyring((NEW,), seals=False), Keyring(), True),
        (Keyring((OLD,)), Keyring((NEW,)), False),
        (Keyring((OLD,)), Keyring(), False),
        (Keyring((OLD,)), Keyring((Key("2025", b"x" * 32),)), False),
    ],
)
def test_a_value_opens_with_the_key_that_sealed_it(sealed_by: Keyring, opened_by: Keyring, opens: bool) -> None:
    sealed = seal(TEXT, "drafts.text", sealed_by)
    if opens:
        assert open_sealed(sealed, "drafts.text", opened_by) == TEXT
    else:
        with pytest.raises(SealError):
            open_sealed(sealed, "drafts.text", opened_by)


def test_a_missing_key_is_named() -> None:
    sealed = seal(TEXT, "drafts.text", Keyring((OLD,)))
    with pytest.raises(SealError, match=r"'2025'.*MARKPOINT_ENCRYPTION_KEYS"):
        open_sealed(sealed, "drafts.text", Keyring((NEW,)))


def test_a_value_does_not_open_in_another_column() -> None:
    sealed = seal(TEXT, "drafts.text", Keyring((NEW,)))
    with pytest.raises(SealError, match=r"reports\.body was changed"):
        open_sealed(sealed, "reports.body", Keyring((NEW,)))


@pytest.mark.parametrize("position", [0, 1, 3, 8, 30, -1])
def test_a_value_with_one_changed_bit_does_not_open(position: int) -> None:
    sealed = bytearray(seal(TEXT, "drafts.text", Keyring((NEW,))))
    sealed[position] ^= 2
    with pytest.raises(SealError):
        open_sealed(bytes(sealed), "drafts.text", Keyring((NEW,)))


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01\x04202", b"\x02not packed"])
def test_a_value_cut_short_does_not_open(sealed: bytes) -> None:
    with pytest.raises(SealError):
        open_sealed(sealed, "drafts.text", Keyring((NEW,)))


@pytest.mark.parametrize(
    ("keyring", "expected"), [(Keyring(), None), (Keyring((NEW, OLD)), "2026"), (Keyring((NEW,), seals=False), None)]
)
def test_a_value_says_which_key_it_needs(keyring: Keyring, expected: str | None) -> None:
    assert key_id_of(seal(TEXT, "drafts.text", keyring)) == expected


@pytest.mark.parametrize(
    ("text", "ids"),
    [(None, ()), ("", ()), (f"a:{SECRET}", ("a",)), (f" b:{SECRET} , a:{SECRET}, ", ("b", "a"))],
)
def test_keys_are_read_in_their_order(text: str | None, ids: tuple[str, ...]) -> None:
    keyring = Keyring.parse(text)
    assert tuple(key.id for key in keyring.keys) == ids
    assert keyring.current is None if not ids else keyring.current == keyring.keys[0]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (SECRET, "key 1 is not a name"),
        (f"a:{SECRET},b:c2hvcnQ=", "key 2 is not a name"),
        (f"a b:{SECRET}", "key 1 is not a name"),
        ("a:not base64!", "key 1 is not a name"),
        (f"a:{SECRET},a:{SECRET}", "two keys have the same name"),
    ],
)
def test_a_key_that_cannot_be_used_is_refused_without_quoting_it(text: str, message: str) -> None:
    with pytest.raises(SettingsError, match=re.escape(message)) as caught:
        Keyring.parse(text)
    assert SECRET not in str(caught.value)


def test_a_keyring_does_not_show_its_secrets() -> None:
    assert "nnnn" not in repr(Keyring((NEW,)))


@pytest.mark.parametrize(
    ("text", "secret", "is_same"),
    [("my essay", b"key", True), ("my essay.", b"key", False), ("my essay", b"another", False)],
)
def test_the_same_text_is_known_again_by_its_digest(text: str, secret: bytes, is_same: bool) -> None:
    assert (digest_text(text, secret) == digest_text("my essay", b"key")) is is_same
