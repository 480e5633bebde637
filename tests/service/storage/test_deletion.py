"""A draft goes with everything derived from it, and with nothing of anybody else's."""

import pytest

from service.storage.database import Database
from service.storage.deletion import Deleted, delete_drafts, delete_submissions, forget_answers
from tests.service.storage.records import ESSAY, contents, fill

MINE = "north.student"


def ids(rows: list[dict[str, object]]) -> set[object]:
    return {row["id"] for row in rows}


def test_a_draft_goes_with_what_was_derived_from_it(database: Database) -> None:
    fill(database, "north", "south")
    before = contents(database)
    with database.writing() as session:
        assert delete_drafts(session, "north", [f"{MINE}.draft1"]) == Deleted(drafts=1, reports=1)
    after = contents(database)
    gone = {name: len(before[name]) - len(after[name]) for name in before if len(before[name]) != len(after[name])}
    assert gone == {
        "drafts": 1,
        "reports": 1,
        "self_assessments": 1,
        "disagreements": 1,
        "batch_items": 1,
        "batch_results": 1,
    }
    assert f"{MINE}.draft1" not in ids(after["drafts"])


def test_decisions_stay_without_their_words(database: Database) -> None:
    fill(database)
    with database.writing() as session:
        delete_drafts(session, "north", [f"{MINE}.draft1"])
    decisions = {row["id"]: row for row in contents(database)["decisions"]}
    level, words = decisions[f"{MINE}.report1.level"], decisions[f"{MINE}.report1.words"]
    assert (level["report_id"], level["reason"]) == (None, None)
    assert (level["from_value"], level["to_value"], level["user_id"]) == ("absent", "mentioned", "north.tutor")
    assert (words["report_id"], words["from_value"], words["to_value"], words["reason"]) == (None, None, None, None)
    assert decisions[f"{MINE}.report2.words"]["reason"] == ESSAY  # about a draft that is still there


def test_remembered_answers_are_emptied_in_that_institution(database: Database) -> None:
    fill(database, "north", "south")
    with database.writing() as session:
        delete_drafts(session, "north", [f"{MINE}.draft1"])
    bodies = {row["id"]: row["body"] for row in contents(database)["idempotency_keys"]}
    assert bodies == {
        "north.answer": None,
        "north.answer2": None,
        "south.answer": ESSAY.encode(),
        "south.answer2": ESSAY.encode(),
    }


@pytest.mark.parametrize("nothing", [[], ["north.classmate.draft1"], ["no such draft"]])
def test_another_institutions_drafts_are_left_alone(database: Database, nothing: list[str]) -> None:
    fill(database, "north", "south")
    there = contents(database)
    with database.writing() as session:
        assert delete_drafts(session, "south", nothing) == Deleted()
        assert delete_submissions(session, "south", [f"{MINE}.submission"]) == Deleted()
    assert contents(database) == there


def test_a_submission_goes_with_its_drafts(database: Database) -> None:
    fill(database, "north", "south")
    with database.writing() as session:
        gone = delete_submissions(session, "north", [f"{MINE}.submission", "south.student.submission"])
    assert gone == Deleted(submissions=1, drafts=2, reports=2)
    after = contents(database)
    assert not [row for rows in after.values() for row in rows if row.get("submission_id") == f"{MINE}.submission"]
    assert "south.student.submission" in ids(after["submissions"])
    assert len(after["markings"]) == 3


def test_answers_can_be_forgotten_alone(database: Database) -> None:
    fill(database)
    with database.writing() as session:
        forget_answers(session, "north")
    assert {row["body"] for row in contents(database)["idempotency_keys"]} == {None}
