"""The file of a backup: gzip over lines of JSON, the same for SQLite and PostgreSQL.

First a head, which names the version of the tables and their columns; then a line for each row; last a foot, with the
number of rows and a digest of all lines before it, by which a file that was damaged or cut short is known.
"""

import base64
import gzip
import hashlib
import json
import os
import secrets
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from service.storage.errors import BackupError

FORMAT = 1
_ROW = b"["
"""How the line of a row begins; head and foot begin otherwise."""


@dataclass(frozen=True, slots=True)
class BackupHead:
    """What a backup says of itself."""

    revision: str
    """The version of the tables."""
    made_at: datetime
    columns: Mapping[str, Sequence[str]]
    """The columns of each table, the tables in the order in which they can be filled."""


class BackupWriter:
    """Writes head, rows and foot to a stream."""

    def __init__(self, stream: BinaryIO, head: BackupHead) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.rows = 0
        values = {"markpoint_backup": FORMAT, "revision": head.revision, "made_at": head.made_at.isoformat()}
        self._write({**values, "columns": {name: list(columns) for name, columns in head.columns.items()}})

    def add(self, table: str, values: Sequence[object]) -> None:
        """Add a row."""
        self._write([table, [_to_json(value) for value in values]])
        self.rows += 1

    def finish(self) -> None:
        """Write the foot. Without it, the backup is cut short."""
        self._write({"rows": self.rows, "sha256": self._digest.hexdigest()})

    def _write(self, value: object) -> None:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
        self._digest.update(line)
        self._stream.write(line)


@contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """A compressed file that gets its name when it is whole, and is gone when something goes wrong.

    Raises:
        BackupError: the file is there already, or cannot be written.
    """
    if path.exists():
        raise BackupError(f"{path} is there already. Name another file.")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as packed:
                yield packed  # type: ignore[misc]
            raw.flush()
            os.fsync(raw.fileno())
        draft.rename(path)
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}. Name a file in a folder that can be written.") from error
    finally:
        draft.unlink(missing_ok=True)


def verify_backup(path: Path) -> tuple[BackupHead, int]:
    """The head of a backup and the number of its rows, once it was read to its end and found whole.

    Raises:
        BackupError: it cannot be read, is no backup, was damaged or cut short.
    """
    digest = hashlib.sha256()
    head: BackupHead | None = None
    foot: object = None
    rows = 0
    for line in _lines(path):
        if foot is not None:
            raise _damaged(path)
        if head is None:
            head = _parse_head(path, line)
        elif line.startswith(_ROW):
            rows += 1
        else:
            foot = _parse(path, line)
            continue
        digest.update(line)
    if head is None or foot != {"rows": rows, "sha256": digest.hexdigest()}:
        raise _damaged(path)
    return head, rows


def read_rows(path: Path) -> Iterator[tuple[str, list[Any]]]:
    """The rows of a backup that was verified: the table of each, and its values as JSON."""
    for line in _lines(path):
        if line.startswith(_ROW):
            table, values = _parse(path, line)
            yield table, values


def from_json(value: Any, kind: type) -> Any:
    """The value of a column of that kind, as the database takes it; moments come without a zone, in UTC."""
    if value is None:
        return None
    if kind is bytes:
        return base64.b64decode(value)
    return datetime.fromisoformat(value) if kind is datetime else value


def _to_json(value: object) -> object:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, datetime):
        utc = value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
        return utc.isoformat()
    return value


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with gzip.open(path, "rb") as packed:
            yield from packed
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise _damaged(path) from error
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}.") from error


def _parse(path: Path, line: bytes) -> Any:
    try:
        return json.loads(line)
    except ValueError as error:
        raise _damaged(path) from error


def _parse_head(path: Path, line: bytes) -> BackupHead:
    values = _parse(path, line)
    if not isinstance(values, dict) or "markpoint_backup" not in values:
        raise BackupError(f"{path} is no backup of Markpoint.")
    if values["markpoint_backup"] != FORMAT:
        raise BackupError(f"{path} was made by a newer Markpoint. Install that, then restore.")
    return BackupHead(values["revision"], datetime.fromisoformat(values["made_at"]), values["columns"])


def _damaged(path: Path) -> BackupError:
    return BackupError(f"{path} is damaged or cut short. Use another backup.")
