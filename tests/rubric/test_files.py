"""Reading text files."""

from pathlib import Path

import pytest

from rubric.errors import UnreadableFileError
from rubric.files import SIZE_LIMIT_BYTES, read_text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"plain\ntext", "plain\ntext"),
        (b"\xef\xbb\xbfmark\r\nand\rends", "mark\nand\nends"),
        ("trade\u2013offs\n".encode("cp1252"), "trade\u2013offs\n"),
        ("caf\u00e9".encode("utf-16"), "caf\u00e9"),
        (b"page\x0cbreak", "page\x0cbreak"),
    ],
)
def test_text_is_read_whatever_saved_it(tmp_path: Path, body: bytes, text: str) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(body)
    assert read_text(file) == text


@pytest.mark.parametrize(
    ("body", "cause"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"PK\x03\x04rest", "not a text file"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a text file"),
        (b"\xff\xfe\x00\xd8", "not a text file"),
        (b"\x81\x8d\x8f", "not a text file"),
        (b"a" * (SIZE_LIMIT_BYTES + 1), "larger than 2 MB"),
    ],
)
def test_what_is_not_text_gets_a_clear_error(tmp_path: Path, body: bytes, cause: str) -> None:
    file = tmp_path / "page.txt"
    file.write_bytes(body)
    with pytest.raises(UnreadableFileError, match=cause):
        read_text(file)


@pytest.mark.parametrize(("name", "cause"), [("", "folder"), ("none.txt", "no such file"), ("a\0b", "no such file")])
def test_what_is_no_file_gets_a_clear_error(tmp_path: Path, name: str, cause: str) -> None:
    with pytest.raises(UnreadableFileError, match=cause):
        read_text(tmp_path / name)
