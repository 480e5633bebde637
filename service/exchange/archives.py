"""Zips of feedback: the same content gives the same bytes, whenever and wherever it is made."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass

from service.exchange.names import each_once, file_name_for

_EPOCH = (1980, 1, 1, 0, 0, 0)
_FILE = 0o644 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackFile:
    """One student's feedback as a file; `ending` comes with its dot."""

    title: str
    """What the file is called in a zip of reports."""
    body: bytes
    ending: str
    participant_id: str | None = None
    participant_name: str | None = None


def zip_reports(files: Iterable[FeedbackFile]) -> bytes:
    """One report a file, named after its student or script."""
    listed = list(files)
    return _zip(zip(report_names(listed), (one.body for one in listed), strict=True))


def report_names(files: Iterable[FeedbackFile]) -> list[str]:
    """A name for each report, no two alike."""
    listed = list(files)
    stems = each_once([file_name_for(one.title) for one in listed])
    return [stem + one.ending for stem, one in zip(stems, listed, strict=True)]


def zip_moodle_feedback(files: Iterable[FeedbackFile]) -> bytes:
    """The zip for Moodle's 'upload multiple feedback files in a zip'; files of nobody in particular are left out.

    Moodle tells whose a file is by the number after the first underscore, so there is none in a name before it.
    """
    known = [one for one in files if one.participant_id and one.participant_id.isdecimal()]
    stems = [
        f"{file_name_for((one.participant_name or '').replace('_', ' '), fallback='Participant')}"
        f"_{one.participant_id}_assignfeedback_file_feedback"
        for one in known
    ]
    names = [stem + one.ending for stem, one in zip(each_once(stems), known, strict=True)]
    return _zip(zip(names, (one.body for one in known), strict=True))


def _zip(files: Iterable[tuple[str, bytes]]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type, entry.external_attr, entry.create_system = zipfile.ZIP_DEFLATED, _FILE, 3
            archive.writestr(entry, body)
    return written.getvalue()
