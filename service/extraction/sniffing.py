"""What a file is, told by its first bytes and never by its name."""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from service.errors import ProtectedDraftError, UnsupportedFormatError


class Format(StrEnum):
    """A format that is read. `ARCHIVE` is a zip, told apart when it is opened."""

    PLAIN = "plain"
    HTML = "html"
    RTF = "rtf"
    PDF = "pdf"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class _Signature:
    start: bytes
    what: str


_REFUSED = (
    _Signature(b"\x89PNG", "a picture"),
    _Signature(b"\xff\xd8\xff", "a picture"),
    _Signature(b"GIF8", "a picture"),
    _Signature(b"BM", "a picture"),
    _Signature(b"II*\x00", "a picture"),
    _Signature(b"MM\x00*", "a picture"),
    _Signature(b"7z\xbc\xaf\x27\x1c", "an archive"),
    _Signature(b"Rar!", "an archive"),
    _Signature(b"\x1f\x8b", "an archive"),
    _Signature(b"BZh", "an archive"),
    _Signature(b"\xfd7zXZ", "an archive"),
    _Signature(b"\x7fELF", "a program"),
    _Signature(b"%!PS", "a PostScript file"),
    _Signature(b"MIME-Version:", "a saved web page in one file"),
    _Signature(b"SQLite format 3", "a database"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HEAD_BYTES = 4_096
_PDF_WITHIN = 1_024
_XML_START = re.compile(rb"\s*<\?xml\b")
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_TAG = re.compile(rb"<(?:p|br|div|span|h[1-6]|ul|ol|li|table|b|i|strong|em|a)\b[^<>]*>", re.IGNORECASE)
_NAMES = {
    ".txt": "text file",
    ".md": "Markdown file",
    ".markdown": "Markdown file",
    ".html": "web page",
    ".htm": "web page",
    ".rtf": "RTF document",
    ".pdf": "PDF",
    ".docx": "Word document",
    ".odt": "OpenDocument text",
}
_FOUND = {
    Format.PLAIN: (frozenset({".txt", ".md", ".markdown"}), "plain text"),
    Format.HTML: (frozenset({".html", ".htm"}), "a web page"),
    Format.RTF: (frozenset({".rtf"}), "an RTF document"),
    Format.PDF: (frozenset({".pdf"}), "a PDF"),
    Format.ARCHIVE: (frozenset({".docx", ".odt"}), "a word processor's document"),
}


def _refuse_ole(body: bytes) -> None:
    if "EncryptedPackage".encode("utf-16-le") in body:
        raise ProtectedDraftError("it is an Office document with a password")
    if "WordDocument".encode("utf-16-le") in body:
        raise UnsupportedFormatError("it is a Word document of the old .doc kind")
    raise UnsupportedFormatError("it is an Office file of an old kind")


def _refuse_others(body: bytes) -> None:
    if body.startswith(_OLE):
        _refuse_ole(body)
    for signature in _REFUSED:
        if body.startswith(signature.start) and (len(signature.start) > 2 or b"\0" in body[:_HEAD_BYTES]):
            raise UnsupportedFormatError(f"it is {signature.what}")


def _is_html(head: bytes, suffix: str) -> bool:
    if head.lstrip().startswith(b"<") and _HTML_START.search(head):
        return True
    return suffix in {".html", ".htm"} and _TAG.search(head) is not None


def _without_wide_marks(head: bytes) -> bytes:
    """The first bytes as one byte a character, so that UTF-16 is told apart like the rest."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head[2:].replace(b"\0", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def sniff_format(body: bytes, *, suffix: str) -> Format:
    """The format of a file by its content; `suffix` only tells a web page without a head from plain text.

    Raises:
        UnsupportedFormatError: it is of a kind that is known and not read.
        ProtectedDraftError: it is an encrypted Office document.
    """
    _refuse_others(body)
    if body.startswith(_ZIP):
        return Format.ARCHIVE
    head = _without_wide_marks(body[:_HEAD_BYTES])
    if b"%PDF-" in head[:_PDF_WITHIN]:
        return Format.PDF
    if head.lstrip().startswith(b"{\\rtf"):
        return Format.RTF
    if _is_html(head, suffix):
        return Format.HTML
    if _XML_START.match(head):
        raise UnsupportedFormatError("it is an XML file")
    return Format.PLAIN


def suffix_of(filename: str) -> str:
    """The ending of a file's name in small letters, with its dot; empty where there is none."""
    return PurePath(filename.replace("\\", "/")).suffix.lower()


def wrong_name_notice(suffix: str, found: Format) -> str | None:
    """A notice where a name promises another format than the content is; None where they agree."""
    suffixes, what = _FOUND[found]
    if suffix not in _NAMES or suffix in suffixes:
        return None
    return f"The name says {_NAMES[suffix]}, but the file is {what} and was read as such."
