"""Values come back from both databases as they went in."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import LargeBinary, select, type_coerce
from sqlalchemy.exc import StatementError

from service.storage.crypto import Key, Keyring
from service.storage.database import Database
from service.storage.tables import BatchItem, Institution, Report, Webhook
from service.storage.types import SealedBytes, SealedJson, SealedText, new_id, use_keyring

WORDS = "hush ünïcode"
NOON = datetime(2026, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)


@pytest.mark.parametrize("moment", [NOON, NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))])
def test_moments_come_back_in_utc(database: Database, moment: datetime) -> None:
    with database.writing() as session:
        session.add(Institution(id="i", name="North College", created_at=moment))
    with database.reading() as session:
        found = session.get_one(Institution, "i").created_at
        earlier = session.scalars(select(Institution).where(Institution.created_at < moment)).all()
    assert (found, found.tzinfo) == (NOON, UTC)
    assert not earlier


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        session.add(Institution(name="North College", created_at=naive))


@pytest.mark.parametrize("keyring", [Keyring(), Keyring((Key("a", b"k" * 32),))])
def test_sealed_values_come_back_and_are_stored_sealed(database: Database, keyring: Keyring) -> None:
    use_keyring(database.engine, keyring)
    with database.writing() as session:
        session.add(Institution(id="i", name="North College"))
        session.flush()
        session.add(Webhook(id="w", institution_id="i", url="https://example.org", secret=WORDS, events=["all"]))
    with database.reading() as session:
        stored = bytes(session.scalars(select(type_coerce(Webhook.secret, LargeBinary))).one())
        webhook = session.get_one(Webhook, "w")
    assert webhook.secret == WORDS
    assert (b"hush" in stored) is (keyring.current is None)
    assert webhook.events == ["all"]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (SealedBytes("x"), b"\x00\xff"),
        (SealedText("x"), "‘quoted’ \x00"),
        (SealedJson("x"), {"a": [1, 2.5, None, "é"]}),
    ],
)
def test_each_sealed_type_gives_back_its_own_kind(database: Database, column: SealedBytes, value: object) -> None:
    stored = column.process_bind_param(value, database.engine.dialect)
    assert isinstance(stored, bytes)
    assert column.process_result_value(stored, database.engine.dialect) == value
    assert column.process_bind_param(None, database.engine.dialect) is None
    assert column.process_result_value(None, database.engine.dialect) is None


def test_columns_that_may_hold_words_of_a_draft_are_sealed() -> None:
    assert isinstance(Report.__table__.c.body.type, SealedJson)
    assert isinstance(BatchItem.__table__.c.body.type, SealedBytes)


def test_identifiers_differ_and_have_one_length() -> None:
    made = {new_id() for _ in range(1000)}
    assert len(made) == 1000
    assert {len(name) for name in made} == {36}
