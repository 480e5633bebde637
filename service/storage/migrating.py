"""The tables brought to the version that this program works with, and back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from service.storage.crypto import Keyring
from service.storage.database import Database, build_engine
from service.storage.errors import MigrationError
from service.storage.failures import translating_errors

_LOCK = 7_461_982_305
"""Number of the lock that lets one process at a time migrate a PostgreSQL database."""


@dataclass(frozen=True, slots=True)
class SchemaState:
    """Which version the tables have, and which one this program works with."""

    current: str | None
    """None where there are no tables yet."""
    wanted: str
    is_known: bool
    """False where a newer program made the tables."""

    @property
    def is_current(self) -> bool:
        """Whether the tables are those that this program works with."""
        return self.current == self.wanted


def revisions() -> tuple[str, ...]:
    """Every revision, the oldest first."""
    return tuple(reversed([script.revision for script in _scripts().walk_revisions()]))


def read_state(database: Database) -> SchemaState:
    """Which version the tables have.

    Raises:
        service.storage.errors.StorageError: the database does not answer.
    """
    with database.reading() as session:
        return state_of(session.connection())


def state_of(connection: Connection) -> SchemaState:
    """Which version the tables have, seen over a connection."""
    current = MigrationContext.configure(connection).get_current_revision()
    known = revisions()
    return SchemaState(current, known[-1], is_known=current is None or current in known)


def prepare_database(database: Database, *, upgrade: bool | None = None) -> None:
    """Make sure that the tables are those that this program works with.

    Args:
        database: The database to look at.
        upgrade: Whether to bring older tables up to date; None does so on SQLite only, since several programs of
            different versions may use a PostgreSQL database.

    Raises:
        service.storage.errors.MigrationError: they are not, and may not or cannot be changed.
    """
    state = read_state(database)
    if state.is_current:
        return
    may_upgrade = database.is_sqlite if upgrade is None else upgrade
    if state.is_known and not may_upgrade:
        raise MigrationError(
            f"The tables are at version {state.current or 'none'}, and this program works with {state.wanted}. "
            "Make a backup, then run: markpoint database upgrade"
        )
    upgrade_database(database)


def upgrade_database(database: Database, revision: str = "head") -> SchemaState:
    """Bring the tables up to a version, by default the newest; all of it or nothing.

    Raises:
        service.storage.errors.MigrationError: a newer program made the tables.
    """
    with migrating(database) as connection:
        refuse_newer(state_of(connection))
        move(connection, revision, command.upgrade)
        return state_of(connection)


def downgrade_database(database: Database, revision: str) -> SchemaState:
    """Bring the tables back to an older version, `base` for none at all. What only newer tables hold is lost.

    Raises:
        service.storage.errors.MigrationError: a newer program made the tables.
    """
    with migrating(database) as connection:
        refuse_newer(state_of(connection))
        move(connection, revision, command.downgrade)
        return state_of(connection)


@contextmanager
def migrating(database: Database) -> Iterator[Connection]:
    """A connection on which tables may be changed, in one transaction and by one process at a time.

    SQLite replaces a table to change it, and would then delete what refers to it; so references are not enforced
    meanwhile, but checked at the end.
    """
    engine = _engine_without_references(database.engine) if database.is_sqlite else database.engine
    try:
        with translating_errors(), engine.begin() as connection:
            if not database.is_sqlite:
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
            yield connection
            _check_references(connection)
    finally:
        if engine is not database.engine:
            engine.dispose()


def move(connection: Connection, revision: str, direction: Callable[[Config, str], None]) -> None:
    """Run migrations over a connection that `migrating` gave."""
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    direction(configuration, revision)


def _engine_without_references(engine: Engine) -> Engine:
    return build_engine(engine.url, Keyring(), enforce_foreign_keys=False)


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise MigrationError("Rows refer to others that are not there. Nothing was changed; restore a backup.")


def refuse_newer(state: SchemaState) -> None:
    """Stop before tables that this program does not know.

    Raises:
        service.storage.errors.MigrationError: a newer program made them.
    """
    if not state.is_known:
        raise MigrationError(
            f"The tables are at version {state.current}, which this program does not know. Install a newer Markpoint."
        )


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(files("service.storage").joinpath("migrations")))
    configuration.set_main_option("path_separator", "os")
    return configuration


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_configuration())
