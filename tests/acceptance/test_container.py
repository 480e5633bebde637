"""The image as its Dockerfile describes it: built into an empty folder, run by another user, asked for its health."""

import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.container import Image, ImageBuilder

PROJECT = Path(__file__).parents[2]
MOST_BYTES = 680_000_000
START_S = 60
STOP_S = 10

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    with tempfile.TemporaryDirectory(prefix="markpoint-image-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        built = ImageBuilder(PROJECT, folder).build(PROJECT / "Dockerfile")
        assert not list((built.root / "data").iterdir()), "what a server keeps is no part of the image"
        yield built


@pytest.fixture(scope="module")
def server(image: Image) -> Iterator[int]:
    """The port of a running server."""
    port = _free_port()
    with _running(image, port):
        yield port


def test_image_is_no_larger_than_agreed(image: Image) -> None:
    assert image.size_bytes() <= MOST_BYTES


def test_image_runs_as_an_ordinary_user_who_cannot_change_it(image: Image) -> None:
    assert image.user_id != 0
    assert not [path for path in image.root.rglob("*") if path.lstat().st_mode & 0o002 and not path.is_symlink()]
    if os.geteuid() == 0:
        owned = [path for path in image.root.rglob("*") if path.lstat().st_uid == image.user_id]
        kept = image.root / "data"  # and what was made in it, where the service ran before
        assert [path for path in owned if kept not in path.parents] == [kept]


def test_image_holds_nothing_but_what_runs(image: Image) -> None:
    assert sorted(path.name for path in image.root.iterdir()) == ["data", "opt"]
    assert not list(image.root.glob("opt/markpoint/lib/*/site-packages/tests"))


def test_health_check_says_no_while_nothing_runs(image: Image) -> None:
    assert not image.is_healthy(MARKPOINT_PORT=str(_free_port()))


def test_container_serves_its_page_and_gives_feedback_on_a_file(server: int) -> None:
    assert _ask(server, "GET", "/")[0] == 200
    page = b"<html><body><p>The clinic holds more stock, so it delivers on time, at a cost.</p></body></html>"
    body = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="draft.html"\r\n\r\n' + page + b"\r\n--x--\r\n"
    )
    status, answer = _ask(server, "POST", "/v1/feedback", body, {"Content-Type": "multipart/form-data; boundary=x"})
    assert status == 200, answer
    assert json.loads(answer)


def test_container_stops_when_asked(image: Image) -> None:
    port = _free_port()
    with _running(image, port) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(STOP_S) in {0, -signal.SIGTERM}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def _running(image: Image, port: int) -> Iterator[subprocess.Popen[str]]:
    """The image's command, once its health check says yes."""
    deadline = time.monotonic() + START_S
    with image.start(MARKPOINT_PORT=str(port)) as process:
        assert process.stdout is not None
        try:
            while not image.is_healthy(MARKPOINT_PORT=str(port)):
                assert process.poll() is None, process.stdout.read()
                assert time.monotonic() < deadline, "the health check never said yes"
            yield process
        finally:
            process.kill()


def _ask(
    port: int, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()
