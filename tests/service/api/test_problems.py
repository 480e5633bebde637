"""Every error is problem JSON, described in the OpenAPI document."""

import pytest
from fastapi.testclient import TestClient

from service.api.problems import MEDIA_TYPE
from tests.service.api.matrix import ROWS


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/v1/nothing", 404),
        ("GET", "/nothing", 404),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/static/../app.py", 404),
        ("GET", "/v1/feedback", 405),
        ("DELETE", "/v1/rubrics", 405),
        ("PUT", "/", 405),
        ("POST", "/readyz", 405),
    ],
)
def test_what_does_not_exist_is_a_problem(client: TestClient, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == MEDIA_TYPE
    problem = answer.json()
    assert set(problem) == {"type", "title", "status", "detail", "instance"}
    assert (problem["type"], problem["status"]) == ("about:blank", status)


def test_a_wrong_method_is_told_the_right_ones(client: TestClient) -> None:
    assert client.get("/v1/feedback").headers["allow"] == "POST"


def test_the_description_names_every_address_with_a_summary(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    assert set(paths) == {row.path for row in ROWS}
    operations = [operation for path in paths.values() for operation in path.values()]
    assert all(operation["summary"] and operation["description"] for operation in operations)


def test_the_description_gives_problems_their_content_type(client: TestClient) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for operation in (operation for path in paths.values() for operation in path.values()):
        for status, response in operation["responses"].items():
            kinds = set(response.get("content", ()))
            assert MEDIA_TYPE not in kinds if int(status) < 400 else kinds == {MEDIA_TYPE}


def test_the_description_names_every_error_of_feedback_and_both_bodies(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/feedback"]["post"]
    errors = {"400", "404", "408", "413", "415", "422", "500", "503", "504"}
    assert errors <= set(operation["responses"])
    content = operation["requestBody"]["content"]
    assert set(content) == {"application/json", "multipart/form-data"}
    assert content["multipart/form-data"]["schema"]["properties"]["file"]["format"] == "binary"


def test_the_example_in_the_description_works(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"]["/v1/feedback"]["post"]
    example = operation["requestBody"]["content"]["application/json"]["examples"]["text"]["value"]
    assert client.post("/v1/feedback", json=example).status_code == 200
