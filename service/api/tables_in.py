"""A table that comes in: CSV as the body itself, or as the file of a form."""

from typing import Annotated, Any

from fastapi import Depends, Request

from service.actions.rosters import ImportResult
from service.api.people_schemas import ImportOut, RowOut
from service.http.errors import ContentTypeError, MalformedRequestError
from service.http.uploads import MULTIPART, media_type, read_form

CSV = "text/csv"
_FILE: dict[str, Any] = {
    "type": "object",
    "required": ["file"],
    "properties": {"file": {"type": "string", "format": "binary", "description": "The CSV file"}},
}


async def read_table(request: Request) -> bytes:
    """The bytes of the table.

    Raises:
        ContentTypeError: the body is neither CSV nor a form.
        MalformedRequestError: the form is damaged or has no file.
    """
    kind = media_type(request)
    if kind == CSV:
        return await request.body()
    if kind != MULTIPART:
        raise ContentTypeError(f"Send {CSV}, or {MULTIPART} with the file.")
    form = await read_form(request)
    if form.file is None:
        raise MalformedRequestError("The form has no file. Send the table in the field 'file'.")
    return form.file.body


TableDep = Annotated[bytes, Depends(read_table)]


def describe_table(example: str) -> dict[str, Any]:
    """The body for the description of the API."""
    return {
        "requestBody": {
            "required": True,
            "content": {CSV: {"schema": {"type": "string"}, "example": example}, MULTIPART: {"schema": _FILE}},
        }
    }


def describe_import(result: ImportResult) -> ImportOut:
    """What became of the table, as an answer."""
    return ImportOut(
        added=result.count("added"),
        changed=result.count("changed"),
        unchanged=result.count("unchanged"),
        refused=result.count("refused"),
        is_dry_run=result.is_dry_run,
        rows=[RowOut.model_validate(row) for row in result.rows],
    )
