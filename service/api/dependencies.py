"""What the addresses ask for: the review desk, and a draft read from the request."""

from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from service.api.schemas import DraftIn, DraftOptions
from service.http.errors import ContentTypeError, MalformedRequestError
from service.http.reviews import ReviewDesk, take_text
from service.http.uploads import MULTIPART, media_type, read_form
from service.workflow import Upload

JSON = "application/json"
NAMELESS = "Draft"

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True, kw_only=True)
class SentDraft:
    """A draft as it came in, and the rubric it asks for."""

    upload: Upload
    rubric_id: str | None


def get_desk(request: Request) -> ReviewDesk:
    """The one review desk of the application."""
    desk: ReviewDesk = request.app.state.desk
    return desk


DeskDep = Annotated[ReviewDesk, Depends(get_desk)]


async def read_draft(request: Request, desk: DeskDep) -> SentDraft:
    """The draft in the body: JSON with its text, or a form with its file.

    Raises:
        ContentTypeError: the body is neither.
        MalformedRequestError: it is not what it says it is.
        RequestValidationError: a field is missing, unknown or of the wrong kind.
    """
    kind = media_type(request)
    if kind == JSON:
        sent = _validated(DraftIn, await request.body())
        return SentDraft(upload=take_text(sent.text, name=sent.name or NAMELESS), rubric_id=sent.rubric)
    if kind == MULTIPART:
        form = await read_form(request)
        if form.file is None:
            raise RequestValidationError([{"loc": ("file",), "msg": "Field required", "type": "missing"}])
        options = _validated(DraftOptions, form.fields)
        upload = Upload(filename=form.file.name, body=form.file.body, name=options.name or form.file.name or NAMELESS)
        return SentDraft(upload=upload, rubric_id=options.rubric)
    raise ContentTypeError(f"Send {JSON} with the text, or {MULTIPART} with the file.")


def _validated(model: type[Model], sent: bytes | dict[str, str]) -> Model:
    """What was sent as a value of the model."""
    try:
        return model.model_validate_json(sent) if isinstance(sent, bytes) else model.model_validate(sent)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        if any(fault["type"] == "json_invalid" for fault in faults):
            raise MalformedRequestError("The body is not JSON. Send an object with the draft in 'text'.") from None
        raise RequestValidationError(faults) from None


DraftDep = Annotated[SentDraft, Depends(read_draft)]
