"""The gate: everything that decides who comes in, wired once for all requests."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from service.access.identities import RoleClaim
from service.access.oidc import OidcClient, Provider, is_safe_address
from service.access.rate_limits import RateLimit
from service.access.roles import Role
from service.config import Settings
from service.errors import SettingsError
from service.http.cookies import Cookies
from service.http.rate_limit import RateLimiter
from service.storage.database import Database

CALLBACK = "/login/callback"
ADDRESS_FACTOR = 10
"""From one address, which a whole campus may share, so many times as many attempts may come as for one account."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What the requests of a process share to know who asks."""

    database: Database
    cookies: Cookies
    limiter: RateLimiter
    requests: RateLimit
    attempts: RateLimit
    """Attempts to sign in to one account."""
    attempts_by_address: RateLimit
    session_hours: float
    open_feedback: bool
    retention_days: int | None
    """How long drafts are kept where the institution says nothing itself; None for ever."""
    public_url: str | None
    oidc: OidcClient | None
    oidc_institution: str | None

    def callback_url(self, request: Request) -> str:
        """Where the institution's sign-in sends people back to."""
        root: str = request.scope.get("root_path", "")
        base = self.public_url or f"{request.url.scheme}://{request.url.netloc}{root}"
        return base.rstrip("/") + CALLBACK

    def close(self) -> None:
        """Close connections to the institution's sign-in."""
        if self.oidc is not None:
            self.oidc.close()


def build_gate(settings: Settings, database: Database) -> Gate:
    """The gate of the settings.

    Raises:
        SettingsError: the settings of the institution's sign-in do not fit together.
    """
    attempts = settings.login_attempts_per_minute
    return Gate(
        database=database,
        cookies=Cookies(is_secure=is_https(settings)),
        limiter=RateLimiter(database),
        requests=RateLimit(name="requests", most=settings.requests_per_minute),
        attempts=RateLimit(name="sign-in", most=attempts),
        attempts_by_address=RateLimit(name="sign-in", most=attempts * ADDRESS_FACTOR),
        session_hours=settings.session_hours,
        open_feedback=settings.open_feedback,
        retention_days=settings.retention_days,
        public_url=settings.public_url,
        oidc=_build_oidc(settings),
        oidc_institution=settings.oidc_institution,
    )


def is_https(settings: Settings) -> bool:
    """Whether browsers reach the service by https."""
    return settings.public_url is not None and settings.public_url.lower().startswith("https://")


def get_gate(request: Request) -> Gate:
    """The one gate of the application."""
    gate: Gate = request.app.state.gate
    return gate


GateDep = Annotated[Gate, Depends(get_gate)]


def _build_oidc(settings: Settings) -> OidcClient | None:
    if settings.oidc_issuer is None:
        return None
    if settings.oidc_client_id is None:
        raise SettingsError("MARKPOINT_OIDC_ISSUER is set without MARKPOINT_OIDC_CLIENT_ID. Set both or neither.")
    if not is_safe_address(settings.oidc_issuer):
        raise SettingsError("MARKPOINT_OIDC_ISSUER is not an address that begins with https://.")
    if settings.oidc_role_claim is not None and not settings.oidc_role_map:
        raise SettingsError("MARKPOINT_OIDC_ROLE_CLAIM is set without MARKPOINT_OIDC_ROLE_MAP: nobody could come in.")
    secret = settings.oidc_client_secret
    roles = {value: Role(role) for value, role in settings.oidc_role_map.items()}
    return OidcClient(
        Provider(
            issuer=settings.oidc_issuer,
            client_id=settings.oidc_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            role_claim=RoleClaim(path=settings.oidc_role_claim, roles=roles),
        )
    )
