"""The process that reads one file and no more: `python -m service.extraction.child REQUEST`, bytes in, JSON out."""

import json
import math
import resource
import sys
from contextlib import suppress
from typing import BinaryIO

from service.errors import DraftError, DraftTooLargeError, UnreadableDraftError
from service.extraction.draft import ExtractedDraft
from service.extraction.limits import ExtractionLimits
from service.extraction.sniffing import Format


def _limit_process(limits: ExtractionLimits) -> None:
    """Bound memory and processor time and forbid writing files; a system without a limit of that kind goes without."""
    seconds = math.ceil(limits.timeout_s)
    for kind, soft, hard in (
        (resource.RLIMIT_AS, limits.max_memory_bytes, limits.max_memory_bytes),
        (resource.RLIMIT_CPU, seconds, seconds + 1),
        (resource.RLIMIT_FSIZE, 0, 0),
        (resource.RLIMIT_CORE, 0, 0),
    ):
        with suppress(ValueError, OSError):
            resource.setrlimit(kind, (soft, hard))


def _read_archive(body: bytes, limits: ExtractionLimits) -> ExtractedDraft:
    from service.extraction.archive import find_word_part, is_odt, open_archive, refuse_other

    archive = open_archive(body, limits)
    if is_odt(archive):
        from service.extraction.odt import read_odt

        return read_odt(archive, limits)
    text_part = find_word_part(archive)
    if text_part is None:
        refuse_other(archive)
    from service.extraction.docx import read_docx

    return read_docx(archive, text_part, limits)


def _read(body: bytes, kind: Format, limits: ExtractionLimits) -> ExtractedDraft:
    """The text of a file; each format's libraries are loaded only when it is met, which keeps the start short."""
    match kind:
        case Format.HTML:
            from service.extraction.html import read_html

            return read_html(body, limits)
        case Format.RTF:
            from service.extraction.rtf import read_rtf

            return read_rtf(body, limits)
        case Format.PDF:
            from service.extraction.pdf import read_pdf

            return read_pdf(body, limits)
        case Format.ARCHIVE:
            return _read_archive(body, limits)
        case Format.PLAIN:
            from service.extraction.plain import read_plain

            return read_plain(body)


def _answer(file: BinaryIO, kind: Format, limits: ExtractionLimits) -> dict[str, object]:
    try:
        draft = _read(file.read(), kind, limits)
        limits.check_characters(len(draft.text))
    except DraftError as error:
        return {"error": error.code, "cause": error.cause}
    except MemoryError:
        return {"error": DraftTooLargeError.code, "cause": "reading it takes more memory than is allowed"}
    except Exception:  # whatever a parser raises on a hostile file must not reach the caller
        return {"error": UnreadableDraftError.code, "cause": "the file is damaged or not made by the usual programs"}
    return {"text": draft.text, "notices": draft.notices}


def main() -> None:
    """Read the file on standard input as the request says and write the answer to standard output."""
    request = json.loads(sys.argv[1])
    limits = ExtractionLimits(**request["limits"])
    _limit_process(limits)
    answer = _answer(sys.stdin.buffer, Format(request["format"]), limits)
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
