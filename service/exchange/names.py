"""Names of files as they come out of archives, and names that are safe to give to files."""

import re
import struct
import unicodedata
import zipfile
from pathlib import PurePosixPath

_UTF8_FLAG = 0x800
_UNICODE_PATH = 0x7075
_JUNK_FOLDERS = frozenset(("__MACOSX", "@eaDir", "$RECYCLE.BIN"))
_JUNK_FILES = frozenset(("thumbs.db", "desktop.ini"))
_DRIVE = re.compile(r"[A-Za-z]:")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
_LONGEST_BYTES = 120


def decode_name(entry: zipfile.ZipInfo) -> str:
    """The name of an entry in composed Unicode, with the slashes of its path.

    Programs that write UTF-8 without saying so are seen through; what is no UTF-8 was written in the DOS code page.
    """
    name = entry.orig_filename
    if not entry.flag_bits & _UTF8_FLAG:
        raw = name.encode("cp437", errors="replace")
        name = _unicode_path(entry.extra) or _as_utf8(raw) or name
    return compose_name(name)


def compose_name(name: str) -> str:
    """A path in composed Unicode, as most systems write it, with slashes between its parts; it ends before a NUL."""
    return unicodedata.normalize("NFC", name.partition("\0")[0]).replace("\\", "/")


def _as_utf8(raw: bytes) -> str | None:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _unicode_path(extra: bytes) -> str | None:
    """The name in the field that Info-ZIP adds for it; None where there is none."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and size > 5:
            return _as_utf8(extra[9 : 4 + size])
        extra = extra[4 + size :]
    return None


def is_junk(path: str) -> bool:
    """Whether a file was put there by a system rather than by a person."""
    parts = PurePosixPath(path).parts
    hidden = any(part.startswith(".") and part != ".." for part in parts)
    name = parts[-1] if parts else ""
    return (
        hidden
        or name.startswith("~$")
        or name.lower() in _JUNK_FILES
        or not _JUNK_FOLDERS.isdisjoint(parts)
        or not name
    )


def leads_out(path: str) -> bool:
    """Whether a path points out of the folder it would be unpacked to."""
    parts = path.split("/")
    return ".." in parts or parts[0] == "" or _DRIVE.match(path) is not None


def file_name_for(title: str, *, fallback: str = "script") -> str:
    """A title as the name of a file on any system: no separators, no control characters, not too long."""
    printable = "".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", title))
    name = " ".join(_UNSAFE.sub(" ", printable).split()).strip(". ")
    while len(name.encode()) > _LONGEST_BYTES:
        name = name[:-1]
    return name.rstrip(". ") or fallback


def each_once(names: list[str]) -> list[str]:
    """The names, later ones of a kind with a number; names that differ only in capitals count as the same."""
    used: set[str] = set()
    unique = []
    for name in names:
        number, candidate = 1, name
        while candidate.casefold() in used:
            number += 1
            candidate = f"{name} ({number})"
        used.add(candidate.casefold())
        unique.append(candidate)
    return unique
