"""Signing in and out, and who one is."""

from fastapi import APIRouter, Request, Response

from service.access.errors import SignInError
from service.actions.people import change_own_password
from service.actions.sessions import identify_session
from service.api.people_schemas import PasswordIn, SessionOut, SignInIn
from service.api.problems import describe_problems
from service.http.authentication import SCHEMES, Caller, KnownCallerDep
from service.http.databases import DatabaseDep
from service.http.gate import GateDep
from service.http.sign_in import sign_in_by_password, sign_out
from service.storage.types import utc_now

router = APIRouter(prefix="/v1/session", tags=["session"])

FORGED = "The token of the session is missing, or another site made the browser ask"


@router.post(
    "",
    status_code=201,
    summary="Sign in",
    responses=describe_problems(
        {
            401: "The address or the password is not right",
            403: "Another site made the browser ask",
            422: "A field is missing, unknown or of the wrong kind",
            429: "There were too many attempts; Retry-After says when to come again",
        }
    ),
)
def sign_in(sent: SignInIn, request: Request, response: Response, gate: GateDep) -> SessionOut:
    """Begins a session by a password; its cookie comes with the answer. Programs use a key instead."""
    made = sign_in_by_password(request, gate, email=sent.email, password=sent.password, institution=sent.institution)
    with gate.database.reading() as session:
        current = identify_session(session, made.token, now=utc_now(), request_id=None)
    if current is None:
        raise SignInError
    gate.cookies.set_session(response, made.token, expires_at=made.expires_at)
    return describe_caller(Caller(actor=current.actor, session=current))


@router.get(
    "",
    summary="Who am I?",
    dependencies=SCHEMES,
    responses=describe_problems({401: "Nobody is signed in, and no valid key was sent"}),
)
def show_session(caller: KnownCallerDep) -> SessionOut:
    """Who asks and what they may do; for a browser also the token that its changes must carry."""
    return describe_caller(caller)


@router.delete(
    "",
    status_code=204,
    summary="Sign out",
    dependencies=SCHEMES,
    responses=describe_problems({401: "Nobody is signed in", 403: FORGED}),
)
def end(caller: KnownCallerDep, request: Request, gate: GateDep) -> Response:
    """Ends the session of the browser. A key is revoked under `/v1/keys`."""
    response = Response(status_code=204)
    if caller.session is not None:
        sign_out(request, gate)
        gate.cookies.drop_session(response)
    return response


@router.put(
    "/password",
    status_code=204,
    summary="Change one's own password",
    dependencies=SCHEMES,
    responses=describe_problems(
        {
            401: "Nobody is signed in",
            403: f"The present password is not right, or a key asks. {FORGED}",
            422: "The new password is too easy to guess",
            429: "There were too many attempts; Retry-After says when to come again",
        }
    ),
)
def change_password(sent: PasswordIn, caller: KnownCallerDep, gate: GateDep, database: DatabaseDep) -> Response:
    """Gives the account another password and ends all its sessions; sign in again."""
    gate.limiter.spend_strictly(gate.attempts, caller.actor.id)
    with database.writing() as session:
        change_own_password(caller.actor, session, old=sent.old, new=sent.new)
    response = Response(status_code=204)
    gate.cookies.drop_session(response)
    return response


def describe_caller(caller: Caller) -> SessionOut:
    """Whoever asks, as an answer."""
    actor, session = caller.actor, caller.session
    return SessionOut(
        user_id=actor.id,
        institution_id=actor.institution_id,
        role=actor.role,
        permissions=sorted(actor.permissions),
        name=session.name if session else None,
        email=session.email if session else None,
        csrf_token=session.csrf_token if session else None,
        expires_at=session.expires_at if session else None,
    )
