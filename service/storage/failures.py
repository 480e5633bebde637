"""What a driver complains of, in words that say what to do. The driver's own words never go further."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DatabaseError, DataError, DBAPIError, IntegrityError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from service.errors import InvalidValueError, ServiceError
from service.storage.errors import (
    DatabaseBusyError,
    DatabaseFullError,
    DatabaseUnreachableError,
    MigrationError,
    StorageError,
)

_BUSY = DatabaseBusyError, "Somebody else is writing to the database. Try again in a moment."
_FULL = DatabaseFullError, "The disk of the database is full. Free some space, then try again."
_CLOSED = DatabaseUnreachableError, "The file of the database cannot be opened for writing. Check its folder's rights."
_DAMAGED = StorageError, "The file of the database is damaged or no database. Restore a backup."
_OLD = MigrationError, "The database lacks tables of this version. Run: markpoint database upgrade"
_CROWDED = DatabaseBusyError, "The database takes no more connections now. Try again in a moment."
_AWAY = DatabaseUnreachableError, "The database does not answer. Check that it runs and that its address is right."
_CODES: dict[str, tuple[type[StorageError], str]] = {
    "SQLITE_BUSY": _BUSY,
    "SQLITE_LOCKED": _BUSY,
    "SQLITE_FULL": _FULL,
    "SQLITE_IOERR": _FULL,
    "SQLITE_CANTOPEN": _CLOSED,
    "SQLITE_READONLY": _CLOSED,
    "SQLITE_PERM": _CLOSED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "55P03": _BUSY,  # the wait for a lock was over
    "40P01": _BUSY,  # two waited for each other
    "40001": _BUSY,  # two wrote the same
    "53100": _FULL,
    "53300": _CROWDED,
    "42P01": _OLD,  # no such table
    "42703": _OLD,  # no such column
}
"""By the code of the driver or the beginning of its name."""


@contextmanager
def translating_errors() -> Iterator[None]:
    """Raise an error of ours in place of the driver's; a broken rule of the tables goes through as it is.

    Raises:
        StorageError: the database is busy, full, out of reach, damaged or of another version.
        service.errors.InvalidValueError: a value holds the character NUL, which PostgreSQL keeps in no text.
    """
    try:
        yield
    except PoolTimeoutError as error:
        raise _CROWDED[0](_CROWDED[1]) from error
    except DBAPIError as error:
        translated = _translate(error)
        if translated is None:
            raise
        raise translated from error


def _translate(error: DBAPIError) -> ServiceError | None:
    if isinstance(error, IntegrityError):
        return None
    driver = error.orig
    if isinstance(error, DataError) and "NUL" in str(driver):
        return InvalidValueError("The character NUL cannot stand in what is kept. Leave it out.")
    code = str(getattr(driver, "sqlstate", None) or getattr(driver, "sqlite_errorname", None) or "")
    for start, (kind, message) in _CODES.items():
        if code.startswith(start):
            return kind(message)
    if str(driver).startswith(("no such table", "no such column")):
        return _OLD[0](_OLD[1])
    is_cut_off = error.connection_invalidated or (not code and isinstance(error, DatabaseError | InterfaceError))
    return _AWAY[0](_AWAY[1]) if is_cut_off or code.startswith(("08", "57P")) else None
