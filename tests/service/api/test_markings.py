"""Two mark without seeing one another or the program; a third settles; only what is settled is released."""

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

OTHER = BANDS | {"MP1": 4}


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


@pytest.fixture
def exam(school: School) -> dict[str, Any]:
    """A draft of a submission that two people mark."""
    assignment = school.assignment(needs_two_markers=True, visibility="estimate")
    submission = school.submission(assignment)
    draft = school.draft(submission, FIRST)
    return {"assignment": assignment["id"], "submission": submission["id"], "draft": draft["draft"]["id"]} | {
        "report": draft["report_id"]
    }


def marked(client: TestClient, exam: dict[str, Any], bands: dict[str, int], what: str = "markings") -> Any:
    body = {"draft_id": exam["draft"], "bands": bands, "comment": "Sound."}
    return client.post(f"/v1/submissions/{exam['submission']}/{what}", json=body)


def seen(client: TestClient, exam: dict[str, Any]) -> Any:
    return client.get(f"/v1/submissions/{exam['submission']}/markings").json()


def test_a_marker_sees_nothing_before_having_marked(school: School, exam: dict[str, Any]) -> None:
    second = school.further(Role.TUTOR, "second")
    marked(second, exam, OTHER)
    paths = (
        f"/v1/drafts/{exam['draft']}/feedback",
        f"/v1/drafts/{exam['draft']}/reports",
        f"/v1/reports/{exam['report']}",
        f"/v1/reports/{exam['report']}/decisions",
        f"/v1/submissions/{exam['submission']}/progress",
    )
    assert {code_of(school.tutor.get(path)) for path in paths} == {(403, "mark_first")}
    assert code_of(school.tutor.post(f"/v1/drafts/{exam['draft']}/reports")) == (403, "mark_first")
    assert seen(school.tutor, exam) == {"is_blind": True, "markings": [], "moderation": None}
    assert school.tutor.get(f"/v1/drafts/{exam['draft']}").json()["text"] == FIRST
    assert marked(school.tutor, exam, BANDS).status_code == 201
    assert all(school.tutor.get(path).status_code == 200 for path in paths)
    assert seen(school.tutor, exam)["moderation"] == {"state": "differs", "differences": ["MP1"], "bands": None}


def test_one_marker_marks_once_and_a_third_only_settles(school: School, exam: dict[str, Any]) -> None:
    second, third = school.further(Role.TUTOR, "second"), school.further(Role.TUTOR, "third")
    assert code_of(marked(third, exam, BANDS, "adjudication")) == (409, "conflict")
    assert marked(school.tutor, exam, BANDS).status_code == 201
    assert code_of(marked(school.tutor, exam, OTHER)) == (409, "conflict")
    assert marked(second, exam, OTHER).status_code == 201
    assert code_of(marked(third, exam, BANDS)) == (409, "conflict")
    assert code_of(marked(second, exam, OTHER, "adjudication")) == (409, "conflict")
    assert not seen(third, exam)["is_blind"]
    settled = marked(third, exam, BANDS | {"MP1": 3}, "adjudication")
    assert (settled.status_code, settled.json()["is_adjudication"]) == (201, True)
    assert code_of(marked(school.administrator, exam, BANDS, "adjudication")) == (409, "conflict")
    assert seen(third, exam)["moderation"]["bands"] == BANDS | {"MP1": 3}


def test_two_who_agree_need_nobody_else(school: School, exam: dict[str, Any]) -> None:
    marked(school.tutor, exam, BANDS)
    assert seen(school.tutor, exam)["moderation"]["state"] == "marked once"
    marked(school.further(Role.TUTOR, "second"), exam, BANDS)
    assert seen(school.tutor, exam)["moderation"] == {"state": "agreed", "differences": [], "bands": BANDS}


def test_only_what_is_settled_is_released_and_then_the_student_sees_it(school: School, exam: dict[str, Any]) -> None:
    feedback = f"/v1/drafts/{exam['draft']}/feedback"
    releases = f"/v1/assignments/{exam['assignment']}/releases"
    marked(school.tutor, exam, BANDS)
    assert code_of(school.tutor.post(releases, json={})) == (409, "conflict")
    assert code_of(school.student.get(feedback)) == (403, "not_released")
    marked(school.further(Role.TUTOR, "second"), exam, BANDS)
    assert school.tutor.post(releases, json={"submission_id": exam["submission"]}).status_code == 201
    assert school.student.get(feedback).json()["definitive"]["bands"] == BANDS
    assert code_of(marked(school.further(Role.TUTOR, "third"), exam, OTHER, "adjudication")) == (409, "conflict")
    assert school.student.get(f"/v1/submissions/{exam['submission']}/markings").status_code == 403


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"bands": {"MP1": 2}}, (422, "invalid_value")),
        ({"bands": BANDS | {"MP7": 1}}, (422, "invalid_value")),
        ({"bands": BANDS | {"MP1": 9}}, (422, "invalid_request")),
        ({"elements": {"MP1.nothing": "absent"}}, (422, "invalid_value")),
        ({"elements": {"MP1.cost": "mostly"}}, (422, "invalid_request")),
        ({"draft_id": "0b5b9a4e-6c1f-4f0e-9d53-2f6c1f0a7e11"}, (404, "not_found")),
    ],
)
def test_a_marking_fits_the_rubric(
    school: School, exam: dict[str, Any], change: dict[str, Any], code: tuple[int, str]
) -> None:
    body = {"draft_id": exam["draft"], "bands": BANDS, "elements": {"MP1.cost": "developed"}} | change
    assert code_of(school.tutor.post(f"/v1/submissions/{exam['submission']}/markings", json=body)) == code


def test_both_mark_the_same_draft_and_only_where_two_are_wanted(school: School, exam: dict[str, Any]) -> None:
    marked(school.tutor, exam, BANDS)
    later = make(school.student, f"/v1/submissions/{exam['submission']}/drafts", text=SECOND)["draft"]["id"]
    assert code_of(marked(school.further(Role.TUTOR, "second"), exam | {"draft": later}, BANDS)) == (409, "conflict")
    plain = school.submission(school.assignment())
    draft = school.draft(plain, FIRST)
    alone = {"submission": plain["id"], "draft": draft["draft"]["id"]}
    assert code_of(marked(school.tutor, alone, BANDS)) == (409, "conflict")
