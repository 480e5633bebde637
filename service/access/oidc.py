"""Sign-in by the institution: OpenID Connect, authorization code with PKCE. We are the relying party."""

import base64
import hashlib
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from service.access.errors import IdentityProviderError, SignInError
from service.access.id_tokens import Expected, UnknownKeyError, read_id_token
from service.access.identities import Identity, RoleClaim, read_identity

DISCOVERY = "/.well-known/openid-configuration"
SCOPES = "openid email profile"
CACHED_S = 3_600
"""How long the provider's description and keys are kept."""
REFETCH_S = 60
"""How long at least between two fetches of keys because a token names an unknown one."""
TIMEOUT_S = 10.0
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Provider:
    """The sign-in service of an institution, and who we are to it."""

    issuer: str
    client_id: str
    client_secret: str | None = field(default=None, repr=False)
    role_claim: RoleClaim = field(default_factory=RoleClaim)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInRequest:
    """One attempt to sign in, kept until the browser comes back; nothing of it may be used twice."""

    state: str
    nonce: str
    code_verifier: str


@dataclass(frozen=True, slots=True)
class _Cached:
    value: Any
    until_s: float


class OidcClient:
    """Talks to one provider for every request of a process; what it publishes is fetched once an hour."""

    def __init__(self, provider: Provider, *, now_s: Callable[[], float] = time.time) -> None:
        """Nothing is fetched before it is needed, so that the service starts while the provider is down."""
        self._provider = provider
        self._now_s = now_s
        self._http = httpx2.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)
        self._lock = Lock()
        self._description: _Cached | None = None
        self._keys: _Cached | None = None
        self._last_refetch_s = float("-inf")

    def begin(self, *, redirect_uri: str) -> tuple[SignInRequest, str]:
        """A new attempt, and the address at the provider to send the browser to.

        Raises:
            IdentityProviderError: the provider does not answer as it should.
        """
        attempt = SignInRequest(
            state=secrets.token_urlsafe(32), nonce=secrets.token_urlsafe(32), code_verifier=secrets.token_urlsafe(48)
        )
        digest = hashlib.sha256(attempt.code_verifier.encode()).digest()
        query = {
            "response_type": "code",
            "client_id": self._provider.client_id,
            "redirect_uri": redirect_uri,
            "scope": SCOPES,
            "state": attempt.state,
            "nonce": attempt.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        address = str(self._describe()["authorization_endpoint"])
        return attempt, f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"

    def finish(self, attempt: SignInRequest, *, code: str, redirect_uri: str) -> Identity:
        """Who came back with the code.

        Raises:
            SignInError: the code or the token behind it is not as it must be.
            NoRoleError: the provider gives the person no role here.
            IdentityProviderError: the provider does not answer as it should.
        """
        token = self._fetch_id_token(attempt, code, redirect_uri)
        expected = Expected(issuer=self._provider.issuer, client_id=self._provider.client_id, nonce=attempt.nonce)
        now_s = int(self._now_s())
        try:
            claims = read_id_token(token, self._fetch_keys(), expected=expected, now_s=now_s)
        except UnknownKeyError:
            claims = read_id_token(token, self._fetch_keys(again=True), expected=expected, now_s=now_s)
        return read_identity(claims, self._provider.role_claim)

    def is_issuer(self, named: str | None) -> bool:
        """Whether an answer that names its issuer (RFC 9207) comes from ours; one that names none may."""
        return named is None or named == self._provider.issuer

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _fetch_id_token(self, attempt: SignInRequest, code: str, redirect_uri: str) -> str:
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": redirect_uri,
            "code_verifier": attempt.code_verifier,
        }
        auth = self._authenticate(form)
        try:
            answer = self._http.post(str(self._describe()["token_endpoint"]), data=form, auth=auth)
        except httpx2.HTTPError as error:
            raise IdentityProviderError from error
        if answer.is_client_error:
            raise SignInError
        token = _object_in(answer).get("id_token")
        if not isinstance(token, str):
            raise IdentityProviderError
        return token

    def _authenticate(self, form: dict[str, str]) -> httpx2.Auth:
        """Say who we are: by the header that every provider takes, or, without a secret, by name only."""
        secret = self._provider.client_secret
        if secret is not None:
            return httpx2.BasicAuth(quote(self._provider.client_id, safe=""), quote(secret, safe=""))
        form["client_id"] = self._provider.client_id
        return httpx2.Auth()

    def _describe(self) -> Mapping[str, Any]:
        """The provider's description of itself."""
        with self._lock:
            if self._description is None or self._description.until_s < self._now_s():
                found = self._get(self._provider.issuer.rstrip("/") + DISCOVERY)
                _check_description(found, self._provider.issuer)
                self._description = _Cached(found, self._now_s() + CACHED_S)
            return dict(self._description.value)

    def _fetch_keys(self, *, again: bool = False) -> KeySet:
        """The provider's public keys; fetched again for an unknown one, but not for everybody who invents one."""
        address = str(self._describe()["jwks_uri"])
        with self._lock:
            now_s = self._now_s()
            may_refetch = again and now_s - self._last_refetch_s >= REFETCH_S
            if self._keys is None or self._keys.until_s < now_s or may_refetch:
                self._last_refetch_s = now_s if again else self._last_refetch_s
                self._keys = _Cached(_read_keys(self._get(address)), now_s + CACHED_S)
            keys: KeySet = self._keys.value
            return keys

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = self._http.get(address)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise IdentityProviderError from error
        return _object_in(answer)


def is_safe_address(address: str) -> bool:
    """Whether what is sent there cannot be read on the way: https, or this machine."""
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)


def _object_in(answer: httpx2.Response) -> dict[str, Any]:
    try:
        found = answer.json() if answer.is_success else None
    except ValueError as error:
        raise IdentityProviderError from error
    if not isinstance(found, dict):
        raise IdentityProviderError
    return found


def _check_description(found: Mapping[str, Any], issuer: str) -> None:
    """Refuse a description of somebody else, or one that would send secrets in the open."""
    addresses = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if found.get("issuer") != issuer or not all(isinstance(one, str) and is_safe_address(one) for one in addresses):
        raise IdentityProviderError


def _read_keys(found: Mapping[str, Any]) -> KeySet:
    try:
        return KeySet.import_key_set(found)  # type: ignore[arg-type]
    except (JoseError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise IdentityProviderError from error
