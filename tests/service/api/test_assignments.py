"""Assignments: made with a version of a rubric, changed without overlooking anybody, fixed once drafts are in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from service.access.roles import Role
from tests.service.api.school import School, close_school, code_of, open_school
from tests.service.api.world import FIRST, RUBRIC, make

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.storage.database import Database


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


def test_an_assignment_is_read_back_as_it_was_made(school: School) -> None:
    sent = {
        "title": "Bakery",
        "rubric_id": RUBRIC,
        "prompt": "Discuss the bakery.",
        "case_text": "It bakes.",
        "due_at": "2030-05-01T12:00:00+02:00",
        "visibility": "estimate",
        "is_anonymous": True,
        "waits_for_release": True,
        "needs_two_markers": True,
        "ask_self_assessment": True,
    }
    made = school.assignment(**sent)
    read = school.tutor.get(f"/v1/assignments/{made['id']}")
    assert read.json() == made
    expected = {**sent, "due_at": "2030-05-01T10:00:00Z"}
    assert {name: made[name] for name in expected if name != "rubric_id"} == {
        name: value for name, value in expected.items() if name != "rubric_id"
    }
    assert (made["rubric"]["rubric_id"], made["rubric"]["version"], made["is_released"]) == (RUBRIC, 1, False)


def test_a_packaged_rubric_becomes_a_version_once(school: School) -> None:
    first, second = school.assignment(), school.assignment()
    assert first["rubric"] == second["rubric"]
    listed = school.tutor.get(f"/v1/rubrics/{RUBRIC}/versions").json()
    assert [item["version"] for item in listed["items"]] == [1]


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"title": ""}, (422, "invalid_request")),
        ({"title": "nul \u0000"}, (422, "invalid_request")),
        ({"rubric_id": "no.such.rubric"}, (404, "not_found")),
        ({"rubric_version": 7}, (404, "not_found")),
        ({"group_id": "0b5b9a4e-6c1f-4f0e-9d53-2f6c1f0a7e11"}, (404, "not_found")),
        ({"due_at": "2030-05-01T12:00:00"}, (422, "invalid_request")),
        ({"due_at": "0001-01-01T00:00:00+14:00"}, (422, "invalid_request")),
        ({"visibility": "everything"}, (422, "invalid_request")),
        ({"marks": 3}, (422, "invalid_request")),
    ],
)
def test_what_cannot_be_used_is_refused(school: School, fields: dict[str, Any], problem: tuple[int, str]) -> None:
    answer = school.tutor.post("/v1/assignments", json={"title": "Bakery", "rubric_id": RUBRIC} | fields)
    assert code_of(answer) == problem


def test_a_change_touches_only_what_is_sent(school: School) -> None:
    made = school.assignment(prompt="Discuss.", visibility="evidence")
    changed = school.tutor.patch(f"/v1/assignments/{made['id']}", json={"title": "Mill", "is_archived": True}).json()
    assert changed == made | {"title": "Mill", "is_archived": True, "version": 2}
    assert school.tutor.get("/v1/assignments").json()["items"] == []
    assert len(school.tutor.get("/v1/assignments?archived=true").json()["items"]) == 1


def test_a_change_that_overlooks_another_is_refused(school: School) -> None:
    made = school.assignment()
    path = f"/v1/assignments/{made['id']}"
    seen = school.tutor.get(path).headers["etag"]
    first = school.tutor.patch(path, json={"title": "Mill"}, headers={"If-Match": seen})
    late = school.tutor.patch(path, json={"title": "Shop"}, headers={"If-Match": seen})
    assert first.status_code == 200
    assert code_of(late) == (412, "precondition_failed")
    newest = school.tutor.patch(path, json={"title": "Shop"}, headers={"If-Match": first.headers["etag"]})
    assert newest.json()["title"] == "Shop"
    assert school.tutor.get(path).headers["etag"] == newest.headers["etag"]


@pytest.mark.parametrize(
    "change",
    [
        {"prompt": "Other."},
        {"case_text": "Other."},
        {"rubric_version": 1},
        {"is_anonymous": True},
        {"needs_two_markers": True},
    ],
)
def test_what_drafts_were_read_against_stays(school: School, change: dict[str, Any]) -> None:
    made = school.assignment()
    path = f"/v1/assignments/{made['id']}"
    submission = school.submission(made)
    assert school.tutor.patch(path, json=change).status_code == 200
    school.tutor.patch(path, json={"needs_two_markers": False, "is_anonymous": False})
    school.draft(submission, FIRST)
    assert code_of(school.tutor.patch(path, json=change)) == (409, "conflict")
    assert school.tutor.patch(path, json={"title": "Mill", "visibility": "evidence"}).status_code == 200


def test_a_group_sees_its_own_assignments_and_nobody_else_does(school: School) -> None:
    group = make(school.administrator, "/v1/groups", name="Monday")
    mine, open_to_all = school.assignment(group_id=group["id"]), school.assignment()
    peer = school.further(Role.STUDENT, "peer")
    me = school.door.hill.user_ids[Role.STUDENT]
    school.administrator.put(f"/v1/groups/{group['id']}/members/{me}")
    assert {one["id"] for one in school.student.get("/v1/assignments").json()["items"]} == {
        mine["id"],
        open_to_all["id"],
    }
    assert [one["id"] for one in peer.get("/v1/assignments").json()["items"]] == [open_to_all["id"]]
    assert peer.get(f"/v1/assignments/{mine['id']}").status_code == 404
    assert peer.post("/v1/submissions", json={"assignment_id": mine["id"]}).status_code == 404
    submission = school.submission(mine)
    school.administrator.delete(f"/v1/groups/{group['id']}/members/{me}")
    assert school.student.get(f"/v1/assignments/{mine['id']}").status_code == 200
    assert school.student.get(f"/v1/submissions/{submission['id']}").status_code == 200


def test_the_list_comes_in_pages(school: School) -> None:
    made = [school.assignment(title=str(number))["id"] for number in range(5)]
    first = school.tutor.get("/v1/assignments?limit=3").json()
    school.assignment(title="later")
    rest = school.tutor.get("/v1/assignments", params={"limit": 3, "cursor": first["next_cursor"]}).json()
    assert [one["id"] for one in (*first["items"], *rest["items"])] == made[::-1]
    assert rest["next_cursor"] is None
    assert code_of(school.tutor.get("/v1/assignments?cursor=anything")) == (422, "invalid_cursor")
