"""Plain text and Markdown: bytes decoded, line ends made alike, control characters left out, the rest as it is."""

import re

from service.errors import UnsupportedFormatError
from service.extraction.draft import ExtractedDraft
from service.extraction.notices import Notice

_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_UTF8_SEQUENCE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")
_BLANK_EDGES = re.compile(r"\A(?:[^\S\n]*\n)+|\s+\Z")
_MOST_CONTROLS = 0.05
_MOST_ZEROS = 0.3
_BINARY = "it is not text, nor any other format that is read"


def _wide_encoding(body: bytes) -> str | None:
    """The UTF-16 that bytes without a mark at their start are in, told by where the zero bytes stand."""
    half = len(body) // 2
    if not half:
        return None
    even, odd = body[0::2].count(0) / half, body[1::2].count(0) / half
    if max(even, odd) < _MOST_ZEROS or min(even, odd) > max(even, odd) / 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _decode_narrow(body: bytes) -> tuple[str, tuple[str, ...]]:
    """Bytes that carry no sign of their encoding: UTF-8 if they can be, else UTF-8 with faults, else Windows-1252."""
    try:
        return body.decode("utf-8"), ()
    except UnicodeDecodeError:
        mended = body.decode("utf-8", "replace")
    if len(_UTF8_SEQUENCE.findall(body)) > mended.count("\ufffd"):
        return mended, (Notice.DAMAGED_CHARACTERS,)
    return body.decode("cp1252", "replace"), (Notice.GUESSED_ENCODING,)


def decode_text(body: bytes) -> tuple[str, tuple[str, ...]]:
    """The characters of a text file, whatever its encoding, and notices about the reading."""
    for mark, encoding in _BOMS:
        if body.startswith(mark):
            text = body.decode(encoding, "replace")
            return text, (Notice.DAMAGED_CHARACTERS,) if "\ufffd" in text else ()
    wide = _wide_encoding(body)
    if wide is not None:
        return body.decode(wide, "replace"), ()
    return _decode_narrow(body)


def clean_text(text: str) -> str:
    """Text with the line feed as its only line end, no control characters and no blank lines at either end.

    Hidden characters that belong to Unicode (zero width, direction) stay: later stages report them.
    """
    text = _CONTROLS.sub("", _LINE_END.sub("\n", text.removeprefix("\ufeff")))
    return _BLANK_EDGES.sub("", _SURROGATES.sub("\ufffd", text))


def read_plain(body: bytes) -> ExtractedDraft:
    """The text of a plain text or Markdown file.

    Raises:
        UnsupportedFormatError: too much of it is no text.
    """
    text, notices = decode_text(body)
    controls = len(_CONTROLS.findall(text)) + len(_SURROGATES.findall(text))
    if controls + text.count("\ufffd") > _MOST_CONTROLS * len(text):
        raise UnsupportedFormatError(_BINARY)
    if controls:
        notices = (*notices, Notice.CONTROL_CHARACTERS)
    return ExtractedDraft(text=clean_text(text), notices=notices)
