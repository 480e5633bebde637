"""Zips of feedback: the same content gives the same bytes, whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from service.exchange.names import each_once, file_name_for

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE = 0o644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackLabel:
    """Whose feedback a file is; `ending` comes with its dot."""

    title: str
    """What the file is called in a zip of reports."""
    ending: str
    participant_id: str | None = None
    participant_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFile(FeedbackLabel):
    """One student's feedback as a file."""

    body: bytes


Labelled = TypeVar("Labelled", bound=FeedbackLabel)


def zip_reports(files: Iterable[FeedbackFile]) -> bytes:
    """One report a file, named after its student or script."""
    listed = list(files)
    return b"".join(stream_zip(zip(report_names(listed), (one.body for one in listed), strict=True)))


def report_names(files: Iterable[FeedbackLabel]) -> list[str]:
    """A name for each report, no two alike."""
    listed = list(files)
    stems = each_once([file_name_for(one.title) for one in listed])
    return [stem + one.ending for stem, one in zip(stems, listed, strict=True)]


def zip_moodle_feedback(files: Iterable[FeedbackFile]) -> bytes:
    """The zip for Moodle's 'upload multiple feedback files in a zip'; files of nobody in particular are left out."""
    return b"".join(stream_zip((name, one.body) for name, one in name_for_moodle(list(files))))


def name_for_moodle(files: Sequence[Labelled]) -> list[tuple[str, Labelled]]:
    """The files that are of somebody, each with the name by which Moodle finds its student.

    Moodle tells whose a file is by the number after the first underscore, so there is none in a name before it.
    """
    known = [one for one in files if one.participant_id and one.participant_id.isdecimal()]
    stems = [
        f"{file_name_for((one.participant_name or '').replace('_', ' '), fallback='Participant')}"
        f"_{one.participant_id}_assignfeedback_file_feedback"
        for one in known
    ]
    return [(stem + one.ending, one) for stem, one in zip(each_once(stems), known, strict=True)]


def stream_zip(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A zip of named files in pieces, each given as soon as it is made; a file is asked for when its turn comes."""
    pieces = _Pieces()
    with zipfile.ZipFile(pieces, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _FILE, 3
            archive.writestr(entry, body)
            yield pieces.take()
    yield pieces.take()


class _Pieces(io.RawIOBase):
    """Takes what is written until somebody takes it away."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._held += data
        return len(data)

    def take(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken
