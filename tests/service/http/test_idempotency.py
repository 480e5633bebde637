"""A request with a key of its own is carried out once, and answered as often as it comes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select, update

from service.storage.idempotency import ABANDONED, LIFETIME
from service.storage.tables import IdempotencyKey
from service.storage.types import utc_now
from tests.service.api.school import School, close_school, code_of, open_school
from tests.service.api.world import FIRST, RUBRIC, SECOND

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from service.storage.database import Database

BODY = {"title": "Bakery", "rubric_id": RUBRIC}
KEY = {"Idempotency-Key": "once-and-for-all"}


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


def send(client: TestClient, body: dict[str, Any] = BODY, **headers: str) -> Any:
    return client.post("/v1/assignments", json=body, headers=KEY | headers)


def count(client: TestClient) -> int:
    return len(client.get("/v1/assignments").json()["items"])


def set_row(database: Database, **values: Any) -> None:
    with database.writing() as session:
        session.execute(update(IdempotencyKey).values(**values))


def test_the_same_request_gets_the_same_answer(school: School) -> None:
    first, again = send(school.tutor), send(school.tutor)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["location"] == first.headers["location"]
    assert again.headers["content-type"] == first.headers["content-type"]
    assert ("idempotency-replayed" in first.headers, again.headers["idempotency-replayed"]) == (False, "true")
    assert count(school.tutor) == 1


def test_a_key_belongs_to_one_request_of_one_person(school: School) -> None:
    send(school.tutor)
    assert code_of(send(school.tutor, BODY | {"title": "Mill"})) == (422, "idempotency_key")
    elsewhere = school.tutor.post("/v1/submissions", json=BODY, headers=KEY)
    assert code_of(elsewhere) == (422, "idempotency_key")
    assert send(school.administrator).status_code == 201
    assert count(school.tutor) == 2


def test_a_request_that_is_worked_on_is_not_begun_again(school: School, sqlite_database: Database) -> None:
    send(school.tutor)
    set_row(sqlite_database, status=None, body=None)
    answer = send(school.tutor)
    assert code_of(answer) == (409, "request_in_flight")
    assert answer.headers["retry-after"] == "2"
    set_row(sqlite_database, created_at=utc_now() - ABANDONED - timedelta(minutes=1))
    assert send(school.tutor).status_code == 201


def test_a_refusal_is_not_kept(school: School, sqlite_database: Database) -> None:
    assert send(school.tutor, BODY | {"rubric_id": "no.such"}).status_code == 404
    assert send(school.tutor, {"title": "No rubric"}).status_code == 422
    assert send(school.student).status_code == 403
    with sqlite_database.reading() as session:
        assert not session.scalars(select(IdempotencyKey)).all()
    assert send(school.tutor).status_code == 201


def test_answers_are_forgotten_after_a_day_and_when_drafts_are_deleted(
    school: School, sqlite_database: Database
) -> None:
    send(school.tutor)
    set_row(sqlite_database, body=None)
    assert code_of(send(school.tutor)) == (422, "idempotency_key")
    set_row(sqlite_database, created_at=utc_now() - LIFETIME - timedelta(minutes=1))
    assert send(school.tutor).status_code == 201
    assert count(school.tutor) == 2


@pytest.mark.parametrize("key", ["", " ", "a b", "a" * 201])
def test_a_key_is_a_word(school: School, key: str) -> None:
    answer = school.tutor.post("/v1/assignments", json=BODY, headers={"Idempotency-Key": key})
    assert code_of(answer) == (422, "invalid_request")


def test_a_form_sent_again_is_the_same_request(school: School) -> None:
    submission = school.submission(school.assignment())
    path = f"/v1/submissions/{submission['id']}/drafts"
    files = {"file": ("essay.txt", FIRST.encode(), "text/plain")}
    first, again = (school.student.post(path, files=files, headers=KEY) for _ in range(2))
    assert first.json() == again.json()
    other = {"file": ("essay.txt", SECOND.encode(), "text/plain")}
    assert code_of(school.student.post(path, files=other, headers=KEY)) == (422, "idempotency_key")
    assert len(school.student.get(path).json()["items"]) == 1
