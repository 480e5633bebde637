"""What can go wrong with what is kept, and what to do about it."""

from service.errors import ServiceError


class StorageError(ServiceError):
    """Base of every error of storage."""

    status = 503
    title = "The database cannot be used"
    code = "storage"


class DatabaseBusyError(StorageError):
    """Somebody else writes, and has done so for longer than we wait."""

    title = "The database is busy"
    code = "database_busy"


class DatabaseFullError(StorageError):
    """There is no room for what should be written."""

    status = 507
    title = "The database has no room"
    code = "database_full"


class DatabaseUnreachableError(StorageError):
    """The database does not answer, or went away."""

    title = "The database does not answer"
    code = "database_unreachable"


class MigrationError(StorageError):
    """The tables are not those that this version of the program works with."""

    title = "The database needs another version of its tables"
    code = "migrations"


class SealError(StorageError):
    """A sealed value cannot be opened: its key is missing, or it was changed."""

    status = 500
    title = "Stored text cannot be decrypted"
    code = "sealed"


class BackupError(StorageError):
    """A backup cannot be written, read or restored."""

    title = "The backup cannot be used"
    code = "backup"
