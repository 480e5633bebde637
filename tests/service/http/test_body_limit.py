"""A body is stopped at the limit while it arrives, and when it arrives too slowly."""

from collections.abc import Sequence

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from service.http.body_limit import BodyLimit
from service.http.errors import BodyTooLargeError, SlowRequestError


class Reader:
    """An application that reads its whole body and keeps it."""

    def __init__(self) -> None:
        self.body = b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        more = True
        while more:
            message = await receive()
            self.body += message.get("body", b"")
            more = message.get("more_body", False)


def send_body(
    chunks: Sequence[bytes], *, limit: int, declared: str | None = None, pause_s: float = 0, timeout_s: float = 5
) -> tuple[bytes, int]:
    """What the application read, and how many chunks were taken from the wire."""
    taken = 0

    async def receive() -> Message:
        nonlocal taken
        await anyio.sleep(pause_s)
        taken += 1
        return {"type": "http.request", "body": chunks[taken - 1], "more_body": taken < len(chunks)}

    async def send(message: Message) -> None:
        raise AssertionError(message)

    async def call() -> None:
        headers = [(b"content-length", declared.encode())] if declared is not None else []
        await BodyLimit(reader, limit_bytes=limit, timeout_s=timeout_s)(
            {"type": "http", "headers": headers}, receive, send
        )

    reader = Reader()
    try:
        anyio.run(call)
    finally:
        reader.body = reader.body[:limit]
    return reader.body, taken


@pytest.mark.parametrize("chunks", [[b""], [b"12345"], [b"12", b"345"], [b"", b"12345"]])
def test_a_body_within_the_limit_arrives_whole(chunks: list[bytes]) -> None:
    assert send_body(chunks, limit=5)[0] == b"".join(chunks)


@pytest.mark.parametrize(
    ("chunks", "declared"),
    [
        ([b"123456"], None),
        ([b"123", b"456"], None),
        ([b"123", b"456"], "5"),
        ([b"1", b"2"], "6"),
        ([b"123456"], "not a number"),
    ],
)
def test_a_body_beyond_the_limit_is_refused_whatever_was_declared(chunks: list[bytes], declared: str | None) -> None:
    with pytest.raises(BodyTooLargeError, match="more than 5 bytes"):
        send_body(chunks, limit=5, declared=declared)


def test_nothing_is_read_beyond_the_limit() -> None:
    read = 0

    class Endless(Sequence[bytes]):
        def __len__(self) -> int:
            return 1_000_000

        def __getitem__(self, index: object) -> bytes:  # type: ignore[override]
            nonlocal read
            read += 1
            return b"x" * 100

    with pytest.raises(BodyTooLargeError):
        send_body(Endless(), limit=1_000)
    assert read == 11


def test_a_body_that_comes_too_slowly_is_refused() -> None:
    with pytest.raises(SlowRequestError):
        send_body([b"1"] * 50, limit=100, pause_s=0.01, timeout_s=0.05)
