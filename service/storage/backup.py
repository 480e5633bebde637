"""Everything that is kept, written to one file and brought back from it, on either database.

Sealed values stay sealed, so a backup of encrypted drafts is of no use without their keys. A backup of older tables can
be restored by a newer program. What the job runner keeps of its own work is not part of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import JSON, Column, Connection, MetaData, create_engine, insert, inspect, null, select
from sqlalchemy import Table as AnyTable

from service.storage.backup_file import BackupHead, BackupWriter, from_json, new_file, read_rows, verify_backup
from service.storage.database import Database
from service.storage.errors import BackupError, MigrationError
from service.storage.migrating import migrating, move, refuse_newer, revisions, state_of

_ROWS = 500
"""Rows read or written at a time."""
_FILL_BY_THEMSELVES = frozenset({"rate_counters", "workers"})
"""A database with rows in these tables alone is still empty."""
_VERSION_TABLE = "alembic_version"


@dataclass(frozen=True, slots=True)
class BackupSummary:
    """What a backup holds."""

    revision: str
    """The version of its tables."""
    made_at: datetime
    rows: int


def write_backup(database: Database, path: Path, *, now: datetime) -> BackupSummary:
    """Write everything as it is at one moment, while the service goes on.

    Raises:
        service.storage.errors.BackupError: the file is there already or cannot be written.
        service.storage.errors.MigrationError: there are no tables, or those of a newer program.
        service.storage.errors.StorageError: the database does not answer.
    """
    with new_file(path) as stream, database.reading() as session:
        connection = session.connection()
        state = state_of(connection)
        refuse_newer(state)
        if state.current is None:
            raise MigrationError("The database has no tables yet, so there is nothing to back up.")
        tables = _tables(connection, state.current)
        head = BackupHead(state.current, now, {table.name: table.columns.keys() for table in tables})
        writer = BackupWriter(stream, head)
        for table in tables:
            for row in connection.execute(select(table).execution_options(yield_per=_ROWS)):
                writer.add(table.name, row)
        writer.finish()
    return BackupSummary(head.revision, now, writer.rows)


def restore_backup(database: Database, path: Path, *, replace: bool = False) -> BackupSummary:
    """Bring everything back, all of it or nothing, and the tables up to the version of this program.

    Args:
        database: Where to; nothing else may use it meanwhile.
        path: The backup.
        replace: Delete what the database holds. Without it, only an empty database is filled.

    Raises:
        service.storage.errors.BackupError: the backup is damaged or of a newer program, or the database is not empty.
        service.storage.errors.MigrationError: a newer program made the tables that are there.
        service.storage.errors.StorageError: the database does not answer.
    """
    head, rows = verify_backup(path)
    if head.revision not in revisions():
        raise BackupError(f"{path} was made by a newer Markpoint. Install that, then restore.")
    with migrating(database) as connection:
        state = state_of(connection)
        refuse_newer(state)
        if not replace and state.current is not None and _holds_rows(connection, state.current):
            raise BackupError("The database is not empty. Restore into an empty one, or replace everything it holds.")
        if state.current is not None:
            move(connection, "base", command.downgrade)
        move(connection, head.revision, command.upgrade)
        _fill(connection, head, read_rows(path))
        move(connection, "head", command.upgrade)
    return BackupSummary(head.revision, head.made_at, rows)


def _fill(connection: Connection, head: BackupHead, rows: Iterable[tuple[str, list[Any]]]) -> None:
    tables = {table.name: table for table in _tables(connection, head.revision)}
    for name, group in groupby(rows, key=lambda row: row[0]):
        table = tables[name]
        columns = [table.columns[column] for column in head.columns[name]]
        values = (row for _, row in group)
        while chunk := list(islice(values, _ROWS)):
            connection.execute(insert(table), [_to_row(columns, row, connection) for row in chunk])


def _to_row(columns: Sequence[Column[Any]], values: Sequence[Any], connection: Connection) -> dict[str, Any]:
    return {
        column.name: _to_value(column, value, has_zones=connection.dialect.name != "sqlite")
        for column, value in zip(columns, values, strict=True)
    }


def _to_value(column: Column[Any], value: Any, *, has_zones: bool) -> Any:
    if value is None and isinstance(column.type, JSON):
        return null()
    found = from_json(value, column.type.python_type)
    return found.replace(tzinfo=UTC) if has_zones and isinstance(found, datetime) else found


def _holds_rows(connection: Connection, revision: str) -> bool:
    return any(
        connection.execute(select(table).limit(1)).first() is not None
        for table in _tables(connection, revision)
        if table.name not in _FILL_BY_THEMSELVES
    )


def _tables(connection: Connection, revision: str) -> list[AnyTable]:
    """Our tables as they are in the database, in the order in which they can be filled; others' are left out."""
    metadata = MetaData()
    metadata.reflect(connection, only=sorted(_names_at(revision)))
    return metadata.sorted_tables


def _names_at(revision: str) -> set[str]:
    """The names of the tables at a version: found by making them in memory."""
    engine = create_engine("sqlite://")
    try:
        with engine.begin() as scratch:
            move(scratch, revision, command.upgrade)
            return set(inspect(scratch).get_table_names()) - {_VERSION_TABLE}
    finally:
        engine.dispose()
