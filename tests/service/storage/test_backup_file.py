"""A file is a whole backup or none."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.storage.backup_file import BackupHead, BackupWriter, from_json, new_file, read_rows, verify_backup
from service.storage.errors import BackupError

HEAD = BackupHead("0001", datetime(2026, 3, 1, tzinfo=UTC), {"drafts": ["id", "text"]})


def write(path: Path, rows: list[list[object]]) -> None:
    with new_file(path) as stream:
        writer = BackupWriter(stream, HEAD)
        for row in rows:
            writer.add("drafts", row)
        writer.finish()


@pytest.mark.parametrize("rows", [[], [["1", b"\x00\xff"], ["2", None]]])
def test_what_is_written_is_read(tmp_path: Path, rows: list[list[object]]) -> None:
    write(tmp_path / "backup", rows)
    assert verify_backup(tmp_path / "backup") == (HEAD, len(rows))
    read = [[values[0], from_json(values[1], bytes)] for _, values in read_rows(tmp_path / "backup")]
    assert read == rows


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "damaged or cut short"),
        (b"an essay", "damaged or cut short"),
        (gzip.compress(b"an essay\n", mtime=0), "damaged or cut short"),
        (gzip.compress(b'{"some": "json"}\n', mtime=0), "is no backup"),
        (gzip.compress(b'["row"]\n', mtime=0), "is no backup"),
        (gzip.compress(b'{"markpoint_backup": 2}\n', mtime=0), "newer Markpoint"),
        (gzip.compress(b"x" * 100, mtime=0)[:-10], "damaged or cut short"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(BackupError, match=message):
        verify_backup(tmp_path / "file")


@pytest.mark.parametrize("cut", [1, 8, 20, 60])
def test_a_file_cut_short_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "backup"
    write(path, [["1", b"x"]])
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(BackupError, match="damaged or cut short"):
        verify_backup(path)


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / "backup").write_text("last week")
    with pytest.raises(BackupError, match="there already"):
        write(tmp_path / "backup", [])
    assert (tmp_path / "backup").read_text() == "last week"


def test_a_backup_that_is_broken_off_leaves_no_file(tmp_path: Path) -> None:
    def break_off() -> None:
        with new_file(tmp_path / "backup") as stream:
            BackupWriter(stream, HEAD)
            raise KeyError

    with pytest.raises(KeyError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_places_that_cannot_be_used_are_explained(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file"):
        write(tmp_path / "nowhere" / "backup", [])
    with pytest.raises(BackupError, match="No such file"):
        verify_backup(tmp_path / "nowhere")
