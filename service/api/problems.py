"""Problem JSON (RFC 9457): one shape for everything that goes wrong."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from service.errors import ServiceError

MEDIA_TYPE = "application/problem+json"
UNEXPECTED = "Something went wrong on our side. If it happens again, report it with this reference: {reference}."
EVERYWHERE = {
    500: "Something went wrong on our side",
    503: "The service or its database is busy; come again in a moment",
}
WITH_ACCOUNT = {429: "Too many requests; Retry-After says when to come again"}
WITH_BODY = {
    400: "The body is not the JSON or the form it says it is",
    408: "The body did not arrive in time",
    413: "The body is too large",
    507: "The disk of the database is full",
}
WITH_KEY = {409: "The same request is being worked on", 422: "The Idempotency-Key came with another request before"}


class InvalidField(BaseModel):
    """One thing about a request that is not as described."""

    pointer: str = Field(description="Where it is, as a JSON pointer into the body", examples=["#/text"])
    detail: str = Field(description="What is wrong with it", examples=["Field required"])


class Problem(BaseModel):
    """What went wrong and what to do about it (RFC 9457)."""

    type: str = Field(description="Names the kind of problem", examples=["urn:markpoint:problem:draft_too_long"])
    title: str = Field(description="The kind of problem in a few words", examples=["The draft is too long"])
    status: int = Field(description="The HTTP status", examples=[413])
    detail: str = Field(
        description="What happened this time, and what to do; never words of the draft",
        examples=["Draft: it has 12,402 words and the limit is 10,000. Send the part you want feedback on."],
    )
    instance: str = Field(description="The address that was asked", examples=["/v1/feedback"])
    errors: list[InvalidField] | None = Field(default=None, description="Every field that is not as described")


class ProblemResponse(JSONResponse):
    """A problem as an answer."""

    media_type = MEDIA_TYPE


def answer_service_error(request: Request, error: ServiceError) -> ProblemResponse:
    """The answer to an error that we know."""
    return make_response(
        request, code=error.code, title=error.title, status=error.status, detail=str(error), headers=error.headers()
    )


def answer_http_error(request: Request, *, status: int, headers: Mapping[str, str] | None = None) -> ProblemResponse:
    """The answer to an address or a method that does not exist, and the like."""
    phrase = HTTPStatus(status).phrase
    detail = {
        404: "There is nothing at this address. The addresses are in /openapi.json.",
        405: "This address does not take that method. The addresses are in /openapi.json.",
    }.get(status, f"{phrase}.")
    return make_response(request, code=None, title=phrase, status=status, detail=detail, headers=headers)


def answer_validation_error(request: Request, errors: Iterable[Mapping[str, Any]]) -> ProblemResponse:
    """The answer to a request that is not as described; names the fields, repeats no value."""
    fields = list(map(_describe_fault, errors))
    return make_response(
        request,
        code="invalid_request",
        title="The request is not as described",
        status=HTTPStatus.UNPROCESSABLE_ENTITY,
        detail="Correct the fields named in errors and send the request again.",
        errors=fields,
    )


def answer_unexpected(request: Request, reference: str) -> ProblemResponse:
    """The answer to an error that nobody foresaw. The reference is in the log as well."""
    return make_response(
        request,
        code="unexpected",
        title="Something went wrong",
        status=HTTPStatus.INTERNAL_SERVER_ERROR,
        detail=UNEXPECTED.format(reference=reference),
    )


def make_response(  # noqa: PLR0913
    request: Request,
    *,
    code: str | None,
    title: str,
    status: int,
    detail: str,
    errors: list[InvalidField] | None = None,
    headers: Mapping[str, str] | None = None,
) -> ProblemResponse:
    """A problem as an answer; without a code the status says it all."""
    problem = Problem(
        type=f"urn:markpoint:problem:{code}" if code else "about:blank",
        title=title,
        status=status,
        detail=detail,
        instance=request.scope.get("raw_path", b"/").decode("ascii", "replace"),
        errors=errors,
    )
    return ProblemResponse(problem.model_dump(exclude_none=True), status_code=status, headers=headers)


def describe_problems(statuses: Mapping[int, str]) -> dict[int | str, dict[str, Any]]:
    """The problems an address may answer with, for its OpenAPI description."""
    return {status: {"description": when, "model": Problem} for status, when in sorted(statuses.items())}


def correct_problem_types(schema: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI description with the content type that problems really have, and with those that any may answer."""
    for path in schema["paths"].values():
        for operation in path.values():
            _add_common_problems(operation)
            for status, response in operation["responses"].items():
                content = response.get("content", {})
                if int(status) >= HTTPStatus.BAD_REQUEST and "application/json" in content:
                    content[MEDIA_TYPE] = content.pop("application/json")
    return schema


def _add_common_problems(operation: dict[str, Any]) -> None:
    """The problems that an address may answer with because of what every request goes through."""
    names = {parameter["name"].lower() for parameter in operation.get("parameters", ())}
    common = {
        **EVERYWHERE,
        **(WITH_ACCOUNT if operation.get("security") else {}),
        **(WITH_BODY if "requestBody" in operation or "idempotency-key" in names else {}),
        **(WITH_KEY if "idempotency-key" in names else {}),
    }
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in common.items():
        operation["responses"].setdefault(str(status), {"description": description, "content": content})


def _describe_fault(fault: Mapping[str, Any]) -> InvalidField:
    """A fault of a request; the name of an unknown field is not repeated, for anything may stand there."""
    if fault["type"] == "extra_forbidden":
        return InvalidField(pointer=_pointer(fault["loc"][:-1]), detail="There is a field that is not known here")
    return InvalidField(pointer=_pointer(fault["loc"]), detail=str(fault["msg"]))


def _pointer(location: Sequence[str | int]) -> str:
    """A place in the body as a JSON pointer in a fragment."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in location)
    return "#" + "".join(f"/{step}" for step in steps)
