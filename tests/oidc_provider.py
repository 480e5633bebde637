"""A sign-in service in a process of its own: a provider program from the package index, made to insist on PKCE.

The provider itself forgets the challenge of PKCE; what stands in front of it here remembers and checks it as RFC 7636
says, so that a client that sends none, or another verifier, gets nothing.
"""

import base64
import hashlib
import io
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
START_S = 30


@dataclass(frozen=True, slots=True)
class SignInService:
    """A running provider."""

    issuer: str

    def set_person(self, subject: str, **claims: object) -> None:
        """Let the provider know a person and what to say of them."""
        httpx2.put(f"{self.issuer}/users/{subject}", json=claims).raise_for_status()

    def sign_in(self, address: str, subject: str) -> str:
        """What the browser does at the provider: choose the person, and be sent back. The address to come back to."""
        page = httpx2.get(address)
        assert page.is_success, page.text
        answer = httpx2.post(address, data={"sub": subject})
        assert answer.is_redirect, answer.text
        return answer.headers["location"]

    def deny(self, address: str) -> str:
        """The browser says no at the provider."""
        return httpx2.post(address, data={"action": "deny"}).headers["location"]


@contextmanager
def providing() -> Iterator[SignInService]:
    """A provider on a free port; ended when left."""
    process = subprocess.Popen(
        [sys.executable, __file__], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ}
    )
    try:
        assert process.stdout is not None
        issuer = process.stdout.readline().strip()
        _wait_for(f"{issuer}/jwks")
        yield SignInService(issuer)
    finally:
        process.kill()
        process.communicate()


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310
                return
        except OSError:
            assert time.monotonic() < deadline, "the provider did not start"
            time.sleep(0.05)


class InsistsOnPkce:
    """Remembers the challenge of each code, and lets nobody have a token without its verifier."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._challenges: dict[str, str] = {}

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/oauth2/token":
            return self._give_token(environ, start)
        if environ["PATH_INFO"] == "/oauth2/authorize":
            return self._give_code(environ, start)
        return self._application(environ, start)

    def _give_code(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        query = parse_qs(environ["QUERY_STRING"])
        if query.get("code_challenge_method") != ["S256"]:
            start("400 Bad Request", [("content-type", "text/plain")])
            return [b"send a challenge by S256"]

        def note(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            location = {name.lower(): value for name, value in headers}.get("location", "")
            for code in parse_qs(urlsplit(location).query).get("code", []):
                self._challenges[code] = query["code_challenge"][0]
            return start(status, headers, *rest)

        return self._application(environ, note)

    def _give_token(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        form = parse_qs(body.decode())
        digest = hashlib.sha256(form.get("code_verifier", [""])[0].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if self._challenges.pop(form.get("code", [""])[0], None) != challenge:
            start("400 Bad Request", [("content-type", "application/json")])
            return [b'{"error": "invalid_grant"}']
        environ["wsgi.input"] = io.BytesIO(body)
        return self._application(environ, start)


def serve() -> None:
    """Run the provider, and print its address."""
    import warnings

    warnings.simplefilter("ignore")
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    from oidc_provider_mock import _app as provider
    from werkzeug.serving import make_server

    provider.AuthorizationCodeGrant.TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic", "none"]
    server = make_server("127.0.0.1", 0, InsistsOnPkce(provider.app(require_nonce=True)), threaded=True)
    print(f"http://127.0.0.1:{server.port}", flush=True)  # noqa: T201
    server.serve_forever()


if __name__ == "__main__":
    serve()
