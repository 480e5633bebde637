"""A rubric in use never changes: editing makes the next version."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from rubric.writer import write_yaml
from service.access.roles import Role
from tests.builders import SOURCE, build_rubric
from tests.service.api.school import School, close_school, code_of, open_school
from tests.service.api.world import FIRST, RUBRIC, make

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.storage.database import Database

PATH = f"/v1/rubrics/{RUBRIC}/versions"


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


def test_a_change_is_the_next_version_and_assignments_keep_theirs(school: School) -> None:
    before = school.assignment()
    body = school.tutor.get(f"{PATH}/1").json()["body"]
    second = make(school.tutor, PATH, body=body.replace("title: ", "title: Revised ", 1))
    assert (second["version"], second["fingerprint"] == before["rubric"]["fingerprint"]) == (2, False)
    assert school.tutor.get(f"/v1/assignments/{before['id']}").json()["rubric"]["version"] == 1
    assert school.tutor.get(f"{PATH}/1").json()["body"] == body
    assert school.assignment()["rubric"]["version"] == 2
    assert school.assignment(rubric_version=1)["rubric"]["version"] == 1
    assert [one["version"] for one in school.student.get(PATH).json()["items"]] == [2, 1]
    draft = school.draft(school.submission(school.assignment()), FIRST)
    report = school.student.get(f"/v1/drafts/{draft['draft']['id']}/feedback").json()
    assert report["head"]["rubric_fingerprint"] == second["fingerprint"]
    assert report["report"]["rubric_title"].startswith("Revised")


def test_the_same_words_make_no_version(school: School) -> None:
    first = make(school.tutor, PATH)
    body = school.tutor.get(f"{PATH}/1").json()["body"]
    for sent in ({"body": body}, {}):
        again = school.tutor.post(PATH, json=sent)
        assert (again.status_code, again.json()) == (200, first)


def test_each_institution_has_its_own_versions(school: School) -> None:
    make(school.tutor, PATH)
    stranger = school.door.person(Role.TUTOR, campus=school.door.lake)
    assert stranger.get(PATH).json()["items"] == []
    assert stranger.get(f"{PATH}/1").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        "",
        "just words",
        "id: [",
        "id: &a other\nb: *a",
        write_yaml(build_rubric()),
        write_yaml(build_rubric(id=RUBRIC, title=" ")),
        write_yaml(build_rubric(id=RUBRIC)).replace(SOURCE, "").replace("weight: 50", "weight: much"),
    ],
)
def test_what_is_no_sound_rubric_of_that_id_is_refused(school: School, body: str) -> None:
    assert code_of(school.tutor.post(PATH, json={"body": body})) == (422, "invalid_value")


def test_an_unknown_rubric_can_be_brought_and_put_to_use(school: School) -> None:
    own = write_yaml(build_rubric())
    assert school.tutor.post("/v1/rubrics/events.level7/versions", json={}).status_code == 404
    made = make(school.tutor, "/v1/rubrics/events.level7/versions", body=own)
    assert school.assignment(rubric_id="events.level7")["rubric"]["id"] == made["id"]
