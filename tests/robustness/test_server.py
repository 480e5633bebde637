"""A real server under requests that no browser sends: a clear error each time, and it goes on."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest

from tests.server import serving

LIMIT = 100_000
JSON = "Content-Type: application/json"
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    settings = {"MARKPOINT_MAX_BODY_BYTES": str(LIMIT), "MARKPOINT_REQUEST_TIMEOUT_S": "1"}
    with serving("--port", "0", **settings) as server:
        yield server.port()


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=30)


def head(*lines: str) -> bytes:
    return "\r\n".join(("POST /v1/feedback HTTP/1.1", "Host: x", *lines, "", "")).encode()


def answer_on(connection: socket.socket) -> tuple[int, dict[str, object]]:
    """The status and the problem that come back."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65_536)
    start, _, body = received.partition(b"\r\n\r\n")
    length = int(start.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65_536)
    assert b"application/problem+json" in start.lower()
    assert b"content-security-policy" in start.lower()
    return int(start.split()[1]), json.loads(body)


@pytest.fixture(autouse=True)
def goes_on(port: int) -> Iterator[None]:
    yield
    with connect(port) as connection:
        connection.sendall(b"GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200")


def test_a_declared_length_beyond_the_limit_is_refused_unread(port: int) -> None:
    with connect(port) as connection:
        connection.sendall(head(JSON, f"Content-Length: {10**12}"))
        assert answer_on(connection)[0] == 413


def test_an_endless_body_without_a_length_is_refused_at_the_limit(port: int) -> None:
    chunk = b"2710\r\n" + b"x" * 10_000 + b"\r\n"
    sent = 0
    with connect(port) as connection:
        connection.sendall(head(JSON, "Transfer-Encoding: chunked"))
        connection.settimeout(0.05)
        for _ in range(100):
            connection.sendall(chunk)
            sent += 10_000
            try:
                if connection.recv(1, socket.MSG_PEEK):
                    break
            except TimeoutError:
                continue
        connection.settimeout(30)
        assert answer_on(connection)[0] == 413
    assert sent <= 3 * LIMIT


def test_a_body_that_trickles_is_refused_in_time(port: int) -> None:
    began = time.monotonic()
    with connect(port) as connection:
        connection.sendall(head(JSON, "Content-Length: 1000") + b'{"text": "')
        status, problem = answer_on(connection)
    assert (status, problem["type"]) == (408, "urn:markpoint:problem:slow_request")
    assert time.monotonic() - began < 20


def test_a_client_that_hangs_up_disturbs_nobody(port: int) -> None:
    for _ in range(5):
        with connect(port) as connection:
            connection.sendall(head(JSON, "Content-Length: 1000") + b"{")


@pytest.mark.parametrize("noise", [b"\x00" * 500, b"GET\r\n\r\n", b"\xff\xfe HTTP/9\r\n\r\n", b"A" * 200_000])
def test_noise_disturbs_nobody(port: int, noise: bytes) -> None:
    with connect(port) as connection, suppress(OSError):  # the server may hang up at any point
        connection.sendall(noise)
        connection.shutdown(socket.SHUT_WR)
        connection.recv(65_536)
