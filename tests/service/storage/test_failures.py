"""What goes wrong with a database is said in words that tell what to do, and never in those of the driver."""

import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from service.storage.database import Database, open_database
from service.storage.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    DatabaseUnreachableError,
    MigrationError,
    StorageError,
)
from service.storage.tables import Institution
from tests.databases import open_settings

WORDS = "words of a learner"


def write(database: Database, *, size: int = 1, patience_s: int | None = None) -> None:
    with database.writing(patience_s=patience_s) as session:
        session.add(Institution(name=WORDS * size))


def test_a_database_that_somebody_else_holds_is_busy(database: Database, database_url: str, tmp_path: Path) -> None:
    other = open_database(open_settings(database_url, tmp_path))
    with other.writing() as session:
        session.add(Institution(name=WORDS))
        session.flush()
        with pytest.raises(DatabaseBusyError, match="Try again in a moment"):
            write(database, patience_s=1)
    other.close()


def test_a_full_database_says_so_and_goes_on_when_there_is_room(sqlite_database: Database) -> None:
    with sqlite_database.reading() as session:
        pages = session.scalar(text("PRAGMA page_count"))
        session.execute(text(f"PRAGMA max_page_count = {pages}"))
    with pytest.raises(DatabaseFullError, match="Free some space"):
        write(sqlite_database, size=10_000)
    with sqlite_database.reading() as session:
        session.execute(text("PRAGMA max_page_count = 100000"))
    write(sqlite_database, size=10_000)


def test_a_disk_that_takes_no_more_says_so(sqlite_url: str, tmp_path: Path) -> None:
    code = """if True:
        import resource, signal, sys
        from pathlib import Path
        from service.storage.errors import DatabaseFullError
        from tests.databases import open_settings
        from tests.service.storage.test_failures import write
        from service.storage.database import open_database
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
        database = open_database(open_settings(sys.argv[1], Path(sys.argv[2])))
        try:
            write(database, size=100_000)
        except DatabaseFullError as error:
            print(error)
    """
    done = subprocess.run(
        [sys.executable, "-c", code, sqlite_url, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert done.stdout == "The disk of the database is full. Free some space, then try again.\n", done.stderr


def test_missing_tables_are_told_from_other_errors(empty_database: Database) -> None:
    with pytest.raises(MigrationError, match="markpoint database upgrade"):
        write(empty_database)


@pytest.mark.parametrize("url", ["postgresql://postgres@127.0.0.1:9/none", "postgresql://postgres@/none?host={}/none"])
def test_a_server_that_is_not_there_is_unreachable(url: str, tmp_path: Path) -> None:
    database = open_database(open_settings(url.format(tmp_path), tmp_path))
    with pytest.raises(DatabaseUnreachableError, match="its address is right"):
        write(database)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "essay.txt"
    path.write_text(WORDS * 100)
    database = open_database(open_settings(f"sqlite:///{path}", tmp_path))
    with pytest.raises(StorageError, match="damaged or no database"):
        write(database)
    database.close()
    assert path.read_text() == WORDS * 100


def test_a_folder_in_place_of_the_file_cannot_be_opened(tmp_path: Path) -> None:
    database = open_database(open_settings(f"sqlite:///{tmp_path}", tmp_path))
    with pytest.raises(DatabaseUnreachableError, match="cannot be opened"):
        write(database)


def test_no_connection_left_is_busy(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database.engine.pool, "_timeout", 0.1)
    taken = [database.engine.connect() for _ in range(15)]
    with pytest.raises(DatabaseBusyError, match="no more connections"):
        write(database)
    for connection in taken:
        connection.close()


@pytest.mark.parametrize("code", ["57P01", "08006", "53300", "40001"])
def test_codes_of_postgresql_are_known(postgresql_database: Database, code: str) -> None:
    raises = text(f"DO $$ BEGIN RAISE EXCEPTION '{WORDS}' USING ERRCODE = '{code}'; END $$")
    with pytest.raises(StorageError) as caught, postgresql_database.writing() as session:
        session.execute(raises)
    assert WORDS not in str(caught.value)


def test_a_mistake_of_ours_goes_through(database: Database) -> None:
    with pytest.raises(Exception, match=r"(?i)syntax") as caught, database.reading() as session:
        session.execute(text("SELECT FROM FROM"))
    assert not isinstance(caught.value, StorageError)
