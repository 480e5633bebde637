"""Keys can be changed while the service goes on, and afterwards the old key is of no use."""

import pytest

from service.storage.crypto import Key, Keyring
from service.storage.database import Database
from service.storage.errors import SealError
from service.storage.rekeying import count_keys, rekey_database, sealed_columns
from service.storage.tables import Draft
from service.storage.types import use_keyring
from tests.service.storage.records import contents, fill

OLD, NEW = Key("old", b"o" * 32), Key("new", b"n" * 32)


def test_columns_that_may_hold_words_of_a_draft_are_sealed() -> None:
    assert {str(column) for column in sealed_columns()} == {
        "batch_items.body",
        "decisions.from_value",
        "decisions.reason",
        "decisions.to_value",
        "disagreements.answer",
        "disagreements.reason",
        "drafts.text",
        "idempotency_keys.body",
        "markings.comment",
        "reports.body",
        "webhooks.secret",
        "working_copies.text",
    }


@pytest.mark.parametrize(
    ("before", "after", "key_id"),
    [
        (Keyring(), Keyring((NEW,)), "new"),
        (Keyring((OLD,)), Keyring((NEW, OLD)), "new"),
        (Keyring((OLD,)), Keyring((OLD,), seals=False), None),
    ],
)
def test_every_value_is_sealed_anew(database: Database, before: Keyring, after: Keyring, key_id: str | None) -> None:
    use_keyring(database.engine, before)
    fill(database, "north", "south")
    there = contents(database)
    counted = sum(count_keys(database).values())
    assert rekey_database(database, after) == counted
    assert count_keys(database) == {key_id: counted}
    assert rekey_database(database, after) == 0
    use_keyring(database.engine, Keyring(after.keys[:1], seals=after.seals))  # the old key is thrown away
    assert contents(database) == there


def test_each_column_counts(sqlite_database: Database) -> None:
    use_keyring(sqlite_database.engine, Keyring((OLD,)))
    fill(sqlite_database)
    there = contents(sqlite_database)
    values = [
        row[column.name]
        for column in sealed_columns()
        for row in there[column.table.name]
        if row[column.name] is not None
    ]
    assert count_keys(sqlite_database) == {"old": len(values)}


def test_a_missing_key_is_named_and_nothing_is_lost(database: Database) -> None:
    use_keyring(database.engine, Keyring((OLD,)))
    fill(database)
    there = contents(database)
    with pytest.raises(SealError, match="'old'"):
        rekey_database(database, Keyring((NEW,)))
    assert contents(database) == there


def test_what_was_sealed_by_both_keys_is_brought_to_one(database: Database) -> None:
    use_keyring(database.engine, Keyring((OLD,)))
    fill(database, "north")
    by_old = sum(count_keys(database).values())
    use_keyring(database.engine, Keyring((NEW, OLD)))
    with database.writing() as session:
        session.get_one(Draft, "north.student.draft1").text = "rewritten"
    assert count_keys(database) == {"old": by_old - 1, "new": 1}
    assert rekey_database(database, Keyring((NEW, OLD))) == by_old - 1
    with database.reading() as session:
        assert session.get_one(Draft, "north.student.draft1").text == "rewritten"
