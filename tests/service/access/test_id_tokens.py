"""An id_token is taken only when everything about it is right."""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

from service.access.errors import SignInError
from service.access.id_tokens import Expected, UnknownKeyError, read_id_token

NOW_S = 1_800_000_000
KEY = RSAKey.generate_key(2048, parameters={"kid": "one"})
OTHER = RSAKey.generate_key(2048, parameters={"kid": "one"})
KEYS = KeySet.import_key_set({"keys": [KEY.as_dict(private=False)]})
EXPECTED = Expected(issuer="https://sign.example", client_id="markpoint", nonce="n-1")
CLAIMS: dict[str, Any] = {
    "iss": "https://sign.example",
    "aud": "markpoint",
    "sub": "s-1",
    "nonce": "n-1",
    "iat": NOW_S - 5,
    "exp": NOW_S + 55,
}


def signed(claims: Mapping[str, Any], key: RSAKey = KEY, kid: str = "one") -> str:
    return jwt.encode({"alg": "RS256", "kid": kid}, dict(claims), key)


def read(token: str) -> Mapping[str, Any]:
    return read_id_token(token, KEYS, expected=EXPECTED, now_s=NOW_S)


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"aud": ["markpoint"]},
        {"aud": ["markpoint", "other"], "azp": "markpoint"},
        {"exp": NOW_S - 59},
        {"iat": NOW_S + 59},
    ],
)
def test_a_token_made_for_us_is_read(change: dict[str, Any]) -> None:
    assert read(signed(CLAIMS | change))["sub"] == "s-1"


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://sign.example/"},
        {"aud": "other"},
        {"aud": ["other"]},
        {"aud": ["markpoint", "other"]},
        {"aud": ["markpoint", "other"], "azp": "other"},
        {"azp": "other"},
        {"nonce": "n-2"},
        {"nonce": None},
        {"exp": NOW_S - 61},
        {"exp": float("nan")},
        {"iat": NOW_S + 61},
        {"sub": None},
    ],
)
def test_a_token_with_one_thing_wrong_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(SignInError):
        read(signed(CLAIMS | change))


@pytest.mark.parametrize("missing", ["iss", "aud", "sub", "nonce", "iat", "exp"])
def test_a_token_with_one_thing_missing_is_refused(missing: str) -> None:
    with pytest.raises(SignInError):
        read(signed({name: value for name, value in CLAIMS.items() if name != missing}))


def test_a_token_signed_by_somebody_else_is_refused() -> None:
    with pytest.raises(SignInError):
        read(signed(CLAIMS, OTHER))


def test_a_token_signed_by_a_key_not_yet_known_says_so() -> None:
    with pytest.raises(UnknownKeyError):
        read(signed(CLAIMS, OTHER, kid="two"))


def test_a_token_signed_with_what_everybody_knows_is_refused() -> None:
    head, body, _ = signed(CLAIMS).split(".")
    symmetric = urlsafe_b64encode(b'{"alg":"HS256","kid":"one"}').rstrip(b"=").decode()
    seal = hmac.digest(KEY.as_pem(private=False), f"{symmetric}.{body}".encode(), "sha256")
    forged = f"{symmetric}.{body}.{urlsafe_b64encode(seal).rstrip(b'=').decode()}"
    for token in (forged, f"{head}.{body}.", f"eyJhbGciOiJub25lIn0.{body}.", "", "a.b.c", "é"):
        with pytest.raises(SignInError):
            read(token)
