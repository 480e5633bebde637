"""The answers that addresses share: which problems there are, where a new thing is, and in which state it is."""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

from fastapi import Header, Response
from pydantic import BaseModel

from service.api.problems import describe_problems
from service.http.conditional import etag_of, require_match

Out = TypeVar("Out", bound=BaseModel)
IfMatch = Annotated[
    str | None, Header(description="The ETag of the state to be changed; without it the newest one", max_length=1_000)
]

ALWAYS = (401, 403, 422, 429, 500, 503)
"""Every address that wants to know who asks may answer so."""
MEANING = {
    400: "The body is not the JSON or the form it says it is",
    401: "Nobody is signed in, and no valid key was sent",
    403: "The role or the key does not allow this, or not yet",
    404: "There is no such thing that the caller may see",
    408: "The body did not arrive in time",
    409: "It does not fit with what is there, or the same request is being worked on",
    412: "It has changed since the state that If-Match names",
    413: "The body is too large, or the draft has too many words",
    415: "The body is of a kind that is not taken",
    422: "A value is missing, unknown or cannot be used",
    429: "Too many requests; Retry-After says when to come again",
    500: "Something went wrong on our side",
    503: "The service is busy; come again in a moment",
    504: "The draft was not read within the time limit",
    507: "The disk of the database is full",
}
READS = (404,)
WRITES = (400, 404, 408, 409, 413, 507)
TAKES_DRAFT = (*WRITES, 415, 504)


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The problems an address may answer with: those of `ALWAYS` and these."""
    return describe_problems({status: MEANING[status] for status in {*ALWAYS, *statuses}})


def created(status: int, *, model: type[BaseModel]) -> dict[int | str, dict[str, Any]]:
    """The answer of an address that makes what is not there: 201 the first time, else 200."""
    return {status: {"model": model, "description": "It was there already"}}


def tag_of(out: BaseModel) -> str:
    """The tag of the state that is shown."""
    return etag_of(out.model_dump_json())


def show_state(response: Response, out: Out) -> Out:
    """What is shown, with the tag of its state, which goes into If-Match of a change."""
    response.headers["etag"] = tag_of(out)
    return out


def require_state(if_match: str | None, look: Callable[[], BaseModel]) -> None:
    """Go on only where the state that is there is the one that If-Match names, if it names any.

    Raises:
        service.http.errors.PreconditionFailedError: it has changed since the caller looked.
    """
    if if_match is not None:
        require_match(if_match, tag_of(look()))


def locate(response: Response, path: str, *, is_new: bool = True) -> None:
    """Say where a thing is, and by the status whether it was made just now."""
    response.headers["location"] = path
    response.status_code = 201 if is_new else 200
