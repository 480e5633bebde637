"""An id_token of OpenID Connect, checked: signature, issuer, audience, times and nonce."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from joserfc import jwt
from joserfc.errors import InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet

from service.access.errors import SignInError
from service.access.tokens import same_token

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
"""Signatures that are taken: only such as need a key that the provider alone has."""
LEEWAY_S = 60
"""How far the clocks of the provider and of this machine may be apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What an id_token must say to be ours."""

    issuer: str
    client_id: str
    nonce: str


class UnknownKeyError(SignInError):
    """The token is signed by a key that is not in the set; the provider may have a new one."""


def read_id_token(token: str, keys: KeySet, *, expected: Expected, now_s: int) -> Mapping[str, Any]:
    """The claims of a token that is signed by one of the keys and meant for us.

    Args:
        token: As the provider sent it.
        keys: The provider's public keys.
        expected: Whose it must be, and for which request.
        now_s: Seconds since 1970.

    Raises:
        UnknownKeyError: no key of the set has the token's key id.
        SignInError: anything else about it is not as it must be.
    """
    registry = jwt.JWTClaimsRegistry(
        now=now_s,
        leeway=LEEWAY_S,
        iss={"essential": True, "value": expected.issuer},
        aud={"essential": True, "value": expected.client_id},
        sub={"essential": True},
        exp={"essential": True},
        iat={"essential": True},
        nonce={"essential": True},
    )
    try:
        claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
        registry.validate(claims)
    except InvalidKeyIdError as error:
        raise UnknownKeyError from error
    except (JoseError, ValueError, TypeError) as error:
        raise SignInError from error
    _check_party(claims, expected)
    return claims


def _check_party(claims: Mapping[str, Any], expected: Expected) -> None:
    """Refuse a token that was made for another request, or for another client that shares it with us."""
    is_shared = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    party = claims.get("azp", None if is_shared else expected.client_id)
    if party != expected.client_id or not same_token(str(claims["nonce"]), expected.nonce):
        raise SignInError
