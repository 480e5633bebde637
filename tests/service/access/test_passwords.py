"""Passwords of local accounts."""

import pytest

from service.access.passwords import hash_password, needs_new_hash, verify_password
from service.errors import InvalidValueError

GOOD = "four calm green boats"


def test_a_password_belongs_to_its_own_hash_only() -> None:
    stored = hash_password(GOOD)
    assert stored.startswith("$argon2id$")
    assert verify_password(GOOD, stored)
    assert not verify_password(GOOD + " ", stored)
    assert stored != hash_password(GOOD)
    assert not needs_new_hash(stored)


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$AAAA"])
def test_no_password_belongs_to_what_is_no_hash(stored: str | None) -> None:
    assert not verify_password(GOOD, stored)
    assert not verify_password("a password that nobody has", stored)


@pytest.mark.parametrize(
    ("password", "fits"),
    [
        ("elevenchars", False),
        ("twelve chars", True),
        ("aaaaaaaaaaaaaaaaaaaaaa", False),
        ("ababababababababab", False),
        ("пароль из слов", True),
        ("x y z " * 34, False),
    ],
)
def test_a_password_is_long_and_no_single_refrain(password: str, fits: bool) -> None:
    if fits:
        assert hash_password(password)
    else:
        with pytest.raises(InvalidValueError):
            hash_password(password)


def test_a_hash_of_weaker_parameters_is_made_anew() -> None:
    assert needs_new_hash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$MTIzNDU2Nzg5MDEyMzQ1Ng")
