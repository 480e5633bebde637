"""The cookies: out of reach of scripts, kept from other sites, and by https only where there is https."""

from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import Response

HOST_PREFIX = "__Host-"
"""A browser takes such a cookie only by https, for one host, and lets no other host set it."""
SESSION = "markpoint-session"
SIGN_IN = "markpoint-sign-in"
FORM = "markpoint-form"
SIGN_IN_S = 600
FORM_S = 3_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookies:
    """Reads and writes the cookies of the service. `is_secure` where browsers reach it by https."""

    is_secure: bool

    def session_token(self, request: Request) -> str | None:
        """The token of the session that the browser came with."""
        return request.cookies.get(self._name(SESSION))

    def set_session(self, response: Response, token: str, *, expires_at: datetime) -> None:
        """Let the browser keep the token of its session."""
        response.set_cookie(
            self._name(SESSION),
            token,
            expires=expires_at,
            path="/",
            secure=self.is_secure,
            httponly=True,
            samesite="lax",
        )

    def drop_session(self, response: Response) -> None:
        """Let the browser forget its session."""
        self._drop(response, SESSION)

    def sign_in_state(self, request: Request) -> str | None:
        """What ties the browser to the attempt it set out with."""
        return request.cookies.get(self._name(SIGN_IN))

    def set_sign_in_state(self, response: Response, state: str) -> None:
        """Tie the browser to an attempt. Lax, since it comes back from another site."""
        self._set(response, SIGN_IN, state, SIGN_IN_S)

    def drop_sign_in_state(self, response: Response) -> None:
        """Let the browser forget the attempt."""
        self._drop(response, SIGN_IN)

    def form_token(self, request: Request) -> str | None:
        """The token of the form for signing in, which nobody else can put into this browser's form."""
        return request.cookies.get(self._name(FORM))

    def set_form_token(self, response: Response, token: str) -> None:
        """Let the browser keep the token of the form for signing in."""
        self._set(response, FORM, token, FORM_S)

    def _name(self, name: str) -> str:
        return f"{HOST_PREFIX}{name}" if self.is_secure else name

    def _set(self, response: Response, name: str, value: str, max_age_s: int) -> None:
        response.set_cookie(
            self._name(name), value, max_age=max_age_s, path="/", secure=self.is_secure, httponly=True, samesite="lax"
        )

    def _drop(self, response: Response, name: str) -> None:
        response.delete_cookie(self._name(name), path="/", secure=self.is_secure, httponly=True, samesite="lax")
