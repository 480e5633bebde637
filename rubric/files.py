"""Reading a text file a person hands over: whatever else it turns out to be gets a clear error."""

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from pathlib import Path

from rubric.errors import UnreadableFileError

SIZE_LIMIT_BYTES = 2_000_000


def read_text(path: Path) -> str:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, with plain line ends and no byte order mark.

    Raises:
        UnreadableFileError: missing, a folder, empty, over 2 MB, not permitted, or not text.
    """
    body = _read_bytes(path)
    text = _decode(body, path)
    if not text.strip():
        raise UnreadableFileError(path, "the file is empty.")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise UnreadableFileError(path, "this is a folder. Name a file in it.")
        if path.exists() and not path.is_file():
            raise UnreadableFileError(path, "this is not a file that can be read.")
        if not path.is_file():
            raise UnreadableFileError(path, "there is no such file. Check the name and the folder.")
        with path.open("rb") as handle:
            body = handle.read(SIZE_LIMIT_BYTES + 1)
    except (OSError, ValueError) as error:
        cause = getattr(error, "strerror", None) or str(error)
        raise UnreadableFileError(path, f"the file cannot be read ({cause}).") from error
    if len(body) > SIZE_LIMIT_BYTES:
        raise UnreadableFileError(path, f"the file is larger than {SIZE_LIMIT_BYTES // 1_000_000} MB.")
    return body


def _decode(body: bytes, path: Path) -> str:
    not_text = UnreadableFileError(path, "this is not a text file. Save the page as plain text and try again.")
    if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        try:
            return body.decode("utf-16")
        except UnicodeDecodeError as error:
            raise not_text from error
    if any(byte < 32 and byte not in b"\t\n\r\f" for byte in body):
        raise not_text
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return body.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise not_text
