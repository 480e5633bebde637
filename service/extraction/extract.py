"""Bytes of a file to the text of a draft, whatever the file is."""

import json
import sys
from dataclasses import asdict, replace
from pathlib import Path

from service import errors
from service.errors import DraftError
from service.extraction.draft import ExtractedDraft
from service.extraction.limits import ExtractionLimits
from service.extraction.plain import clean_text, read_plain
from service.extraction.sandbox import run_apart
from service.extraction.sniffing import Format, sniff_format, suffix_of, wrong_name_notice
from service.telemetry import stage

_CHILD = "service.extraction.child"
_PROJECT = Path(__file__).resolve().parents[2]
_LONGEST_NAME = 80
_NAMELESS = "The draft"
_BY_CODE: dict[str, type[DraftError]] = {
    error.code: error
    for error in (
        errors.DraftTooLargeError,
        errors.DraftTooLongError,
        errors.EmptyDraftError,
        errors.ProtectedDraftError,
        errors.ScannedDraftError,
        errors.UnreadableDraftError,
        errors.UnsupportedFormatError,
    )
}


def _display_name(filename: str) -> str:
    """How a draft is called in messages: its name without folders and odd characters, shortened."""
    name = "".join(char for char in filename.replace("\\", "/").rsplit("/", 1)[-1] if char.isprintable()).strip()
    if not name or name == "-":
        return _NAMELESS
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"


def _read_apart(body: bytes, found: Format, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a file that needs a parser, which runs in a process of its own."""
    request = json.dumps({"format": found, "limits": asdict(limits)})
    answer = json.loads(
        run_apart(
            [sys.executable, "-P", "-m", _CHILD, request],
            body,
            timeout_s=limits.timeout_s,
            environment={"PYTHONPATH": str(_PROJECT), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
        )
    )
    if "error" in answer:
        raise _BY_CODE[answer["error"]](answer["cause"])
    return ExtractedDraft(text=clean_text(answer["text"]), notices=tuple(answer["notices"]))


def _extract(suffix: str, body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    limits.check_body(body)
    found = sniff_format(body, suffix=suffix)
    draft = read_plain(body) if found is Format.PLAIN else _read_apart(body, found, limits)
    limits.check_text(draft.text)
    notice = wrong_name_notice(suffix, found)
    return draft if notice is None else replace(draft, notices=(notice, *draft.notices))


def extract_text(filename: str, body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a draft, told apart by its content; the name only helps with messages.

    Args:
        filename: The file's name; empty or `-` for pasted text.
        body: The file's bytes.
        limits: What reading it may cost.

    Raises:
        DraftError: it cannot be taken. The message names the draft, says why and what to do; it holds no draft text.
    """
    try:
        with stage("extraction"):
            return _extract(suffix_of(filename), body, limits)
    except DraftError as error:
        raise error.named(_display_name(filename)) from error
