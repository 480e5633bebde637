"""Sessions commit or leave no trace, readers wait for nobody, and addresses that cannot be used are refused."""

import base64
import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from service.config import Settings
from service.errors import SettingsError
from service.storage.database import Database, open_database, url_of
from service.storage.errors import DatabaseUnreachableError
from service.storage.tables import Group, Institution
from tests.databases import PostgresServer, open_settings


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Institution.name)))


def add(database: Database, name: str) -> None:
    with database.writing() as session:
        session.add(Institution(name=name))


def test_what_is_written_is_there_for_others(database: Database) -> None:
    with database.writing() as session:
        made = Institution(name="North College")
        session.add(made)
    assert made.name == "North College"  # still readable
    assert names(database) == ["North College"]


def test_an_error_leaves_no_trace(database: Database) -> None:
    def fail() -> None:
        with database.writing() as session:
            session.add(Institution(name="North College"))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert names(database) == []


def test_a_broken_rule_of_the_tables_can_be_told_from_other_errors(database: Database) -> None:
    with database.writing() as session:
        session.add(Institution(name="North College"))
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Institution(name="North College"))


def test_references_are_enforced(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(Group(institution_id="nowhere", name="Monday"))


def test_errors_never_quote_values(database: Database) -> None:
    with pytest.raises(IntegrityError) as caught, database.writing() as session:
        session.add(Group(institution_id="nowhere", name="words of a learner"))
    assert "words of a learner" not in str(caught.value).partition("DETAIL")[0]
    assert "[SQL parameters hidden" in str(caught.value)


def test_a_session_for_reading_refuses_to_write(database: Database) -> None:
    with database.reading() as session:
        session.add(Institution(name="North College"))
        with pytest.raises(RuntimeError, match="asked to write"):
            session.flush()
    assert names(database) == []


def test_readers_go_on_while_somebody_writes(database: Database) -> None:
    with database.writing() as session:
        session.add(Institution(name="North College"))
        session.flush()
        assert names(database) == []
    assert names(database) == ["North College"]


def test_writers_take_turns_and_lose_nothing(database: Database) -> None:
    def write(worker: int) -> None:
        for number in range(10):
            with database.writing() as session:
                count = session.scalar(select(func.count()).select_from(Institution))
                session.add(Institution(name=f"{worker}/{number} after {count}"))

    threads = [threading.Thread(target=write, args=(worker,)) for worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 40


def test_sqlite_is_set_up_for_several_processes(sqlite_database: Database) -> None:
    pragmas = {"journal_mode": "wal", "busy_timeout": 30_000, "foreign_keys": 1, "secure_delete": 1}
    with sqlite_database.reading() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar_one() for name in pragmas}
    assert found == pragmas


def test_a_file_that_is_gone_is_missed_and_another_in_its_place_is_used(
    sqlite_database: Database, sqlite_template: Path
) -> None:
    path = Path(str(sqlite_database.engine.url.database))
    away = path.with_name("away")
    add(sqlite_database, "Hill")
    path.rename(away)
    with pytest.raises(DatabaseUnreachableError, match="is gone"):
        add(sqlite_database, "Lake")
    assert not path.exists()
    away.rename(path)
    assert names(sqlite_database) == ["Hill"]
    sqlite_database.close()
    shutil.copy(sqlite_template, away)
    assert names(sqlite_database) == ["Hill"]
    away.rename(path)
    assert names(sqlite_database) == []


def test_the_database_is_a_file_in_the_data_folder_by_default(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")
    database = open_database(settings)
    assert not (tmp_path / "new").exists()  # nothing is touched before its first use
    with database.reading() as session:
        session.execute(text("SELECT 1"))
    database.close()
    assert (tmp_path / "new" / "data" / "markpoint.db").is_file()
    assert (tmp_path / "new" / "data").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///some.db", "sqlite+pysqlite"),
        ("postgresql://u:p@host/name", "postgresql+psycopg"),
        ("postgres://u:p@host/name", "postgresql+psycopg"),
        ("postgresql+psycopg://u:p@host/name", "postgresql+psycopg"),
    ],
)
def test_addresses_of_both_databases_are_known(url: str, driver: str, tmp_path: Path) -> None:
    assert url_of(open_settings(url, tmp_path)).drivername == driver


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("mysql://u:hidden@host/name", "Only SQLite and PostgreSQL"),
        ("hidden words", "not the address of a database"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_other_addresses_are_refused_without_quoting_them(url: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=message) as caught:
        url_of(open_settings(url, tmp_path))
    assert "hidden" not in str(caught.value)


def test_a_bad_encryption_key_is_refused(tmp_path: Path) -> None:
    key = base64.b64encode(b"short").decode()
    with pytest.raises(SettingsError, match="MARKPOINT_ENCRYPTION_KEYS"):
        open_database(Settings.model_validate({"data_dir": tmp_path, "encryption_keys": f"a:{key}"}))


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    database = open_database(Settings(data_dir=tmp_path / "file" / "data"))
    with pytest.raises(DatabaseUnreachableError, match="Set MARKPOINT_DATA_DIR"):
        names(database)


def test_a_server_that_comes_back_is_used_again(own_postgres: PostgresServer, tmp_path: Path) -> None:
    database = open_database(open_settings(own_postgres.url(), tmp_path))
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    own_postgres.kill()
    with pytest.raises(DatabaseUnreachableError, match="Check that it runs"), database.reading() as session:
        session.scalar(text("SELECT 1"))
    own_postgres.start()
    with database.reading() as session:
        assert session.scalar(text("SELECT 1")) == 1
    database.close()
