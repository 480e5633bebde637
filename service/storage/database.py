"""The way to the database: SQLite in a file or PostgreSQL by its URL, and sessions that commit or leave no trace."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.orm import Session

from service.config import Settings
from service.errors import SettingsError
from service.storage.crypto import Keyring
from service.storage.errors import DatabaseUnreachableError
from service.storage.failures import translating_errors
from service.storage.types import use_keyring

DEFAULT_FILE = "markpoint.db"
WAIT_S = 30
"""How long to wait for another writer, or for a server that does not answer."""
_POSTGRESQL = "postgresql+psycopg"
_DRIVERS = {"postgres": _POSTGRESQL, "postgresql": _POSTGRESQL, "sqlite": "sqlite+pysqlite"}
_READS = "markpoint_reads"
_PATIENCE_S = "markpoint_patience_s"
_FILE = "markpoint_file"
_READS_SQLITE: dict[str, Any] = {_READS: True}
_READS_POSTGRESQL: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


@dataclass(frozen=True, slots=True)
class Database:
    """An engine, and the sessions to use it by. Objects stay readable when their session has ended."""

    engine: Engine
    _reader: Engine = field(init=False, repr=False, compare=False)
    """The same engine and connections, with the ways of a reader."""

    def __post_init__(self) -> None:
        ways = _READS_SQLITE if self.is_sqlite else _READS_POSTGRESQL
        object.__setattr__(self, "_reader", self.engine.execution_options(**ways))

    @property
    def is_sqlite(self) -> bool:
        """Whether the database is a file of ours, not a server."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def writing(self, *, patience_s: int | None = None) -> Iterator[Session]:
        """A session that commits at its end, or leaves no trace when something goes wrong.

        On SQLite it holds the right to write from its first statement on, so keep it short.

        Args:
            patience_s: How long to wait for other writers; as long as usual where nothing is said.

        Raises:
            StorageError: the database is busy, full or out of reach.
        """
        engine = self.engine if patience_s is None else self.engine.execution_options(**{_PATIENCE_S: patience_s})
        with translating_errors(), Session(engine, expire_on_commit=False) as session, session.begin():
            if patience_s is not None and not self.is_sqlite:
                session.execute(text(f"SET LOCAL lock_timeout = '{patience_s}s'"))
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database, from its first question to its end, and waits for no writer.

        Raises:
            StorageError: the database is busy or out of reach.
        """
        with translating_errors(), Session(self._reader, expire_on_commit=False, autoflush=False) as session:
            event.listen(session, "before_flush", _refuse_to_write)
            yield session

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """The database of the settings. Nothing is touched before its first use.

    Raises:
        service.errors.SettingsError: the address or the keys cannot be used.
    """
    secret = settings.encryption_keys
    keyring = Keyring.parse(secret.get_secret_value() if secret else None)
    return Database(build_engine(url_of(settings), keyring))


def url_of(settings: Settings) -> URL:
    """The address of the database: the setting, or a file in the data folder.

    Raises:
        service.errors.SettingsError: it is the address of something else, or none at all.
    """
    if settings.database_url is None:
        return make_url(f"{_DRIVERS['sqlite']}:///{settings.data_dir / DEFAULT_FILE}")
    try:
        url = make_url(settings.database_url.get_secret_value())
    except ArgumentError as error:
        raise SettingsError(_not_an_address("It is not the address of a database")) from error
    scheme = url.drivername.partition("+")[0]
    if scheme not in _DRIVERS:
        raise SettingsError(_not_an_address("Only SQLite and PostgreSQL are known"))
    if scheme == "sqlite" and url.database in {None, "", ":memory:"}:
        raise SettingsError(_not_an_address("It names no file"))
    return url.set(drivername=_DRIVERS[scheme])


def build_engine(url: URL, keyring: Keyring, *, enforce_foreign_keys: bool = True) -> Engine:
    """An engine for that address. Errors never quote the values of a statement, which may be learners' text."""
    if url.get_backend_name() == "sqlite":
        engine = _build_sqlite(url, enforce_foreign_keys=enforce_foreign_keys)
    else:
        waits = {"connect_timeout": WAIT_S, "options": f"-c lock_timeout={WAIT_S}s -c timezone=UTC"}
        engine = create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=waits)
    use_keyring(engine, keyring)
    return engine


def _build_sqlite(url: URL, *, enforce_foreign_keys: bool) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": WAIT_S, "check_same_thread": False})

    @event.listens_for(engine, "do_connect")
    def make_folder(_dialect: Any, _record: Any, arguments: list[Any], _options: dict[str, Any]) -> None:
        folder = Path(str(arguments[0])).parent
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseUnreachableError(
                f"The folder of the database cannot be made: {error.strerror}. Set MARKPOINT_DATA_DIR."
            ) from error

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, record: Any) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        connection.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute(f"PRAGMA foreign_keys = {'ON' if enforce_foreign_keys else 'OFF'}")
        connection.execute("PRAGMA secure_delete = ON")
        record.info[_FILE] = _identify(url)

    @event.listens_for(engine, "checkout")
    def check_file(_connection: Any, record: Any, _proxy: Any) -> None:
        found = _identify(url)
        if found is None:  # what is written to a file that was moved away is lost
            raise DatabaseUnreachableError("The file of the database is gone. Put it back, or restore a backup.")
        if found != record.info[_FILE]:
            raise DisconnectionError

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        wait_ms = options.get(_PATIENCE_S, WAIT_S) * 1000
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {wait_ms}")
        connection.exec_driver_sql("BEGIN" if options.get(_READS, False) else "BEGIN IMMEDIATE")

    return engine


def _identify(url: URL) -> tuple[int, int] | None:
    """Which file lies at the address of a database; None where there is none."""
    try:
        found = Path(str(url.database)).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _refuse_to_write(session: Session, _context: Any, _objects: Any) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("a session for reading was asked to write")


def _not_an_address(cause: str) -> str:
    return (
        f"MARKPOINT_DATABASE_URL: {cause}. "
        "Write sqlite:////folder/markpoint.db or postgresql://user:password@host/database."
    )
