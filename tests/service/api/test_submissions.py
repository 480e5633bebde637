"""Submissions and their drafts: opened once, handed in one after another, nameless while marking is anonymous."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from service.access.roles import Permission, Role
from service.storage.tables import AuditEvent, Draft, Report
from tests.service.api.school import School, close_school, code_of, open_school
from tests.service.api.world import FIRST, SECOND, make

if TYPE_CHECKING:
    from fastapi import FastAPI

    from service.storage.database import Database


@pytest.fixture
def school(application: FastAPI, sqlite_database: Database, tmp_path: Path) -> Iterator[School]:
    opened = open_school(application, sqlite_database, tmp_path)
    yield opened
    close_school(opened)


def test_a_submission_is_opened_once(school: School) -> None:
    assignment = school.assignment()
    first = school.student.post("/v1/submissions", json={"assignment_id": assignment["id"]})
    again = school.student.post("/v1/submissions", json={"assignment_id": assignment["id"]})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.headers["location"] == f"/v1/submissions/{first.json()['id']}"


def test_a_tutor_hands_in_for_a_student_or_a_participant(school: School) -> None:
    assignment = school.assignment()
    me = school.door.hill.user_ids[Role.STUDENT]
    by_account = make(school.tutor, "/v1/submissions", assignment_id=assignment["id"], user_id=me)
    assert by_account["id"] == school.submission(assignment)["id"]
    by_number = make(
        school.tutor, "/v1/submissions", assignment_id=assignment["id"], participant_id="7", participant_name="Ada"
    )
    again = make(school.tutor, "/v1/submissions", assignment_id=assignment["id"], participant_id="7")
    assert (again["id"], again["participant_name"]) == (by_number["id"], "Ada")
    tutor = {"assignment_id": assignment["id"], "user_id": school.door.hill.user_ids[Role.TUTOR]}
    assert school.tutor.post("/v1/submissions", json=tutor).status_code == 404


def test_drafts_are_numbered_and_read_once_each(school: School) -> None:
    submission = school.submission(school.assignment())
    first, second = school.draft(submission, FIRST), school.draft(submission, SECOND)
    listed = school.student.get(f"/v1/submissions/{submission['id']}/drafts").json()["items"]
    assert [one["number"] for one in listed] == [1, 2]
    assert [one["id"] for one in listed] == [first["draft"]["id"], second["draft"]["id"]]
    read = school.student.get(f"/v1/drafts/{second['draft']['id']}").json()
    assert (read["text"], read["draft"]["words"]) == (SECOND, len(SECOND.split()))
    assert school.student.get(f"/v1/submissions/{submission['id']}").json()["drafts"] == 2


def test_the_same_text_is_not_read_twice(school: School, sqlite_database: Database) -> None:
    assignment = school.assignment()
    submission = school.submission(assignment)
    first, again = school.draft(submission, FIRST), school.draft(submission, FIRST)
    assert (first["is_reused"], again["is_reused"]) == (False, True)
    other = school.submission(assignment, peer := school.further(Role.STUDENT, "peer"))
    assert school.draft(other, FIRST, peer)["is_reused"]
    elsewhere = school.submission(school.assignment(prompt="Another question."))
    assert not school.draft(elsewhere, FIRST)["is_reused"]
    with sqlite_database.reading() as session:
        bodies = [report.body for report in session.scalars(select(Report).where(Report.overall.is_not(None)))]
    assert all(body["criteria"] == bodies[0]["criteria"] for body in bodies)


def test_a_draft_comes_as_a_file_too(school: School) -> None:
    submission = school.submission(school.assignment())
    path = f"/v1/submissions/{submission['id']}/drafts"
    made = school.student.post(path, files={"file": ("folder/my  essay\u200b.txt", SECOND.encode(), "text/plain")})
    assert (made.status_code, made.json()["draft"]["file_name"]) == (201, "my essay .txt")
    damaged = school.student.post(path, files={"file": ("essay.pdf", b"%PDF-1.4 broken", "application/pdf")})
    assert damaged.status_code == 422
    assert school.student.post(path, content=b"plain", headers={"content-type": "text/plain"}).status_code == 415
    assert len(school.student.get(path).json()["items"]) == 1


def test_drafts_after_the_due_date_are_late_and_archived_assignments_take_none(school: School) -> None:
    over, ahead = school.assignment(due_at="2020-01-01T00:00:00Z"), school.assignment(due_at="2999-01-01T00:00:00Z")
    assert school.draft(school.submission(over), FIRST)["draft"]["is_late"]
    submission = school.submission(ahead)
    assert not school.draft(submission, FIRST)["draft"]["is_late"]
    school.tutor.patch(f"/v1/assignments/{ahead['id']}", json={"is_archived": True})
    answer = school.student.post(f"/v1/submissions/{submission['id']}/drafts", json={"text": SECOND})
    assert code_of(answer) == (409, "conflict")
    peer = school.further(Role.STUDENT, "peer")
    assert code_of(peer.post("/v1/submissions", json={"assignment_id": ahead["id"]})) == (409, "conflict")


def test_nobody_is_named_to_tutors_until_release(school: School) -> None:
    assignment = school.assignment(is_anonymous=True)
    submission = school.submission(assignment)
    draft = make(school.student, f"/v1/submissions/{submission['id']}/drafts", text=FIRST, name="Sam Student.docx")
    me = school.door.hill.user_ids[Role.STUDENT]
    paths = (
        "/v1/submissions",
        f"/v1/submissions/{submission['id']}",
        f"/v1/submissions/{submission['id']}/drafts",
        f"/v1/submissions/{submission['id']}/progress",
        f"/v1/drafts/{draft['draft']['id']}",
        f"/v1/drafts/{draft['draft']['id']}/feedback",
        f"/v1/reports/{draft['report_id']}",
    )
    for reader in (school.tutor, school.administrator):
        for path in paths:
            told = reader.get(path).text
            assert not any(word in told for word in (me, "Student of Hill", "Sam Student")), path
    assert school.student.get(paths[1]).json()["participant_name"] == "Student of Hill"
    make(school.tutor, f"/v1/assignments/{assignment['id']}/releases", submission_id=submission["id"])
    assert school.tutor.get(paths[1]).json()["participant_name"] == "Student of Hill"
    assert school.tutor.get(paths[4]).json()["draft"]["file_name"] == "Sam Student.docx"


def test_a_student_deletes_their_submission_at_once(school: School, sqlite_database: Database) -> None:
    submission = school.submission(school.assignment())
    draft = school.draft(submission, FIRST)
    assert school.student.delete(f"/v1/submissions/{submission['id']}").status_code == 204
    assert school.student.get(f"/v1/drafts/{draft['draft']['id']}").status_code == 404
    assert school.tutor.get(f"/v1/reports/{draft['report_id']}").status_code == 404
    with sqlite_database.reading() as session:
        assert not session.scalars(select(Draft)).all()
        assert not session.scalars(select(Report)).all()


def test_the_audit_trail_tells_what_was_done_without_words(school: School, sqlite_database: Database) -> None:
    submission = school.submission(school.assignment(title="Bakery of Ada", prompt="Secret prompt"))
    school.draft(submission, FIRST)
    with sqlite_database.reading() as session:
        events = session.scalars(select(AuditEvent).order_by(AuditEvent.created_at)).all()
    done = [event.action for event in events if event.object_type in {"assignment", "submission", "draft"}]
    assert done == ["assignment.created", "submission.created", "draft.created"]
    assert not any(word in str(event.detail) for event in events for word in ("Ada", "Secret", "orders", "loaf"))


def test_a_program_hands_in_for_participants(school: School) -> None:
    assignment = school.assignment()
    scopes = (Permission.ASSIGNMENTS_READ, Permission.SUBMISSIONS_READ, Permission.SUBMISSIONS_WRITE)
    program = school.door.program(school.door.hill.key(*scopes))
    submission = make(program, "/v1/submissions", assignment_id=assignment["id"], participant_id="9")
    assert school.draft(submission, FIRST, program)["draft"]["number"] == 1
