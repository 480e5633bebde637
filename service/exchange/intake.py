"""Scripts from a zip, a folder or files sent one by one: nothing is unpacked to disk, each is read when asked."""

import stat
import struct
import zipfile
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from service.errors import DraftTooLargeError, ProtectedDraftError, UnreadableDraftError
from service.exchange.errors import HandInError, HandInTooLargeError
from service.exchange.layouts import choose_scripts, detect_layout, find_owner
from service.exchange.names import compose_name, decode_name, each_once, is_junk, leads_out
from service.exchange.scripts import Intake, IntakeLimits, Layout, Script
from service.extraction.archive import DAMAGE

_CHUNK_BYTES = 65_536
"""In such steps no more is unpacked than the size in the header, which has been checked, whatever there is."""
_ENCRYPTED_FLAG = 0x1
_END = b"PK\x05\x06"
_END64 = b"PK\x06\x06"
_END_WITHIN = 66_000
_BYTES_PER_ENTRY = 1_000
"""Of the directory of a zip: more than the longest honest names take."""
_NO_ZIP = "It is not a zip archive, or it is damaged or cut short. Make the zip again, or send the files themselves."
_NO_DIRECTORY = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error)
"""All that the standard library raises on a file whose directory of entries is none."""
_Found = tuple[str, Callable[[], bytes]]


def read_zip(source: BinaryIO, limits: IntakeLimits, *, layout: Layout | None = None) -> Intake:
    """The scripts in a zip, which must stay open while they are read. One bad entry is one script that cannot be read.

    Args:
        source: The zip; it must be seekable.
        limits: What it may cost.
        layout: How its files are named; told by the names where it is None.

    Raises:
        HandInError: it is no zip, or has too many entries, or they unpack to too much.
    """
    _check_directory(source, limits)
    try:
        archive = zipfile.ZipFile(source)
    except _NO_DIRECTORY as error:
        raise HandInError(_NO_ZIP) from error
    entries = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
    kept = [(path, entry) for entry in entries if not is_junk(path := decode_name(entry))]
    _check_totals(len(kept), sum(entry.file_size for _, entry in kept), limits)
    return _sort_out([(path, partial(_read_entry, archive, entry, path, limits)) for path, entry in kept], layout)


def read_folder(
    folder: Path, limits: IntakeLimits, *, layout: Layout | None = None, without: Path | None = None
) -> Intake:
    """The scripts in a folder and the folders in it; links are left out, and so is all in the folder `without`.

    Raises:
        HandInError: there are too many files, or they are too large together.
    """
    apart = None if without is None or without.resolve() == folder.resolve() else without.resolve()
    files = sorted(path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    if apart is not None:
        files = [path for path in files if not path.resolve().is_relative_to(apart)]
    named = [(path.relative_to(folder).as_posix(), path) for path in files]
    kept = [(name, path) for name, path in named if not is_junk(name)]
    _check_totals(len(kept), sum(path.stat().st_size for _, path in kept), limits)
    return _sort_out([(compose_name(name), partial(_read_file, path, limits)) for name, path in kept], layout)


def read_files(files: Iterable[tuple[str, bytes]], limits: IntakeLimits, *, layout: Layout | None = None) -> Intake:
    """The scripts among files that were sent one by one, each with its name.

    Raises:
        HandInError: there are too many files, or they are too large together.
    """
    kept = [(compose_name(name), body) for name, body in files if not is_junk(name)]
    _check_totals(len(kept), sum(len(body) for _, body in kept), limits)
    return _sort_out([(name, partial(_pass_on, body, limits)) for name, body in kept], layout)


def _sort_out(found: Sequence[_Found], layout: Layout | None) -> Intake:
    """Tell the layout, then whose each file is and which are scripts."""
    ordered = sorted(found, key=lambda one: one[0])
    names = each_once([path for path, _ in ordered])
    layout = layout or detect_layout([path for path, _ in ordered])
    owners = {name: find_owner(path, layout) for name, (path, _) in zip(names, ordered, strict=True)}
    chosen = choose_scripts(tuple(owners.items()))
    scripts = tuple(
        Script(
            name=name,
            file_name=owners[name].file_name,
            participant_id=owners[name].participant_id,
            participant_name=owners[name].participant_name,
            is_late=owners[name].is_late,
            read=read,
        )
        for name, (_, read) in zip(names, ordered, strict=True)
        if name in chosen
    )
    return Intake(layout=layout, scripts=scripts, skipped=tuple(name for name in names if name not in chosen))


def _check_directory(source: BinaryIO, limits: IntakeLimits) -> None:
    """Refuse a directory that is too long before anything builds a list of it."""
    source.seek(0, 2)
    source.seek(max(0, source.tell() - _END_WITHIN))
    tail = source.read()
    end, end64 = tail.rfind(_END), tail.rfind(_END64)
    size = struct.unpack_from("<I", tail, end + 12)[0] if 0 <= end <= len(tail) - 22 else 0
    if 0 <= end64 <= len(tail) - 56:
        size = max(size if size != 0xFFFF_FFFF else 0, struct.unpack_from("<Q", tail, end64 + 40)[0])
    if size > limits.max_entries * _BYTES_PER_ENTRY:
        raise HandInTooLargeError(f"It lists far more than {limits.max_entries:,} files, the limit. Send it in parts.")


def _check_totals(files: int, size_bytes: int, limits: IntakeLimits) -> None:
    if files > limits.max_entries:
        raise HandInTooLargeError(
            f"It holds {files:,} files and the limit is {limits.max_entries:,}. Send it in parts."
        )
    if size_bytes > limits.max_unpacked_bytes:
        megabytes = limits.max_unpacked_bytes // 1_000_000
        raise HandInTooLargeError(f"Its files come to more than {megabytes:,} MB, the limit. Send it in parts.")


def _read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, limits: IntakeLimits) -> bytes:
    name = PurePosixPath(path).name
    if leads_out(path):
        raise UnreadableDraftError("its path leads out of the archive", draft_name=name)
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise UnreadableDraftError("it is a link to another file", draft_name=name)
    if entry.flag_bits & _ENCRYPTED_FLAG:
        raise ProtectedDraftError("it asks for a password", draft_name=name)
    if entry.file_size > limits.max_file_bytes:
        raise _too_large(entry.file_size, name, limits)
    try:
        with archive.open(entry) as stream:
            return b"".join(iter(lambda: stream.read(_CHUNK_BYTES), b""))
    except DAMAGE as error:
        raise UnreadableDraftError("it is damaged in the archive", draft_name=name) from error


def _read_file(path: Path, limits: IntakeLimits) -> bytes:
    try:
        with path.open("rb") as handle:
            return _pass_on(handle.read(limits.max_file_bytes + 1), limits)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise UnreadableDraftError(f"it cannot be read ({cause})", draft_name=path.name) from error


def _pass_on(body: bytes, limits: IntakeLimits) -> bytes:
    if len(body) > limits.max_file_bytes:
        raise _too_large(len(body), "The script", limits)
    return body


def _too_large(size_bytes: int, name: str, limits: IntakeLimits) -> DraftTooLargeError:
    cause = f"it has {size_bytes:,} bytes and the limit is {limits.max_file_bytes:,}"
    return DraftTooLargeError(cause, draft_name=name)
