"""Values at rest sealed anew with the current key, while the service goes on."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Column, ColumnElement, LargeBinary, bindparam, func, select, type_coerce, update
from sqlalchemy.orm import Session

from service.storage.crypto import Keyring, key_id_of, open_sealed, seal
from service.storage.database import Database
from service.storage.tables import Table
from service.storage.types import SealedBytes

_ROWS = 200
"""Rows sealed in one transaction: few, so that others can write in between."""
_HEAD_BYTES = 66
"""Enough of a value to know its key: flags, a length, and a name of at most 64 characters."""


def sealed_columns() -> Iterator[Column[Any]]:
    """Every column whose values are sealed."""
    for table in Table.metadata.sorted_tables:
        yield from (column for column in table.columns if isinstance(column.type, SealedBytes))


def count_keys(database: Database) -> Mapping[str | None, int]:
    """How many values each key seals, None standing for those without encryption.

    Raises:
        service.storage.errors.StorageError: the database does not answer.
    """
    counts: Counter[str | None] = Counter()
    with database.reading() as session:
        for column in sealed_columns():
            head = func.substr(_stored(column), 1, _HEAD_BYTES, type_=LargeBinary)
            heads = select(head).where(column.is_not(None)).execution_options(yield_per=1000)
            counts.update(key_id_of(bytes(value)) for value in session.scalars(heads))
    return counts


def rekey_database(database: Database, keyring: Keyring) -> int:
    """Seal every value with the current key, or store it without encryption when the keyring does not seal.

    It may be stopped at any moment and run again.

    Returns:
        How many values were changed.

    Raises:
        service.storage.errors.SealError: the key of a value is missing, or the value was changed.
    """
    return sum(_rekey_column(database, column, keyring) for column in sealed_columns())


def _rekey_column(database: Database, column: Column[Any], keyring: Keyring) -> int:
    changed, last = 0, ""
    while True:
        with database.writing() as session:
            rows = _next_rows(session, column, last)
            changed += _seal_anew(session, column, rows, keyring)
        if not rows:
            return changed
        last = rows[-1][0]


def _next_rows(session: Session, column: Column[Any], last: str) -> list[tuple[str, bytes]]:
    key = column.table.c.id
    found = select(key, _stored(column)).where(key > last, column.is_not(None)).order_by(key).limit(_ROWS)
    return [(row[0], bytes(row[1])) for row in session.execute(found.with_for_update())]


def _seal_anew(session: Session, column: Column[Any], rows: list[tuple[str, bytes]], keyring: Keyring) -> int:
    purpose = column.type.purpose  # type: ignore[attr-defined]
    current = keyring.current.id if keyring.current else None
    sealed = [
        {"row": key, "sealed": seal(open_sealed(stored, purpose, keyring), purpose, keyring)}
        for key, stored in rows
        if key_id_of(stored) != current
    ]
    if sealed:
        value = bindparam("sealed", type_=LargeBinary)
        change = update(column.table).where(column.table.c.id == bindparam("row")).values({column.name: value})
        session.connection().execute(change, sealed)
    return len(sealed)


def _stored(column: Column[Any]) -> ColumnElement[bytes]:
    """The column as it is stored."""
    return type_coerce(column, LargeBinary())
