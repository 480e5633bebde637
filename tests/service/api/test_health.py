"""Health says that the process answers; readiness says that a draft can be read."""

from pathlib import Path

from fastapi.testclient import TestClient

from service.app import create_app
from service.config import Settings


def test_a_living_process_says_so(client: TestClient) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


def test_a_ready_engine_says_what_it_reads_against(client: TestClient) -> None:
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json()["rubrics"] == ["operations_management.level7"]


def test_a_service_that_stops_is_alive_but_not_ready(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path))
    with TestClient(app) as client:
        pass
    client = TestClient(app)
    assert client.get("/healthz").status_code == 200
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["type"] == "urn:markpoint:problem:not_ready"


def test_health_answers_are_not_kept(client: TestClient) -> None:
    for path in ("/healthz", "/readyz"):
        assert client.get(path).headers["cache-control"] == "no-store"
