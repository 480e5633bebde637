"""What is backed up comes back on either database, whole or not at all."""

import gzip
import hashlib
import stat
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from service.storage.backup import restore_backup, write_backup
from service.storage.crypto import Key, Keyring
from service.storage.database import Database, open_database
from service.storage.errors import BackupError, MigrationError
from service.storage.migrating import read_state, revisions, upgrade_database
from service.storage.tables import Institution, Worker
from service.storage.types import use_keyring
from tests.databases import KINDS, open_settings
from tests.service.storage.records import ESSAY, NOW, contents, fill


@pytest.mark.parametrize("target_kind", KINDS)
def test_everything_comes_back_on_either_database(
    database: Database, target_kind: str, make_database_url: Callable[[str], str], tmp_path: Path
) -> None:
    fill(database, "north", "south")
    there = contents(database)
    assert all(there.values()), [name for name, rows in there.items() if not rows]
    written = write_backup(database, tmp_path / "backup", now=NOW)
    assert written.rows == sum(map(len, there.values()))
    target = open_database(open_settings(make_database_url(target_kind), tmp_path))
    assert restore_backup(target, tmp_path / "backup") == written
    assert contents(target) == there
    assert read_state(target).is_current
    target.close()


def test_a_backup_is_readable_by_its_owner_alone(sqlite_database: Database, tmp_path: Path) -> None:
    write_backup(sqlite_database, tmp_path / "backup", now=NOW)
    assert stat.S_IMODE((tmp_path / "backup").stat().st_mode) == 0o600


def test_a_backup_of_encrypted_drafts_shows_none(database: Database, tmp_path: Path) -> None:
    use_keyring(database.engine, Keyring((Key("k", b"k" * 32),)))
    fill(database)
    write_backup(database, tmp_path / "backup", now=NOW)
    assert ESSAY.encode()[:20] not in gzip.decompress((tmp_path / "backup").read_bytes())


def test_a_backup_shows_one_moment(database: Database, tmp_path: Path) -> None:
    fill(database)
    before = contents(database)
    with database.reading() as session:
        session.execute(text("SELECT count(*) FROM institutions"))
        fill_later(database)
        assert session.scalar(text("SELECT count(*) FROM institutions")) == len(before["institutions"])


def fill_later(database: Database) -> None:
    with database.writing() as session:
        session.add(Institution(name="later"))


def test_a_database_with_rows_is_left_alone_unless_told(database: Database, tmp_path: Path) -> None:
    fill(database, "north")
    write_backup(database, tmp_path / "backup", now=NOW)
    there = contents(database)
    fill_later(database)
    with_later = contents(database)
    with pytest.raises(BackupError, match="not empty"):
        restore_backup(database, tmp_path / "backup")
    assert contents(database) == with_later
    restore_backup(database, tmp_path / "backup", replace=True)
    assert contents(database) == there


def test_a_database_that_only_ran_is_empty(database: Database, tmp_path: Path) -> None:
    write_backup(database, tmp_path / "backup", now=NOW)
    with database.writing() as session:
        session.add(Worker(executor_id="w", host="h", process_id=1, started_at=NOW, heartbeat_at=NOW))
    restore_backup(database, tmp_path / "backup")
    assert not any(contents(database).values())


def test_tables_of_others_are_neither_written_nor_touched(database: Database, tmp_path: Path) -> None:
    with database.writing() as session:
        session.execute(text("CREATE TABLE of_another_program (id INTEGER)"))
        session.execute(text("INSERT INTO of_another_program VALUES (1)"))
    write_backup(database, tmp_path / "backup", now=NOW)
    assert b"of_another_program" not in gzip.decompress((tmp_path / "backup").read_bytes())
    restore_backup(database, tmp_path / "backup", replace=True)
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM of_another_program")) == 1


def test_a_backup_of_older_tables_comes_back_and_is_brought_up_to_date(
    empty_database: Database, tmp_path: Path
) -> None:
    upgrade_database(empty_database, revisions()[0])
    with empty_database.writing() as session:
        session.add(Institution(name="North College", created_at=datetime(2025, 1, 1, tzinfo=UTC)))
    written = write_backup(empty_database, tmp_path / "backup", now=NOW)
    assert written.revision == revisions()[0]
    restore_backup(empty_database, tmp_path / "backup", replace=True)
    assert read_state(empty_database).is_current
    found = contents(empty_database)["institutions"]
    assert [(row["name"], row["created_at"].year) for row in found] == [("North College", 2025)]


def test_without_tables_there_is_nothing_to_back_up(empty_database: Database, tmp_path: Path) -> None:
    with pytest.raises(MigrationError, match="nothing to back up"):
        write_backup(empty_database, tmp_path / "backup", now=NOW)
    assert list(tmp_path.glob("*backup*")) == []


def test_tables_of_a_newer_program_are_neither_written_nor_replaced(database: Database, tmp_path: Path) -> None:
    write_backup(database, tmp_path / "backup", now=NOW)
    with database.writing() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(MigrationError, match="newer"):
        write_backup(database, tmp_path / "another", now=NOW)
    with pytest.raises(MigrationError, match="newer"):
        restore_backup(database, tmp_path / "backup", replace=True)


def test_a_backup_of_a_newer_program_is_refused(sqlite_database: Database, tmp_path: Path) -> None:
    path = tmp_path / "backup"
    write_backup(sqlite_database, path, now=NOW)
    damage(path, lambda lines: [lines[0].replace(revisions()[-1].encode(), b"9999"), *lines[1:]], sign=True)
    with pytest.raises(BackupError, match="newer Markpoint"):
        restore_backup(sqlite_database, path)


def damage(path: Path, change: Callable[[list[bytes]], list[bytes]], *, sign: bool = False) -> None:
    """Change the lines of a backup; with a foot that fits them, if it is to be signed."""
    lines = change(gzip.decompress(path.read_bytes()).splitlines(keepends=True))
    if sign:
        digest = hashlib.sha256(b"".join(lines[:-1])).hexdigest()
        lines[-1] = b'{"rows":%d,"sha256":"%s"}\n' % (len(lines) - 2, digest.encode())
    path.write_bytes(gzip.compress(b"".join(lines)))


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: lines[:-1],
        lambda lines: lines[:-2] + lines[-1:],
        lambda lines: lines[:1],
        lambda lines: [*lines, lines[-2]],
        lambda lines: [lines[0].replace(b"2026", b"2027"), *lines[1:]],
        lambda lines: [*lines[:1], lines[1].replace(b"north", b"south"), *lines[2:]],
        lambda lines: [*lines[:-1], b"{not json\n"],
        lambda lines: [],
    ],
)
def test_a_backup_that_was_changed_is_refused_before_anything_is_deleted(
    sqlite_database: Database, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    fill(sqlite_database)
    there = contents(sqlite_database)
    write_backup(sqlite_database, tmp_path / "backup", now=NOW)
    damage(tmp_path / "backup", change)
    with pytest.raises(BackupError, match="damaged or cut short"):
        restore_backup(sqlite_database, tmp_path / "backup", replace=True)
    assert contents(sqlite_database) == there
