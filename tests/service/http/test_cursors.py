"""Cursors go into an address as they are, come back as they went, and nothing else is taken for one."""

import base64
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.http.cursors import decode_cursor, encode_cursor
from service.http.errors import InvalidCursorError
from service.storage.paging import Position

MOMENT = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def word(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).decode().rstrip("=")


@given(st.uuids(), st.integers(min_value=0, max_value=10**9))
def test_a_place_comes_back_as_it_went(row_id: object, microseconds: int) -> None:
    place = Position(MOMENT + timedelta(microseconds=microseconds), str(row_id))
    cursor = encode_cursor(place)
    assert cursor is not None
    assert cursor.replace("-", "").replace("_", "").isalnum()
    assert decode_cursor(cursor) == place


def test_no_place_is_no_cursor() -> None:
    assert encode_cursor(None) is None
    assert decode_cursor(None) is None


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "not base 64!",
        "\u00e9",
        "A",
        word(b"\xff\xfe"),
        word(b"2026-03-01T12:30:15"),
        word(b"2026-03-01T12:30:15 one"),  # no zone
        word(b"yesterday one"),
        word(b"2026-03-01T12:30:15+00:00 one\x00two"),
        word(b"2026-03-01T12:30:15+00:00 " + b"a" * 65),
        word(b"0001-01-01T00:00:00+23:59 one"),  # before the first moment there is
    ],
)
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidCursorError):
        decode_cursor(cursor)


@given(st.text(max_size=60))
def test_no_text_breaks_it(cursor: str) -> None:
    with suppress(InvalidCursorError):
        decode_cursor(cursor)
