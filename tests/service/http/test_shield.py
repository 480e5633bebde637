"""Every answer wears safe headers, and no exception leaves the application or takes words of a draft with it."""

import io
import json
import logging
from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.http.shield import LastDoor, SafeHeaders
from service.logs import JsonFormatter

LEARNT = "the words of a learner"


def fail(_: Request) -> Response:
    try:
        raise KeyError(LEARNT)
    except KeyError as error:
        raise ValueError(LEARNT) from error


def fail_late(_: Request) -> Response:
    def body() -> Iterator[str]:
        yield "begun"
        raise ValueError(LEARNT)

    return StreamingResponse(body())


def greet(_: Request) -> Response:
    return PlainTextResponse("hello")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("markpoint")
    logger.addHandler(handler)
    before = logger.level
    logger.setLevel(logging.INFO)
    yield stream
    logger.removeHandler(handler)
    logger.setLevel(before)


@pytest.fixture
def client() -> TestClient:
    app = Starlette(
        routes=[Route("/fail", fail), Route("/late", fail_late), Route("/greet", greet), Route("/static/a", greet)]
    )
    app.add_middleware(LastDoor, respond=lambda _, reference: PlainTextResponse(reference, status_code=500))
    app.add_middleware(SafeHeaders)
    return TestClient(app)


@pytest.mark.parametrize(("path", "status"), [("/greet", 200), ("/fail", 500), ("/nowhere", 404)])
def test_every_answer_wears_safe_headers(client: TestClient, path: str, status: int) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; script-src 'self';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"


@pytest.mark.parametrize(
    ("path", "caching"), [("/greet", "no-store"), ("/fail", "no-store"), ("/static/a", "no-cache")]
)
def test_only_static_files_may_be_kept(client: TestClient, path: str, caching: str) -> None:
    assert client.get(path).headers["cache-control"] == caching


def test_an_exception_becomes_an_answer_with_a_reference_that_the_log_has(client: TestClient, log: io.StringIO) -> None:
    reference = client.get("/fail").text
    events = [json.loads(line) for line in log.getvalue().splitlines()]
    assert [(event["event"], event["request_id"]) for event in events] == [
        ("unexpected_error", reference),
        ("request", reference),
    ]
    assert events[0]["error"] == "ValueError"
    assert any("test_shield.py" in place for place in events[0]["at"])


@pytest.mark.parametrize("path", ["/fail", "/late", f"/greet?text={LEARNT}", f"/{LEARNT}"])
def test_the_log_never_holds_words_of_a_draft(client: TestClient, log: io.StringIO, path: str) -> None:
    client.get(path)
    assert "request" in log.getvalue()
    assert "learner" not in log.getvalue()


def test_an_unknown_method_is_not_copied_into_the_log(client: TestClient, log: io.StringIO) -> None:
    client.request("LEARNER", "/greet")
    assert json.loads(log.getvalue())["method"] == "other"


@pytest.mark.parametrize("path", ["/greet", "/fail", "/nowhere"])
def test_the_name_of_a_request_is_in_its_answer_and_in_the_log(client: TestClient, log: io.StringIO, path: str) -> None:
    answer = client.get(path, headers={"X-Request-ID": "trace-1234"})
    assert answer.headers["x-request-id"] == "trace-1234"
    assert json.loads(log.getvalue().splitlines()[-1])["request_id"] == "trace-1234"
    assert client.get(path).headers["x-request-id"] != "trace-1234"
