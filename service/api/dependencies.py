"""What the addresses ask for: the review desk, and a draft read from the request."""

from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from service.actions.reading import Reader
from service.api.schemas import DraftIn, DraftOptions, KeptDraftIn, KeptDraftOptions
from service.http.errors import ContentTypeError, MalformedRequestError
from service.http.reviews import ReviewDesk, take_text
from service.http.uploads import MULTIPART, media_type, read_form
from service.workflow import Upload

JSON = "application/json"
NAMELESS = "Draft"

MOST_NAME = 200

Model = TypeVar("Model", bound=BaseModel)
Text = TypeVar("Text", DraftIn, KeptDraftIn)
Options = TypeVar("Options", DraftOptions, KeptDraftOptions)


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


def get_reader(request: Request) -> Reader:
    """All it takes to read a draft and to keep it, shared by all requests."""
    reader: Reader = request.app.state.reader
    return reader


ReaderDep = Annotated[Reader, Depends(get_reader)]


async def read_draft(request: Request, desk: DeskDep) -> SentDraft:
    """The draft in the body: JSON with its text, or a form with its file.

    Raises:
        ContentTypeError: the body is neither.
        MalformedRequestError: it is not what it says it is.
        RequestValidationError: a field is missing, unknown or of the wrong kind.
    """
    upload, options = await _read(request, DraftIn, DraftOptions)
    return SentDraft(upload=upload, rubric_id=options.rubric)


async def read_kept_draft(request: Request) -> Upload:
    """The draft in the body, which is to be kept: JSON with its text, or a form with its file.

    Raises:
        ContentTypeError: the body is neither.
        MalformedRequestError: it is not what it says it is.
        RequestValidationError: a field is missing, unknown or of the wrong kind.
    """
    upload, _ = await _read(request, KeptDraftIn, KeptDraftOptions)
    return replace(upload, name=_on_one_line(upload.name))


async def _read(request: Request, text: type[Text], options: type[Options]) -> tuple[Upload, Text | Options]:
    kind = media_type(request)
    if kind == JSON:
        sent = _validated(text, await request.body())
        return take_text(sent.text, name=sent.name or NAMELESS), sent
    if kind == MULTIPART:
        form = await read_form(request)
        if form.file is None:
            raise RequestValidationError([{"loc": ("file",), "msg": "Field required", "type": "missing"}])
        said = _validated(options, form.fields)
        name = said.name or form.file.name or NAMELESS
        return Upload(filename=form.file.name, body=form.file.body, name=name), said
    raise ContentTypeError(f"Send {JSON} with the text, or {MULTIPART} with the file.")


def _on_one_line(name: str) -> str:
    """The name without signs that cannot be seen, and not too long to be kept."""
    plain = " ".join("".join(char if char.isprintable() else " " for char in name).split())
    return plain[:MOST_NAME] or NAMELESS


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
KeptDraftDep = Annotated[Upload, Depends(read_kept_draft)]
