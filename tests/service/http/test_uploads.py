"""Forms are read in memory, whatever a client sends."""

from contextlib import suppress

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.types import Message

from service.errors import ServiceError
from service.http.errors import ContentTypeError, MalformedRequestError
from service.http.uploads import SentForm, base_name, read_form

FORM = "multipart/form-data; boundary=cut"


def read(body: bytes, content_type: str = FORM) -> SentForm:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def call() -> SentForm:
        headers = [(b"content-type", content_type.encode("latin-1"))]
        request = Request({"type": "http", "method": "POST", "headers": headers}, receive)
        return await read_form(request)

    return anyio.run(call)


def part(name: str, value: bytes, filename: str | None = None) -> bytes:
    file = f'; filename="{filename}"' if filename is not None else ""
    return f'--cut\r\nContent-Disposition: form-data; name="{name}"{file}\r\n\r\n'.encode() + value + b"\r\n"


END = b"--cut--\r\n"


def test_fields_and_the_file_are_read() -> None:
    form = read(part("text", "café".encode()) + part("file", b"\x00\xff", "one.docx") + END)
    assert form.fields == {"text": "café"}
    assert form.file is not None
    assert (form.file.name, form.file.body) == ("one.docx", b"\x00\xff")


def test_a_file_field_left_empty_is_no_file() -> None:
    assert read(part("file", b"", "") + END).file is None


def test_what_is_no_utf8_is_read_with_a_replacement() -> None:
    assert read(part("text", b"caf\xe9") + END).fields == {"text": "caf\ufffd"}


def test_a_large_file_stays_in_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a draft was written to the disk")

    for name in ("TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile", "mkstemp"):
        monkeypatch.setattr(f"tempfile.{name}", refuse)
    form = read(part("file", b"x" * 3_000_000, "one.txt") + END)
    assert form.file is not None
    assert len(form.file.body) == 3_000_000


@pytest.mark.parametrize(
    ("body", "content_type", "error"),
    [
        (b"{}", "application/json", ContentTypeError),
        (b"text=a", "application/x-www-form-urlencoded", ContentTypeError),
        (b"", "", ContentTypeError),
        (b"nonsense", FORM, MalformedRequestError),
        (part("text", b"a") + END, "multipart/form-data", MalformedRequestError),
        (part("file", b"1", "a.txt") + part("file", b"2", "b.txt") + END, FORM, MalformedRequestError),
        (part("picture", b"1", "a.txt") + END, FORM, MalformedRequestError),
        (b"".join(part(f"f{n}", b"1") for n in range(20)) + END, FORM, MalformedRequestError),
        (part("file", b"1", "a.txt"), FORM, MalformedRequestError),
        (b"--cut\r\nContent-Disposition: form-data\r\n\r\n1\r\n" + END, FORM, MalformedRequestError),
        (b"--cut\r\nX-Long: " + b"x" * 9_000 + b"\r\n\r\n1\r\n" + END, FORM, MalformedRequestError),
    ],
)
def test_other_bodies_are_refused(body: bytes, content_type: str, error: type[ServiceError]) -> None:
    with pytest.raises(error):
        read(body, content_type)


@settings(max_examples=80, deadline=None)
@given(
    body=st.one_of(
        st.binary(max_size=300),
        st.lists(st.sampled_from([part("text", b"a"), part("file", b"b", "c.txt"), END, b"--cut", b"\r\n", b"x"])).map(
            b"".join
        ),
    ),
    charset=st.sampled_from(["", "; charset=utf-16", "; charset=idna", "; charset=zlib", "; charset=none"]),
)
def test_any_body_is_read_or_refused(body: bytes, charset: str) -> None:
    with suppress(MalformedRequestError):
        read(body, FORM + charset)


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("one.docx", "one.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\drafts\\one.docx", "one.docx"),
        ("two\r\nlines.txt", "two lines.txt"),
        ("", ""),
        ("..", ".."),
    ],
)
def test_a_file_name_loses_its_folders(sent: str, name: str) -> None:
    assert base_name(sent) == name
