"""What has not changed is not sent again, and a change that overlooks another's is refused."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from service.http.conditional import ConditionalAnswers, etag_of, is_same, require_match
from service.http.errors import PreconditionFailedError


def show(request: Request) -> Response:
    return JSONResponse({"asked": request.query_params.get("q", "")})


def tagged(_: Request) -> Response:
    return JSONResponse({}, headers={"etag": '"mine"'})


def missing(_: Request) -> Response:
    return JSONResponse({}, status_code=404)


def stream(_: Request) -> Response:
    def parts() -> Iterator[bytes]:
        yield b'{"a":'
        yield b"1}"

    return StreamingResponse(parts(), media_type="application/json")


def events(_: Request) -> Response:
    return StreamingResponse(iter([b"data: 1\n\n"]), media_type="text/event-stream")


@pytest.fixture
def client() -> TestClient:
    routes = [
        Route("/v1/show", show, methods=["GET", "POST"]),
        Route("/v1/tagged", tagged),
        Route("/v1/missing", missing),
        Route("/v1/stream", stream),
        Route("/v1/events", events),
        Route("/v1/text", lambda _: PlainTextResponse("a")),
        Route("/page", show),
    ]
    app = Starlette(routes=routes)
    app.add_middleware(ConditionalAnswers)
    return TestClient(app)


@pytest.mark.parametrize("path", ["/v1/show", "/v1/tagged", "/v1/stream"])
def test_the_same_state_is_not_sent_again(client: TestClient, path: str) -> None:
    first = client.get(path)
    again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(path, headers={"If-None-Match": '"older"'}).content == first.content


def test_another_state_has_another_tag_and_a_route_may_set_its_own(client: TestClient) -> None:
    assert client.get("/v1/show").headers["etag"] != client.get("/v1/show?q=1").headers["etag"]
    assert client.get("/v1/tagged").headers["etag"] == '"mine"'


@pytest.mark.parametrize("path", ["/v1/missing", "/v1/events", "/v1/text", "/page"])
def test_errors_streams_and_pages_have_no_tag(client: TestClient, path: str) -> None:
    answer = client.get(path, headers={"If-None-Match": "*"})
    assert "etag" not in answer.headers
    assert answer.status_code != 304


def test_only_a_get_is_conditional(client: TestClient) -> None:
    assert client.post("/v1/show", headers={"If-None-Match": "*"}).status_code == 200


@pytest.mark.parametrize(
    ("sent", "same"),
    [
        ('"a"', True),
        ('W/"a"', True),
        ('"b", "a"', True),
        ("*", True),
        (None, False),
        ("", False),
        ("a", False),
        ('"b"', False),
    ],
)
def test_a_list_of_tags_is_searched(sent: str | None, same: bool) -> None:
    assert is_same(sent, '"a"') is same


@pytest.mark.parametrize("if_match", [None, "*", '"a"', '"b", "a"'])
def test_a_change_that_names_the_state_goes_on(if_match: str | None) -> None:
    require_match(if_match, '"a"')


@pytest.mark.parametrize("if_match", ['"b"', 'W/"a"', "a", ""])
def test_a_change_to_an_older_state_is_refused(if_match: str) -> None:
    with pytest.raises(PreconditionFailedError):
        require_match(if_match, '"a"')


def test_a_tag_tells_states_apart() -> None:
    assert etag_of("a", 1) == etag_of("a", 1)
    assert len({etag_of("a", 1), etag_of("a", 2), etag_of("b", 1), etag_of("a1")}) == 4
