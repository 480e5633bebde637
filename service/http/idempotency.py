"""A request that creates may be sent again without creating twice: its Idempotency-Key brings back the first answer.

A router that creates takes `OnceRoute` as its class of routes, and each of its routes that create depends on `ONCE`.
"""

from collections.abc import Callable, Coroutine
from hashlib import blake2b
from typing import Annotated, Any

from anyio import to_thread
from fastapi import Depends, Header, Request, Response
from fastapi.routing import APIRoute
from python_multipart.multipart import parse_options_header

from service.http.authentication import ActorDep
from service.http.databases import DatabaseDep
from service.http.errors import IdempotencyKeyError, RequestInFlightError
from service.storage import idempotency
from service.storage.database import Database
from service.storage.idempotency import RepeatableRequest
from service.storage.tables import IdempotencyKey
from service.storage.types import utc_now

REPLAYED = "idempotency-replayed"
KEPT_HEADERS = ("content-type", "location", "etag")
_CLAIM = "claim"
_LONGEST = 200
_FIRST_ERROR = 400
OTHER_REQUEST = "This Idempotency-Key came with another request before. Take a new key for each new request."
FORGOTTEN = "The request was carried out, and its answer was deleted since. Read what it made instead."

KeyHeader = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        description="Any words of at most 200 characters. Send the same key with the same request again, and the first "
        "answer comes back; nothing is created twice within a day.",
        min_length=1,
        max_length=_LONGEST,
        pattern=r"^[\x21-\x7e]+$",
    ),
]


class Replay(Exception):  # noqa: N818 (a way out, not an error)
    """The answer is at hand."""

    def __init__(self, response: Response) -> None:
        """Take the answer."""
        super().__init__()
        self.response = response


async def digest_body(request: Request) -> str:
    """A fingerprint of the body and of what it is."""
    body = await request.body()
    kind, options = parse_options_header(request.headers.get("content-type"))
    boundary = options.get(b"boundary")
    if boundary:
        body = body.replace(boundary, b"")  # a client makes it anew whenever it sends a form
    return blake2b(kind + b"\0" + body, digest_size=32).hexdigest()


def take_key(
    request: Request,
    digest: Annotated[str, Depends(digest_body)],
    actor: ActorDep,
    database: DatabaseDep,
    key: KeyHeader = None,
) -> None:
    """Take the key of the request, if it has one.

    Raises:
        Replay: it was answered before.
        RequestInFlightError: it is being worked on.
        IdempotencyKeyError: the key came with another request.
    """
    if key is None:
        return
    claimed = RepeatableRequest(
        institution_id=actor.institution_id,
        actor_id=actor.id,
        key=key,
        method=request.method,
        path=request.url.path,
        digest=digest,
    )
    with database.writing() as session:
        earlier = idempotency.claim(session, claimed, utc_now())
    if earlier is not None:
        raise Replay(_answer(earlier, claimed))
    setattr(request.state, _CLAIM, (database, claimed))


ONCE = Depends(take_key)


class OnceRoute(APIRoute):
    """A route that keeps its answer where the request has a key."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with what goes around it."""
        handle = super().get_route_handler()

        async def handle_once(request: Request) -> Response:
            try:
                response = await handle(request)
            except Replay as replay:
                return replay.response
            except BaseException:
                await _finish(request, None)
                raise
            await _finish(request, response)
            return response

        return handle_once


async def _finish(request: Request, response: Response | None) -> None:
    """Keep the answer, or give the key back where there is none worth keeping."""
    found = getattr(request.state, _CLAIM, None)
    if found is not None:
        database, claimed = found
        await to_thread.run_sync(lambda: _store(database, claimed, response))


def _store(database: Database, claimed: RepeatableRequest, response: Response | None) -> None:
    body = getattr(response, "body", None)
    with database.writing() as session:
        if response is None or not isinstance(body, bytes) or response.status_code >= _FIRST_ERROR:
            idempotency.let_go(session, claimed)
            return
        headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
        idempotency.keep_answer(session, claimed, status=response.status_code, headers=headers, body=body)


def _answer(earlier: IdempotencyKey, claimed: RepeatableRequest) -> Response:
    """The answer that was kept.

    Raises:
        RequestInFlightError: there is none yet.
        IdempotencyKeyError: it is that of another request, or was deleted.
    """
    if (earlier.method, earlier.path, earlier.request_digest) != (claimed.method, claimed.path, claimed.digest):
        raise IdempotencyKeyError(OTHER_REQUEST)
    if earlier.status is None:
        raise RequestInFlightError
    if earlier.body is None:
        raise IdempotencyKeyError(FORGOTTEN)
    return Response(earlier.body, earlier.status, headers={**earlier.headers, REPLAYED: "true"})
