"""Who asks: the session of a browser or the key of a program, turned into an actor."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPBearer

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.keys import CurrentKey, identify_key
from service.actions.sessions import CurrentSession, identify_session
from service.errors import UnauthenticatedError
from service.http.cookies import SESSION
from service.http.csrf import check_header
from service.http.gate import Gate, GateDep
from service.http.rate_limit import PATIENCE_S, address_of
from service.http.request_ids import request_id_of
from service.storage.errors import StorageError
from service.storage.keys import touch_key
from service.storage.sessions import touch_session
from service.storage.types import utc_now

BEARER = "bearer"
SCHEMES = (
    Depends(
        HTTPBearer(
            scheme_name="key", description="An API key, for programs: `Authorization: Bearer mp_...`", auto_error=False
        )
    ),
    Depends(
        APIKeyCookie(
            name=SESSION,
            scheme_name="session",
            description="The cookie of a session, for browsers; what changes anything needs X-CSRF-Token too",
            auto_error=False,
        )
    ),
)
"""For the description of the API: both ways to say who asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Whoever made a request. `session` where a browser did, None where a key did."""

    actor: Actor
    session: CurrentSession | None = None


def find_caller(request: Request, gate: GateDep) -> Caller | None:
    """Who asks; None where nobody is signed in and no key was sent. Whoever it is spends from their limit.

    The token of forms is not asked for here.

    Raises:
        UnauthenticatedError: a key was sent, and it is not valid.
        service.errors.TooManyRequestsError: they ask too often.
    """
    header = request.headers.get("authorization")
    caller = _find_by_session(request, gate) if header is None else _find_by_key(request, gate, header)
    request.state.caller = caller
    gate.limiter.spend(gate.requests, caller.actor.id if caller else address_of(request))
    if caller is None and header is not None:
        raise UnauthenticatedError
    return caller


CallerDep = Annotated[Caller | None, Depends(find_caller)]


def recall_session(request: Request, *, may_look: bool) -> CurrentSession | None:
    """The session of whoever asks, for a page about what went wrong; None where it is not known. Spends nothing.

    Args:
        request: The request, as far as it came.
        may_look: Whether to look for it where nobody has yet.
    """
    known: Caller | None = getattr(request.state, "caller", None)
    if known is not None or not may_look:
        return known.session if known else None
    gate: Gate = request.app.state.gate
    token = gate.cookies.session_token(request)
    if token is None:
        return None
    with suppress(StorageError), gate.database.reading() as session:
        return identify_session(session, token, now=utc_now(), request_id=request_id_of(request.scope))
    return None


def get_caller(request: Request, caller: CallerDep) -> Caller:
    """Who asks. What a browser changes must carry the token of its session.

    Raises:
        UnauthenticatedError: nobody is signed in, and no key was sent.
        service.http.csrf.ForgedRequestError: another site may have made the browser ask.
    """
    if caller is None:
        raise UnauthenticatedError
    if caller.session is not None:
        check_header(request, caller.session.csrf_token)
    return caller


KnownCallerDep = Annotated[Caller, Depends(get_caller)]


def get_actor(caller: KnownCallerDep) -> Actor:
    """Who asks, as an actor.

    Raises:
        UnauthenticatedError: nobody is signed in, and no key was sent.
    """
    return caller.actor


ActorDep = Annotated[Actor, Depends(get_actor)]


def admit_visitor(caller: CallerDep, gate: GateDep) -> Caller | None:
    """Whoever asks for feedback that is not kept; where the settings want an account, one that may have it.

    Raises:
        UnauthenticatedError: the settings want an account, and nobody is signed in.
        service.errors.ForbiddenError: the settings want an account, and the key does not allow it.
    """
    if gate.open_feedback:
        return caller
    if caller is None:
        raise UnauthenticatedError
    caller.actor.require(Permission.FEEDBACK)
    return caller


VisitorDep = Annotated[Caller | None, Depends(admit_visitor)]


def _find_by_key(request: Request, gate: Gate, header: str) -> Caller | None:
    scheme, _, secret = header.partition(" ")
    if scheme.lower() != BEARER or not secret.strip():
        return None
    now = utc_now()
    with gate.database.reading() as session:
        found = identify_key(session, secret.strip(), now=now, request_id=request_id_of(request.scope))
    if found is None:
        return None
    _note_key(gate, found)
    return Caller(actor=found.actor)


def _find_by_session(request: Request, gate: Gate) -> Caller | None:
    token = gate.cookies.session_token(request)
    if token is None:
        return None
    now = utc_now()
    with gate.database.reading() as session:
        found = identify_session(session, token, now=now, request_id=request_id_of(request.scope))
    if found is None:
        return None
    if found.is_stale:
        with suppress(StorageError), gate.database.writing(patience_s=PATIENCE_S) as session:
            touch_session(session, found.id, now)
    return Caller(actor=found.actor, session=found)


def _note_key(gate: Gate, key: CurrentKey) -> None:
    if key.is_stale:
        with suppress(StorageError), gate.database.writing(patience_s=PATIENCE_S) as session:
            touch_key(session, key.id, utc_now())
