"""What is older than its institution keeps it goes by itself; what is younger stays."""

from datetime import timedelta

import pytest

from service.storage.database import Database
from service.storage.deletion import Deleted
from service.storage.retention import apply_retention, delete_expired
from service.storage.tables import Draft, Institution, Submission, WebhookDelivery
from tests.service.storage.records import NOW, contents, fill

ALL = Deleted(submissions=2, drafts=4, reports=4, batches=1)


@pytest.mark.parametrize(
    ("own_days", "default_days", "age", "expected"),
    [
        (30, None, timedelta(days=31), ALL),
        (30, None, timedelta(days=30), Deleted()),  # not older yet
        (30, 365, timedelta(days=31), ALL),  # the institution's own word counts
        (365, 30, timedelta(days=31), Deleted()),
        (None, 30, timedelta(days=31), ALL),
        (None, None, timedelta(days=4000), Deleted()),
        (0, None, timedelta(seconds=1), ALL),
    ],
)
def test_drafts_are_kept_as_long_as_the_institution_says(
    database: Database, own_days: int | None, default_days: int | None, age: timedelta, expected: Deleted
) -> None:
    fill(database, "north")
    with database.writing() as session:
        session.get_one(Institution, "north").retention_days = own_days
    assert apply_retention(database, default_days=default_days, now=NOW + age) == expected
    after = contents(database)
    assert len(after["drafts"]) == 4 - expected.drafts
    assert len(after["batch_items"]) == 2 - 2 * expected.batches


def test_one_institutions_policy_leaves_the_others_alone(database: Database) -> None:
    fill(database, "north", "south")
    with database.writing() as session:
        session.get_one(Institution, "north").retention_days = 30
    assert apply_retention(database, default_days=None, now=NOW + timedelta(days=31)) == ALL
    after = contents(database)
    assert {row["institution_id"] for row in after["drafts"]} == {"south"}
    assert {row["institution_id"] for row in after["batches"]} == {"south"}


def test_a_submission_stays_while_a_draft_is_young(database: Database) -> None:
    fill(database, "north")
    with database.writing() as session:
        session.get_one(Draft, "north.student.draft2").created_at = NOW + timedelta(days=20)
    gone = apply_retention(database, default_days=30, now=NOW + timedelta(days=31))
    assert gone == Deleted(submissions=1, drafts=3, reports=3, batches=1)
    after = contents(database)
    assert [row["id"] for row in after["drafts"]] == ["north.student.draft2"]
    assert [row["id"] for row in after["submissions"]] == ["north.student.submission"]


def test_many_drafts_go_a_few_at_a_time(sqlite_database: Database) -> None:
    fill(sqlite_database)
    with sqlite_database.writing() as session:
        for number in range(250):
            submission = Submission(institution_id="north", assignment_id="north.assignment", created_at=NOW)
            session.add(submission)
            session.flush()
            values = {
                "number": number,
                "file_name": "e",
                "text": "t",
                "text_digest": "d",
                "words": 1,
                "created_at": NOW,
            }
            session.add(Draft(institution_id="north", submission_id=submission.id, **values))
    gone = apply_retention(sqlite_database, default_days=1, now=NOW + timedelta(days=2))
    assert gone == ALL + Deleted(submissions=250, drafts=250)


def test_decisions_and_the_audit_trail_stay(database: Database) -> None:
    fill(database)
    before = contents(database)
    apply_retention(database, default_days=1, now=NOW + timedelta(days=2))
    after = contents(database)
    assert len(after["decisions"]) == len(before["decisions"])
    assert after["audit_events"] == before["audit_events"]
    assert after["users"] == before["users"]
    assert {row["reason"] for row in after["decisions"]} == {None}


@pytest.mark.parametrize(
    ("age", "left"),
    [
        (timedelta(0), {"login_sessions", "sign_ins", "idempotency_keys", "rate_counters", "webhook_deliveries"}),
        (timedelta(hours=1), {"login_sessions", "idempotency_keys", "rate_counters", "webhook_deliveries"}),
        (timedelta(hours=9), {"idempotency_keys", "webhook_deliveries"}),
        (timedelta(hours=25), {"webhook_deliveries"}),
        (timedelta(days=31), set()),
    ],
)
def test_what_has_run_out_goes(database: Database, age: timedelta, left: set[str]) -> None:
    fill(database)
    with database.writing() as session:
        session.query(WebhookDelivery).update({"status": "delivered"})
    before = contents(database)
    delete_expired(database, now=NOW + age)
    after = contents(database)
    transient = {"login_sessions", "sign_ins", "idempotency_keys", "rate_counters", "webhook_deliveries"}
    assert {name for name in transient if after[name]} == left
    assert {name: rows for name, rows in after.items() if name not in transient} == {
        name: rows for name, rows in before.items() if name not in transient
    }


def test_a_message_that_still_waits_is_not_forgotten(database: Database) -> None:
    fill(database)
    delete_expired(database, now=NOW + timedelta(days=365))
    assert len(contents(database)["webhook_deliveries"]) == 1
