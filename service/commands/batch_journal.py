"""The results of a batch on disk: one line a script, only ever added to, so that a stopped batch can go on."""

import hashlib
import json
import os
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ValidationError

from service.errors import ServiceError
from service.feedback.report import FeedbackReport

if sys.platform != "win32":
    import fcntl

_PRIVATE = 0o600


class JournalBusyError(ServiceError):
    """Another run writes into the same folder."""

    title = "Another run is at work there"
    code = "batch_busy"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultKey:
    """What a result depends on: the same key never needs scoring again."""

    content: str
    """Digest of the file's ending, its bytes, and what the students were given."""
    engine_version: str
    rubric_fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """One script as it was scored."""

    report: FeedbackReport
    text: str
    """The draft, into which the report's offsets point."""


def digest_content(body: bytes, suffix: str, given: Iterable[str] = ()) -> str:
    """A digest of all that goes into a score beside the engine and the rubric."""
    digest = hashlib.sha256()
    for part in (suffix.lower().encode(), body, *(text.encode() for text in given)):
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


class Journal:
    """The file, locked for one run. Lines cut short by a kill are passed over."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._places: dict[ResultKey, tuple[int, int]] = {}

    def __enter__(self) -> Self:
        """Lock the file and find what is in it.

        Raises:
            JournalBusyError: another process has locked it.
            OSError: it cannot be opened.
        """
        self._file = os.fdopen(os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND, _PRIVATE), "r+b")
        self._lock()
        self._read()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Close the file, which unlocks it."""
        self._file.close()

    def __contains__(self, key: ResultKey) -> bool:
        return key in self._places

    def add(self, key: ResultKey, saved: Saved) -> None:
        """Append a result and see it safely on disk; a key that is there already is left as it is."""
        if key in self:
            return
        line = json.dumps(
            {
                "content": key.content,
                "engine_version": key.engine_version,
                "rubric_fingerprint": key.rubric_fingerprint,
                "report": saved.report.model_dump(mode="json"),
                "text": saved.text,
            }
        ).encode()
        start = self._file.seek(0, os.SEEK_END)
        self._file.write(line + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())
        self._places[key] = (start, len(line))

    def load(self, key: ResultKey) -> Saved:
        """A result that is there."""
        start, size = self._places[key]
        self._file.seek(start)
        row = json.loads(self._file.read(size))
        return Saved(report=FeedbackReport.model_validate(row["report"]), text=row["text"])

    def _lock(self) -> None:
        """Keep other runs out, where the system has locks that end with a process."""
        if sys.platform == "win32":
            return
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            self._file.close()
            raise JournalBusyError(f"{self._path}: another run is writing there. Wait for it, or stop it.") from error

    def _read(self) -> None:
        self._file.seek(0)
        start, is_whole = 0, True
        for line in self._file:
            is_whole = line.endswith(b"\n")
            key = _key_of(line)
            if key is not None:
                self._places.setdefault(key, (start, len(line.rstrip(b"\n"))))
            start += len(line)
        if not is_whole:
            self._file.seek(0, os.SEEK_END)
            self._file.write(b"\n")
            self._file.flush()


def _key_of(line: bytes) -> ResultKey | None:
    """The key of a line; None where it was cut short or is from a version whose reports look otherwise."""
    try:
        row = json.loads(line)
        FeedbackReport.model_validate(row["report"])
        return ResultKey(
            content=str(row["content"]),
            engine_version=str(row["engine_version"]),
            rubric_fingerprint=str(row["rubric_fingerprint"]),
        )
    except (ValueError, KeyError, TypeError, ValidationError):
        return None
