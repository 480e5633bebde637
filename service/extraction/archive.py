"""Zip-based documents: opened only after counting what they unpack to and refusing any document type definition."""

import re
import zipfile
import zlib
from io import BytesIO
from typing import NoReturn
from xml.parsers import expat

from service.errors import (
    DraftError,
    DraftTooLargeError,
    ProtectedDraftError,
    UnreadableDraftError,
    UnsupportedFormatError,
)
from service.extraction.limits import ExtractionLimits

DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""All that the standard library raises on entries of a zip that is damaged or was tampered with."""
_CHUNK_BYTES = 65_536
_ENCRYPTED_FLAG = 0x1
_MANIFEST = "META-INF/manifest.xml"
_MANIFEST_BYTES = 1_000_000
_WORD_PART = re.compile(r"word/document\d*\.xml")
_XML_ENDINGS = (".xml", ".rels")
_DAMAGED = "the file is damaged or cut short"
_ODT_TYPE = b"application/vnd.oasis.opendocument.text"
_OTHERS = (
    ("xl/workbook.xml", "a spreadsheet"),
    ("ppt/presentation.xml", "a slide show"),
    ("Index/Document.iwa", "a Pages document"),
    ("META-INF/container.xml", "an e-book"),
    ("content.xml", "an OpenDocument file, but no text document"),
)


def refuse_doctype(xml: bytes) -> None:
    """Refuse XML with a document type definition, where entity bombs and references to other files live.

    Raises:
        UnreadableDraftError: it has one, or it is not well-formed.
    """
    parser = _doctype_parser()
    _feed(parser, xml, is_final=True)


def _doctype_parser() -> expat.XMLParserType:
    def refuse(*_declaration: object) -> None:
        raise UnreadableDraftError("it holds a document type definition, which is never read")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    return parser


def _feed(parser: expat.XMLParserType, chunk: bytes, *, is_final: bool) -> None:
    try:
        parser.Parse(chunk, is_final)
    except expat.ExpatError as error:
        raise UnreadableDraftError(_DAMAGED) from error


class _Counter:
    """Reads the entries of an archive one by one and stops at the limit, whatever their headers say."""

    def __init__(self, limits: ExtractionLimits) -> None:
        self._left = limits.max_unpacked_bytes
        self._limit = limits.max_unpacked_bytes

    def read(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        parser = _doctype_parser() if entry.filename.endswith(_XML_ENDINGS) else None
        with archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK_BYTES):
                self._left -= len(chunk)
                if self._left < 0:
                    raise DraftTooLargeError(f"it unpacks to more than {self._limit:,} bytes")
                if parser is not None:
                    _feed(parser, chunk, is_final=False)
        if parser is not None:
            _feed(parser, b"", is_final=True)


def _has_encrypted_parts(archive: zipfile.ZipFile) -> bool:
    """Whether the manifest of an OpenDocument file says that its parts are encrypted."""
    if _MANIFEST not in archive.namelist():
        return False
    with archive.open(_MANIFEST) as stream:
        return b"encryption-data" in stream.read(_MANIFEST_BYTES)


def _check_entries(archive: zipfile.ZipFile, limits: ExtractionLimits) -> None:
    entries = archive.infolist()
    if len(entries) > limits.max_zip_entries:
        raise DraftTooLargeError(f"it holds {len(entries):,} files and the limit is {limits.max_zip_entries:,}")
    if any(entry.flag_bits & _ENCRYPTED_FLAG for entry in entries):
        raise ProtectedDraftError("it asks for a password")
    if _has_encrypted_parts(archive):
        raise ProtectedDraftError("it asks for a password")
    counter = _Counter(limits)
    for entry in entries:
        counter.read(archive, entry)


def open_archive(body: bytes, limits: ExtractionLimits) -> zipfile.ZipFile:
    """A zip that has been read to its end within the limits.

    Raises:
        DraftTooLargeError: too many entries, or they unpack to too much.
        ProtectedDraftError: an entry is encrypted.
        UnreadableDraftError: it is damaged, or holds XML that is damaged or has a document type definition.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(body))
        _check_entries(archive, limits)
    except DraftError:
        raise
    except DAMAGE as error:
        raise UnreadableDraftError(_DAMAGED) from error
    return archive


def find_word_part(archive: zipfile.ZipFile) -> str | None:
    """The name of the entry with the text of a Word document; None where there is none."""
    return next(filter(_WORD_PART.fullmatch, archive.namelist()), None)


def is_odt(archive: zipfile.ZipFile) -> bool:
    """Whether an archive is an OpenDocument text."""
    return "mimetype" in archive.namelist() and archive.read("mimetype").startswith(_ODT_TYPE)


def refuse_other(archive: zipfile.ZipFile) -> NoReturn:
    """Say what an archive is that is neither a Word document nor an OpenDocument text.

    Raises:
        UnsupportedFormatError: always.
    """
    names = set(archive.namelist())
    what = next((what for name, what in _OTHERS if name in names), "a zip archive")
    raise UnsupportedFormatError(f"it is {what}")
