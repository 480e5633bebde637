"""Feedback that is kept: shown as far as assignment and release allow; old reports stay; progress; people beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from service.access.roles import Role
from tests.service.api.school import School, close_school, code_of, open_school
from tests.service.api.world import BANDS, FIRST, SECOND, make

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from service.storage.database import Database


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


def read(client: TestClient, draft: dict[str, Any]) -> Any:
    return client.get(f"/v1/drafts/{draft['draft']['id']}/feedback")


def bands(feedback: Any) -> set[int | None]:
    return {one["band"] for one in feedback.json()["report"]["criteria"]}


@pytest.mark.parametrize(
    ("visibility", "shows_bands", "shows_estimate"),
    [("evidence", False, False), ("bands", True, False), ("estimate", True, True)],
)
def test_students_see_what_the_assignment_shows_and_tutors_see_all(
    school: School, visibility: str, shows_bands: bool, shows_estimate: bool
) -> None:
    assignment = school.assignment(visibility=visibility)
    submission = school.submission(assignment)
    draft = school.draft(submission, SECOND)
    mine, theirs = read(school.student, draft), read(school.tutor, draft)
    assert (bands(mine) != {None}) is shows_bands
    assert (mine.json()["report"]["overall"] is not None) is shows_estimate
    assert theirs.json()["report"]["overall"] is not None
    assert mine.json()["text"] == theirs.json()["text"] == SECOND
    by_id = school.student.get(f"/v1/reports/{draft['report_id']}").json()
    assert by_id == mine.json()
    course = school.student.get(f"/v1/submissions/{submission['id']}/progress").json()["drafts"][0]
    assert (bool(course["bands"]), course["overall"] is not None) == (shows_bands, shows_estimate)


def test_formative_feedback_comes_at_once_and_other_feedback_when_it_is_released(school: School) -> None:
    waiting = school.assignment(waits_for_release=True)
    first, other = school.submission(waiting), school.submission(waiting, peer := school.further(Role.STUDENT, "peer"))
    draft, others = school.draft(first, FIRST), school.draft(other, SECOND, peer)
    paths = (
        f"/v1/drafts/{draft['draft']['id']}/feedback",
        f"/v1/drafts/{draft['draft']['id']}/reports",
        f"/v1/reports/{draft['report_id']}",
        f"/v1/submissions/{first['id']}/progress",
    )
    assert {code_of(school.student.get(path)) for path in paths} == {(403, "not_released")}
    assert all(school.tutor.get(path).status_code == 200 for path in paths)
    make(school.tutor, f"/v1/assignments/{waiting['id']}/releases", submission_id=first["id"])
    assert all(school.student.get(path).status_code == 200 for path in paths)
    assert code_of(read(peer, others)) == (403, "not_released")
    released = school.tutor.post(f"/v1/assignments/{waiting['id']}/releases", json={})
    again = school.tutor.post(f"/v1/assignments/{waiting['id']}/releases", json={})
    assert (released.status_code, again.status_code, released.json()) == (201, 200, again.json())
    assert read(peer, others).status_code == 200
    assert len(school.tutor.get(f"/v1/assignments/{waiting['id']}/releases").json()["items"]) == 2
    assert school.tutor.get(f"/v1/assignments/{waiting['id']}").json()["is_released"]


def test_a_submission_is_released_with_its_own_assignment_only(school: School) -> None:
    submission = school.submission(school.assignment())
    elsewhere = school.assignment()
    body = {"submission_id": submission["id"]}
    assert school.tutor.post(f"/v1/assignments/{elsewhere['id']}/releases", json=body).status_code == 404


def test_bands_wait_for_the_self_assessment_where_it_is_asked_for(school: School) -> None:
    assignment = school.assignment(visibility="estimate", ask_self_assessment=True)
    draft = school.draft(school.submission(assignment), SECOND)
    before = read(school.student, draft)
    assert (before.json()["awaits_self_assessment"], bands(before)) == (True, {None})
    path = f"/v1/drafts/{draft['draft']['id']}/self-assessment"
    assert school.student.get(path).status_code == 404
    assert code_of(school.student.post(path, json={"bands": {"MP1": 2}})) == (422, "invalid_value")
    assert code_of(school.student.post(path, json={"bands": BANDS | {"MP1": 5}})) == (422, "invalid_request")
    make(school.student, path, bands=BANDS)
    assert code_of(school.student.post(path, json={"bands": BANDS})) == (409, "conflict")
    after = read(school.student, draft)
    assert not after.json()["awaits_self_assessment"]
    assert bands(after) != {None}
    assert school.tutor.get(path).json()["bands"] == BANDS


def test_an_upgrade_leaves_old_reports_and_a_tutor_may_ask_for_a_new_one_beside(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    submission = school.submission(school.assignment())
    draft = school.draft(submission, FIRST)
    path = f"/v1/drafts/{draft['draft']['id']}/reports"
    same = school.tutor.post(path)
    assert (same.status_code, same.json()["id"]) == (200, draft["report_id"])
    old = school.tutor.get(f"/v1/reports/{draft['report_id']}").json()
    monkeypatch.setattr(school.door.app.state.desk.engine(), "version", "9.9.9")
    assert code_of(school.student.post(path)) == (403, "forbidden")
    made = school.tutor.post(path)
    assert (made.status_code, made.json()["engine_version"]) == (201, "9.9.9")
    assert [one["engine_version"] for one in school.tutor.get(path).json()["items"]] == [
        old["head"]["engine_version"],
        "9.9.9",
    ]
    assert school.tutor.get(f"/v1/reports/{draft['report_id']}").json() == old
    assert read(school.student, draft).json()["head"]["id"] == made.json()["id"]
    again = school.draft(submission, FIRST)
    assert again["is_reused"]
    assert read(school.student, again).json()["head"]["engine_version"] == "9.9.9"


def test_progress_says_what_moved(school: School) -> None:
    submission = school.submission(school.assignment(visibility="estimate"))
    path = f"/v1/submissions/{submission['id']}/progress"
    assert school.student.get(path).json()["summary"] == "There is no report yet."
    school.draft(submission, FIRST)
    school.draft(submission, SECOND)
    progress = school.student.get(path).json()
    assert [one["number"] for one in progress["drafts"]] == [1, 2]
    assert {"absent to mentioned", "absent to developed"} & {move["says"] for move in progress["moves"]}
    assert progress["outcomes"]
    assert progress["open"]
    school.draft(submission, SECOND)
    assert progress["notes"] == []
    assert school.student.get(path).json()["notes"] == ["The text is the same as that of the draft before."]


def test_copied_words_of_the_case_earn_nothing_in_an_assignment(school: School) -> None:
    draft = school.draft(school.submission(school.assignment(case_text=SECOND)), SECOND)
    flags = {flag["flag_id"]: flag for flag in read(school.student, draft).json()["report"]["flags"]}
    assert flags["copied_prompt"]["quotes"]


def test_decisions_are_events_beside_the_score(school: School) -> None:
    draft = school.draft(school.submission(assignment := school.assignment()), SECOND)
    path = f"/v1/reports/{draft['report_id']}/decisions"
    machine = read(school.tutor, draft).json()["report"]["criteria"][0]
    reason = "Second paragraph."
    first = make(school.tutor, path, target="band:MP1", to_value="4", reason=reason)
    second = make(school.administrator, path, target="band:MP1", to_value="3", reason=reason)
    make(school.tutor, path, target="comment:MP1", to_value="Good use of cost.", reason=reason)
    assert (first["from_value"], second["from_value"]) == (str(machine["band"]), "4")
    assert len(school.tutor.get(path).json()["items"]) == 3
    assert read(school.tutor, draft).json()["report"]["criteria"][0] == machine
    assert read(school.student, draft).json()["decisions"] == []
    make(school.tutor, f"/v1/assignments/{assignment['id']}/releases")
    told = read(school.student, draft).json()["decisions"]
    assert [one["to_value"] for one in told] == ["4", "3", "Good use of cost."]
    assert {one["user_id"] for one in told} == {None}
    school.tutor.patch(f"/v1/assignments/{assignment['id']}", json={"visibility": "evidence"})
    assert [one["target"] for one in read(school.student, draft).json()["decisions"]] == ["comment:MP1"]


@pytest.mark.parametrize(
    ("target", "value", "code"),
    [
        ("band:MP1", "5", "invalid_value"),
        ("band:MP9", "3", "invalid_value"),
        ("element:MP1.cost", "mostly", "invalid_value"),
        ("misconception:MC1", "maybe", "invalid_value"),
        ("mark:MP1", "3", "invalid_request"),
        ("comment:MP1", "  ", "invalid_request"),
    ],
)
def test_a_decision_names_what_the_report_holds(school: School, target: str, value: str, code: str) -> None:
    draft = school.draft(school.submission(school.assignment()), FIRST)
    body = {"target": target, "to_value": value, "reason": "So."}
    assert code_of(school.tutor.post(f"/v1/reports/{draft['report_id']}/decisions", json=body)) == (422, code)


def test_a_student_disagrees_and_is_answered_once(school: School) -> None:
    draft = school.draft(school.submission(assignment := school.assignment(visibility="evidence")), FIRST)
    path = f"/v1/reports/{draft['report_id']}/disagreements"
    said = {"target": "element:MP1.cost", "reason": "I do weigh it."}
    assert code_of(school.student.post(path, json=said | {"target": "band:MP1"})) == (422, "invalid_value")
    made = make(school.student, path, **said)
    assert code_of(school.student.post(path, json=said)) == (409, "conflict")
    queue = school.tutor.get("/v1/disagreements", params={"status": "open", "assignment_id": assignment["id"]}).json()
    assert [one["id"] for one in queue["items"]] == [made["id"]]
    answer = f"/v1/disagreements/{made['id']}/answer"
    assert school.tutor.post(answer, json={"answer": "You do."}).json()["status"] == "answered"
    assert code_of(school.tutor.post(answer, json={"answer": "Again."})) == (409, "conflict")
    mine = school.student.get("/v1/disagreements").json()["items"]
    assert [(one["status"], one["answer"]) for one in mine] == [("answered", "You do.")]
    peer = school.further(Role.STUDENT, "peer")
    assert peer.get("/v1/disagreements").json()["items"] == []
    assert school.tutor.get("/v1/disagreements?status=open").json()["items"] == []


def test_a_persons_data_holds_what_is_released_and_goes_at_once(school: School) -> None:
    waiting = school.submission(school.assignment(waits_for_release=True))
    school.draft(waiting, FIRST)
    school.draft(school.submission(school.assignment()), SECOND)
    path = f"/v1/users/{school.door.hill.user_ids[Role.STUDENT]}/personal-data"
    mine, theirs = school.student.get(path).json(), school.administrator.get(path).json()
    assert mine["person"]["email"] == "student@hill.example"
    assert len(mine["submissions"]) == len(theirs["submissions"]) == 2
    assert FIRST in school.student.get(path).text
    assert len(school.student.get(path).text) < len(school.administrator.get(path).text)
    gone = school.student.delete(path)
    assert (gone.status_code, gone.json()["drafts"]) == (200, 2)
    assert school.student.get("/v1/submissions").status_code == 401
    assert school.administrator.get(path).status_code == 404
    own = f"/v1/users/{school.door.hill.user_ids[Role.ADMINISTRATOR]}/personal-data"
    assert code_of(school.administrator.delete(own)) == (409, "conflict")
