"""Signing in and out, whichever page or address it is asked from."""

from urllib.parse import urlsplit

from starlette.requests import Request

from service.access.errors import SignInError
from service.access.oidc import OidcClient
from service.access.tokens import same_token
from service.actions.sessions import (
    NewSession,
    begin_session,
    end_session,
    find_candidate,
    keep_sign_in,
    renew_hash,
    settle_identity,
    take_sign_in,
)
from service.errors import NotFoundError
from service.http.csrf import check_own_site
from service.http.gate import Gate
from service.http.rate_limit import account_of, address_of
from service.storage.types import utc_now

HOME = "/"
_LONGEST_ADDRESS = 500


def sign_in_by_password(
    request: Request, gate: Gate, *, email: str, password: str, institution: str | None
) -> NewSession:
    """Begin a session for whoever knows the password. An older session of the browser ends.

    An unknown address takes as long as a known one and is answered in the same words.

    Raises:
        SignInError: the address, the password or the institution is not right.
        service.errors.TooManyRequestsError: there were too many attempts.
        service.http.csrf.ForgedRequestError: another site made the browser ask.
    """
    check_own_site(request)
    gate.limiter.spend_strictly(gate.attempts_by_address, address_of(request))
    gate.limiter.spend_strictly(gate.attempts, account_of(email))
    with gate.database.reading() as session:
        candidate = find_candidate(session, email, institution)
    is_proven = candidate.is_proven_by(password)
    if not is_proven or candidate.user_id is None:
        raise SignInError("The e-mail address or the password is not right. Check both and try again.")
    with gate.database.writing() as session:
        renew_hash(session, candidate.user_id, password)
    return _begin(request, gate, candidate.user_id)


def sign_out(request: Request, gate: Gate) -> None:
    """End the session of the browser, if it has one."""
    token = gate.cookies.session_token(request)
    if token is not None:
        with gate.database.writing() as session:
            end_session(session, token, now=utc_now())


def set_out(request: Request, gate: Gate, *, return_to: str) -> tuple[str, str]:
    """Begin to sign in by the institution: the address there, and the state to tie the browser to.

    Raises:
        NotFoundError: no institution's sign-in is set up.
        IdentityProviderError: it does not answer as it should.
        service.errors.TooManyRequestsError: there were too many attempts.
    """
    client = _client(gate)
    gate.limiter.spend_strictly(gate.attempts_by_address, address_of(request))
    attempt, address = client.begin(redirect_uri=gate.callback_url(request))
    with gate.database.writing() as session:
        keep_sign_in(session, attempt, return_to=safe_path(return_to), now=utc_now())
    return address, attempt.state


def come_back(request: Request, gate: Gate) -> tuple[NewSession, str]:
    """Begin a session for whoever comes back from their institution's sign-in; and the path to go on to.

    Raises:
        NotFoundError: no institution's sign-in is set up.
        SignInError: this browser did not set out, did so too long ago or came back before, or was turned away there.
        service.access.errors.NoRoleError: the institution gives the person no role.
        IdentityProviderError: the institution's sign-in does not answer as it should.
    """
    client = _client(gate)
    state, code = request.query_params.get("state"), request.query_params.get("code")
    kept = gate.cookies.sign_in_state(request)
    if state is None or kept is None or not same_token(state, kept):
        raise SignInError
    with gate.database.writing() as session:
        returning = take_sign_in(session, state, now=utc_now())
    if returning is None or code is None or not client.is_issuer(request.query_params.get("iss")):
        raise SignInError
    identity = client.finish(returning.attempt, code=code, redirect_uri=gate.callback_url(request))
    with gate.database.writing() as session:
        user_id = settle_identity(session, identity, institution=gate.oidc_institution)
    return _begin(request, gate, user_id), returning.return_to


def safe_path(path: str) -> str:
    """A path on this host to go on to; the first page in place of anything that leads elsewhere."""
    parts = urlsplit(path)
    is_local = path.startswith("/") and not path.startswith(("//", "/\\")) and not parts.scheme and not parts.netloc
    is_plain = path.isprintable() and path.isascii() and "\\" not in path and len(path) <= _LONGEST_ADDRESS
    return path if is_local and is_plain else HOME


def _begin(request: Request, gate: Gate, user_id: str) -> NewSession:
    now = utc_now()
    before = gate.cookies.session_token(request)
    with gate.database.writing() as session:
        if before is not None:
            end_session(session, before, now=now)
        return begin_session(session, user_id, now=now, hours=gate.session_hours)


def _client(gate: Gate) -> OidcClient:
    if gate.oidc is None:
        raise NotFoundError("sign-in of an institution")
    return gate.oidc
