"""Forms with a file, read in memory only: a draft never touches the disk."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING

from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.requests import Request

from service.http.errors import ContentTypeError, MalformedRequestError

if TYPE_CHECKING:
    from python_multipart.multipart import MultipartCallbacks

MULTIPART = "multipart/form-data"
_FILE_FIELD = "file"
_FILE_FIELDS = frozenset({"file", "files"})
_MOST_PARTS = 8
_LONGEST_HEADERS = 4_096


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFile:
    """A file as it was sent; `name` without any folder, may be empty."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SentForm:
    """The fields of a form and its file, if there is one."""

    fields: dict[str, str]
    file: SentFile | None


def media_type(request: Request) -> str:
    """The content type of the request without its parameters, in small letters."""
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


def base_name(file_name: str) -> str:
    """The last part of a path of either kind, on one line: `drafts/one.docx` is `one.docx`."""
    return " ".join(PurePosixPath(PureWindowsPath(file_name).name).name.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class SentFiles:
    """The fields of a form and its files, whose names may hold folders."""

    fields: dict[str, str]
    files: tuple[SentFile, ...]


async def read_form(request: Request) -> SentForm:
    """Read a multipart form with at most one file, in the field `file`.

    Raises:
        ContentTypeError: the request is not multipart.
        MalformedRequestError: the form is damaged or cut short, or holds more than it may.
    """
    return (await _read(request, most_parts=_MOST_PARTS)).form()


async def read_files(request: Request, *, most: int) -> SentFiles:
    """Read a multipart form with any number of files up to `most`, in the field `files` or `file`.

    Raises:
        ContentTypeError: the request is not multipart.
        MalformedRequestError: the form is damaged or cut short, or holds more than it may.
    """
    return (await _read(request, most_parts=most + _MOST_PARTS)).files()


async def _read(request: Request, *, most_parts: int) -> "_FormReader":
    if media_type(request) != MULTIPART:
        raise ContentTypeError(f"This address takes {MULTIPART}.")
    boundary = parse_options_header(request.headers["content-type"])[1].get(b"boundary", b"")
    reader = _FormReader(most_parts)
    try:
        parser = MultipartParser(boundary, reader.callbacks())
        async for chunk in request.stream():
            parser.write(chunk)
    except FormParserError as error:
        raise MalformedRequestError("The form is damaged. Send it again.") from error
    return reader


@dataclass(slots=True)
class _Part:
    """A field or file while it arrives."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    header_name: bytearray = field(default_factory=bytearray)
    header_value: bytearray = field(default_factory=bytearray)
    body: bytearray = field(default_factory=bytearray)

    def option(self, name: bytes) -> str | None:
        """A parameter of the content disposition."""
        found = parse_options_header(self.headers.get(b"content-disposition"))[1].get(name)
        return None if found is None else found.decode("utf-8", "replace")


class _FormReader:
    """Gathers the parts of a form. The size of the whole is limited before it comes here."""

    def __init__(self, most_parts: int) -> None:
        self._most_parts = most_parts
        self._parts: list[_Part] = []
        self._is_complete = False

    def callbacks(self) -> "MultipartCallbacks":
        """What the parser calls as the form arrives."""
        return {
            "on_part_begin": self._begin_part,
            "on_header_field": lambda data, start, end: self._add_header(self._part.header_name, data[start:end]),
            "on_header_value": lambda data, start, end: self._add_header(self._part.header_value, data[start:end]),
            "on_header_end": self._end_header,
            "on_part_data": lambda data, start, end: self._part.body.extend(data[start:end]),
            "on_end": self._end,
        }

    def form(self) -> SentForm:
        """The form, when all of it has arrived.

        Raises:
            MalformedRequestError: it was cut short, has parts without a name, or more than one file.
        """
        named = self._named()
        files = [(name, file_name, part) for name, file_name, part in named if file_name is not None]
        if len(files) > 1 or any(name != _FILE_FIELD for name, _, _ in files) or any(not name for name, _, _ in named):
            raise MalformedRequestError(f"Send one file, in the field '{_FILE_FIELD}', and give every field a name.")
        fields = {name: _words(part) for name, file_name, part in named if name and file_name is None}
        sent = next((SentFile(name=base_name(name or ""), body=bytes(part.body)) for _, name, part in files), None)
        return SentForm(fields=fields, file=sent if sent and (sent.name or sent.body) else None)

    def files(self) -> SentFiles:
        """The form with all its files, when all of it has arrived.

        Raises:
            MalformedRequestError: it was cut short, has parts without a name, or files in other fields.
        """
        named = self._named()
        found = [(name, file_name, part) for name, file_name, part in named if file_name is not None]
        if any(name not in _FILE_FIELDS for name, _, _ in found) or any(not name for name, _, _ in named):
            raise MalformedRequestError("Send the files in the field 'files', and give every field a name.")
        return SentFiles(
            fields={name: _words(part) for name, file_name, part in named if name and file_name is None},
            files=tuple(
                SentFile(name=file_name, body=bytes(part.body))
                for _, file_name, part in found
                if file_name or part.body
            ),
        )

    def _named(self) -> list[tuple[str | None, str | None, _Part]]:
        """Every part with its name and the name of its file."""
        if not self._is_complete:
            raise MalformedRequestError("The form is cut short or damaged. Send it again.")
        return [(part.option(b"name"), part.option(b"filename"), part) for part in self._parts]

    @property
    def _part(self) -> _Part:
        return self._parts[-1]

    def _begin_part(self) -> None:
        if len(self._parts) == self._most_parts:
            raise MalformedRequestError(f"The form has more than {self._most_parts} fields.")
        self._parts.append(_Part())

    def _add_header(self, to: bytearray, data: bytes) -> None:
        to.extend(data)
        if len(to) > _LONGEST_HEADERS:
            raise MalformedRequestError("The form has a header that is too long.")

    def _end_header(self) -> None:
        self._part.headers[bytes(self._part.header_name).lower()] = bytes(self._part.header_value)
        self._part.header_name.clear()
        self._part.header_value.clear()

    def _end(self) -> None:
        self._is_complete = True


def _words(part: _Part) -> str:
    return part.body.decode("utf-8", "replace")
