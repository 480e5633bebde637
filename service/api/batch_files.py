"""What is sent for a batch: a zip or files, and sheets to be filled in."""

from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, ValidationError

from service.api.schemas import Strict
from service.api.values import EXAMPLE_ID, Id, Title
from service.exchange import Layout
from service.http.uploads import MULTIPART, SentFile, read_files, read_form

Model = TypeVar("Model", bound=BaseModel)

MOST_FILES = 2_000
"""Files sent one by one; more go into a zip."""
ZIP = b"PK"
ZIP_ENDING = ".zip"


class BatchFields(Strict):
    """The fields of a batch beside its files."""

    assignment_id: Id = Field(description="The assignment that the scripts answer", examples=[EXAMPLE_ID])
    layout: Layout | None = Field(default=None, description="How the files are named; told by the names if left out")


class BatchForm(BatchFields):
    """A batch as a form."""

    files: list[str] = Field(
        description="One zip, or the scripts themselves",
        json_schema_extra={"items": {"type": "string", "format": "binary"}},
    )


class SheetFields(Strict):
    """How a sheet is to be filled in."""

    estimates: bool = Field(default=False, description="The overall estimate goes in as a mark")
    overwrite: bool = Field(default=False, description="Marks and comments that are there give way")
    column: Title | None = Field(default=None, description="The assignment's id or title in a gradebook with several")


class SheetForm(SheetFields):
    """A sheet as a form."""

    file: str = Field(description="The sheet as it was exported", json_schema_extra={"format": "binary"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SentBatch:
    """A batch as it came in: a zip, or files."""

    assignment_id: str
    layout: Layout | None
    archive: bytes | None
    files: tuple[SentFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SentSheet:
    """A sheet as it came in."""

    body: bytes
    options: SheetFields


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"requestBody": {"required": True, "content": {MULTIPART: {"schema": model.model_json_schema()}}}}


BATCH_BODY = _body(BatchForm)
SHEET_BODY = _body(SheetForm)


async def read_batch_form(request: Request) -> SentBatch:
    """The batch in the body.

    Raises:
        service.http.errors.ContentTypeError: the body is no form.
        service.http.errors.MalformedRequestError: the form is damaged or holds more than it may.
        RequestValidationError: a field is missing, unknown or of the wrong kind.
    """
    form = await read_files(request, most=MOST_FILES)
    fields = _validated(BatchFields, form.fields)
    if not form.files:
        raise _missing("files")
    only = form.files[0] if len(form.files) == 1 else None
    is_zip = only is not None and only.body[:2] == ZIP and only.name.lower().endswith(ZIP_ENDING)
    archive = only.body if only is not None and is_zip else None
    return SentBatch(
        assignment_id=fields.assignment_id,
        layout=fields.layout,
        archive=archive,
        files=() if is_zip else form.files,
    )


async def read_sheet_form(request: Request) -> SentSheet:
    """The sheet in the body.

    Raises:
        service.http.errors.ContentTypeError: the body is no form.
        service.http.errors.MalformedRequestError: the form is damaged or holds more than it may.
        RequestValidationError: a field is missing, unknown or of the wrong kind.
    """
    form = await read_form(request)
    if form.file is None:
        raise _missing("file")
    return SentSheet(body=form.file.body, options=_validated(SheetFields, form.fields))


def _missing(name: str) -> RequestValidationError:
    return RequestValidationError([{"loc": (name,), "msg": "Field required", "type": "missing"}])


def _validated(model: type[Model], fields: dict[str, str]) -> Model:
    try:
        return model.model_validate(fields)
    except ValidationError as error:
        faults = error.errors(include_url=False, include_context=False, include_input=False)
        raise RequestValidationError(faults) from None


BatchSentDep = Annotated[SentBatch, Depends(read_batch_form)]
SheetSentDep = Annotated[SentSheet, Depends(read_sheet_form)]
