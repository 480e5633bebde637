"""A person gets everything that is held about them, and can have it deleted at once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from service.storage.crypto import Key, Keyring
from service.storage.database import Database
from service.storage.deletion import Deleted
from service.storage.personal_data import delete_person, export_person
from service.storage.tables import AuditEvent, Submission, User
from service.storage.types import use_keyring
from tests.service.storage.records import ESSAY, NOW, contents, fill

STUDENT, TUTOR = "north.student", "north.tutor"


def export(database: Database, user_id: str, **options: Any) -> dict[str, Any]:
    with database.reading() as session:
        found = export_person(session, "north", user_id, **options)
    assert found is not None
    loaded: dict[str, Any] = json.loads(json.dumps(found))
    return loaded


def test_a_student_gets_every_draft_and_what_was_made_of_it(database: Database) -> None:
    use_keyring(database.engine, Keyring((Key("k", b"k" * 32),)))
    fill(database, "north", "south")
    found = export(database, STUDENT)
    assert found["person"]["email"] == "student@north.example"
    assert [group["name"] for group in found["groups"]] == ["Monday"]
    (submission,) = found["submissions"]
    assert submission["assignment_title"] == "Operations"
    assert [draft["number"] for draft in submission["drafts"]] == [1, 2]
    draft = submission["drafts"][0]
    assert draft["text"].startswith(ESSAY)
    assert draft["batch_items"][0]["body"] == ESSAY
    assert draft["self_assessments"][0]["bands"] == {"MP1": 2}
    report = draft["reports"][0]
    assert report["body"]["overall"] == 0.5
    assert {decision["target"] for decision in report["decisions"]} == {"element:MP1.cost", "comment:MP1"}
    assert report["disagreements"][0]["answer"] == "Thank you"
    assert submission["markings"][0]["bands"] == {"MP1": 3}
    assert submission["working_copies"][0]["text"] == ESSAY
    assert found["audit_events"][0]["action"] == "user.created"
    assert found["login_sessions"][0]["expires_at"] == (NOW + timedelta(hours=8)).isoformat()


def test_every_row_about_a_student_is_in_the_export(database: Database) -> None:
    fill(database)
    found = json.dumps(export(database, STUDENT))
    about = [
        str(row["id"])
        for rows in contents(database).values()
        for row in rows
        if "id" in row and STUDENT in {row.get("user_id"), row["id"]} | {str(row["id"]).rpartition(".")[0]}
    ]
    assert len(about) > 8
    assert not [name for name in about if json.dumps(name) not in found]


@pytest.mark.parametrize("words", ["password_hash", "token_hash", "csrf_token", "key_hash", "text_digest", 'north.t"'])
def test_an_export_holds_no_secret(sqlite_database: Database, words: str) -> None:
    fill(sqlite_database)
    assert words not in json.dumps(export(sqlite_database, STUDENT))


def test_an_export_holds_nothing_of_others(database: Database) -> None:
    fill(database, "north", "south")
    found = json.dumps(export(database, STUDENT))
    assert "classmate" not in found
    assert "south" not in found


def test_feedback_that_is_not_out_yet_is_withheld_and_said_to_be(database: Database) -> None:
    fill(database)
    (submission,) = export(database, STUDENT, withheld={f"{STUDENT}.submission"})["submissions"]
    assert submission["is_withheld"]
    assert "markings" not in submission
    assert all("reports" not in draft for draft in submission["drafts"])
    assert submission["drafts"][0]["text"].startswith(ESSAY)  # the student's own words are never withheld


def test_a_tutor_gets_what_they_did_without_the_words_of_students(database: Database) -> None:
    fill(database)
    own_work = export(database, TUTOR)["own_work"]
    counts = {name: len(rows) for name, rows in own_work.items()}
    assert counts == {
        "rubric_versions": 1,
        "assignments": 1,
        "batches": 1,
        "releases": 2,
        "markings": 2,
        "decisions": 8,
        "answers": 4,
    }
    assert all("from_value" not in row for row in own_work["decisions"])
    assert all("reason" not in row for row in own_work["answers"])
    assert own_work["answers"][0]["answer"] == "Thank you"


def test_deleting_a_student_leaves_nothing_that_leads_to_them(database: Database) -> None:
    fill(database, "north", "south")
    with database.writing() as session:
        session.add(
            AuditEvent(institution_id="north", actor_id=STUDENT, action="a", object_type="draft", detail={"n": 1})
        )
    with database.writing() as session:
        deleted = delete_person(session, "north", STUDENT)
    assert deleted == Deleted(submissions=1, drafts=2, reports=2)
    after = contents(database)
    left = [(name, row) for name, rows in after.items() for row in rows if STUDENT in map(str, row.values())]
    assert {name for name, _ in left} == {"audit_events"}
    assert all(row["detail"] == {} for _, row in left)
    words = [row for rows in after.values() for row in rows if "north student" in str(row)]
    assert words == []
    with database.reading() as session:
        assert export_person(session, "north", STUDENT) is None


def test_deleting_a_student_leaves_everybody_else_as_they_were(database: Database) -> None:
    fill(database, "north", "south")
    before = {name: rows for name, rows in contents(database).items() if name != "idempotency_keys"}
    with database.writing() as session:
        delete_person(session, "north", STUDENT)
    after = contents(database)
    for name, rows in before.items():
        others = [row for row in rows if not is_about(row, STUDENT)]
        assert [row for row in after[name] if not is_about(row, STUDENT)] == others


def is_about(row: dict[str, Any], user_id: str) -> bool:
    """Whether a row is a person's, or of the script of theirs that came with a batch."""
    numbered = {"north.item1"} & {row.get("id"), row.get("item_id")}
    return bool(numbered) or any(str(value).startswith(user_id) for value in row.values())


def test_deleting_a_tutor_leaves_their_work_without_a_name(database: Database) -> None:
    fill(database)
    before = contents(database)
    with database.writing() as session:
        assert delete_person(session, "north", TUTOR) == Deleted()
    after = contents(database)
    assert TUTOR not in str(after)
    assert {name: len(rows) for name, rows in after.items() if name not in {"users", "idempotency_keys"}} == {
        name: len(rows) for name, rows in before.items() if name not in {"users", "idempotency_keys"}
    }
    assert {row["marker_id"] for row in after["markings"]} == {None}


@pytest.mark.parametrize(("institution_id", "user_id"), [("south", STUDENT), ("north", "nobody"), ("nowhere", STUDENT)])
def test_a_person_of_another_institution_is_not_there(database: Database, institution_id: str, user_id: str) -> None:
    fill(database, "north", "south")
    with database.reading() as session:
        assert export_person(session, institution_id, user_id) is None
    with database.writing() as session:
        assert delete_person(session, institution_id, user_id) is None
    with database.reading() as session:
        assert session.get(User, STUDENT) is not None
        assert session.scalars(select(Submission.id).where(Submission.user_id == STUDENT)).all()
