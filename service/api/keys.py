"""API keys of service accounts."""

import json
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response

from service.actions.keys import NewKey, list_api_keys, make_api_key, revoke_api_key, show_api_key
from service.api.people_schemas import Id, KeyIn, KeyOut, MadeKeyOut
from service.api.problems import describe_problems
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page
from service.storage.types import utc_now

REFUSED = {401: "Nobody is signed in, and no valid key was sent", 403: "The role does not allow it, or a key asks"}
INVALID = {422: "A field or value cannot be used as it is"}
MISSING = {404: "The institution has no key, or no service account, with this id"}


class _SecretOnceRoute(OnceRoute):
    """A route whose answer is kept for a request that comes again, but for the secret in it."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, and after it the secret put into what is sent, not into what is kept."""
        handle = super().get_route_handler()

        async def handle_with_secret(request: Request) -> Response:
            response = await handle(request)
            secret = getattr(request.state, "secret", None)
            if secret is None:
                return response
            body = {**json.loads(bytes(response.body)), "secret": secret}
            answer = Response(json.dumps(body), response.status_code, media_type="application/json")
            answer.headers["location"] = response.headers["location"]
            return answer

        return handle_with_secret


router = APIRouter(prefix="/v1/keys", tags=["keys"], dependencies=SCHEMES, route_class=_SecretOnceRoute)


@router.get("", summary="List keys", responses=describe_problems({**REFUSED, **INVALID}))
def list_keys(actor: ActorDep, database: DatabaseDep, page: PageDep) -> ListOut[KeyOut]:
    """The keys of the institution, those made last first; revoked and expired ones too."""
    with database.reading() as session:
        return show_page(list_api_keys(actor, session, page), KeyOut.model_validate)


@router.post(
    "",
    status_code=201,
    summary="Make a key",
    dependencies=[ONCE],
    responses=describe_problems({**REFUSED, **INVALID, **MISSING}),
)
def make_key(sent: KeyIn, request: Request, response: Response, actor: ActorDep, database: DatabaseDep) -> MadeKeyOut:
    """Makes a key that may do what its scopes say, for programs. The secret is in this answer and nowhere else."""
    new = NewKey(name=sent.name, scopes=frozenset(sent.scopes), user_id=sent.user_id, expires_at=sent.expires_at)
    with database.writing() as session:
        made = make_api_key(actor, session, new, now=utc_now())
    request.state.secret = made.secret
    response.headers["location"] = f"{router.prefix}/{made.key.id}"
    return MadeKeyOut(**KeyOut.model_validate(made.key).model_dump(), secret=None)


@router.get("/{key_id}", summary="Read one key", responses=describe_problems({**REFUSED, **INVALID, **MISSING}))
def show_key(key_id: Id, actor: ActorDep, database: DatabaseDep) -> KeyOut:
    """One key of the institution, without its secret."""
    with database.reading() as session:
        return KeyOut.model_validate(show_api_key(actor, session, key_id))


@router.delete("/{key_id}", summary="Revoke a key", responses=describe_problems({**REFUSED, **INVALID, **MISSING}))
def revoke_key(key_id: Id, actor: ActorDep, database: DatabaseDep) -> KeyOut:
    """Revokes a key at once and for good; it stays in the list."""
    with database.writing() as session:
        return KeyOut.model_validate(revoke_api_key(actor, session, key_id, now=utc_now()))
