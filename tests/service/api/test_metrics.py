"""Figures over HTTP: for this machine or with the token, with the queues as they are."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from service.app import create_app
from service.config import Settings
from service.storage.database import open_database
from service.storage.migrating import downgrade_database
from tests.databases import open_settings

TOKEN = {"authorization": "Bearer a-token"}


@pytest.mark.slow
def test_figures_are_for_who_has_the_token_and_tell_of_the_database(sqlite_url: str, tmp_path: Path) -> None:
    settings = open_settings(sqlite_url, tmp_path, metrics_token="a-token")  # noqa: S106
    with TestClient(create_app(settings)) as client:
        assert client.get("/metrics").status_code == 401
        assert client.get("/v1/rubrics/none").status_code == 404
        answer = client.get("/metrics", headers=TOKEN)
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/plain")
        assert 'route="/v1/rubrics/{rubric_id}",status="404"' in answer.text
        for line in (
            "database_up 1.0",
            "queue_batches 0.0",
            "queue_scripts 0.0",
            "workers_alive 0.0",
            "desk_drafts 0.0",
        ):
            assert f"\nmarkpoint_{line}\n" in answer.text
        database = open_database(settings)
        downgrade_database(database, "base")
        database.close()
        answer = client.get("/metrics", headers=TOKEN)
        assert "\nmarkpoint_database_up 0.0\n" in answer.text
        assert "markpoint_queue" not in answer.text
        not_ready = client.get("/readyz")
        assert not_ready.status_code == 503
        assert "markpoint database upgrade" in not_ready.json()["detail"]


def test_another_machine_may_not_read_without_a_token(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:markpoint:problem:forbidden"


@pytest.mark.slow
def test_without_figures_there_is_no_such_address(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(metrics=False, data_dir=tmp_path))) as client:
        assert client.get("/metrics").status_code == 404
