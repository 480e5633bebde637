"""Drafts named on the command line."""

import io
import sys
from pathlib import Path

import pytest

from service.commands.drafts import NamedDraft, list_drafts
from service.errors import DraftTooLargeError


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in (
        "b.docx",
        "a.txt",
        "C.PDF",
        ".hidden.txt",
        "~$lock.docx",
        "notes.xlsx",
        "a.feedback.txt",
        "a.feedback.html",
    ):
        (tmp_path / name).write_bytes(b"words")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "d.txt").write_bytes(b"words")
    return tmp_path


def test_a_folder_stands_for_the_drafts_directly_in_it(folder: Path) -> None:
    assert [draft.name for draft in list_drafts([str(folder)])] == ["C.PDF", "a.txt", "b.docx"]


@pytest.mark.parametrize("name", [".hidden.txt", "notes.xlsx", "a.feedback.txt", "missing.txt"])
def test_a_file_that_is_named_is_taken_whatever_it_is(folder: Path, name: str) -> None:
    [draft] = list_drafts([str(folder / name)])
    assert (draft.name, draft.path) == (name, folder / name)


@pytest.mark.parametrize(
    ("named", "script_id"), [("s001.txt", "s001"), ("a/b/my.essay.docx", "my.essay"), ("plain", "plain"), ("-", "-")]
)
def test_a_script_is_called_after_its_file_without_its_ending(named: str, script_id: str) -> None:
    [draft] = list_drafts([named])
    assert draft.script_id == script_id


def test_files_keep_the_order_in_which_they_were_named(folder: Path) -> None:
    named = [str(folder / "b.docx"), "-", str(folder / "a.txt")]
    assert [draft.name for draft in list_drafts(named)] == ["b.docx", "standard input", "a.txt"]


def test_standard_input_is_read_as_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"caf\xe9")))
    [draft] = list_drafts(["-"])
    upload = draft.read(100)
    assert (upload.filename, upload.name, upload.body) == ("-", "standard input", b"caf\xe9")


@pytest.mark.parametrize(("most_bytes", "is_read"), [(5, True), (6, True), (4, False)])
def test_no_more_is_read_than_allowed(folder: Path, most_bytes: int, is_read: bool) -> None:
    draft = NamedDraft(path=folder / "a.txt", name="a.txt", script_id="a")
    if is_read:
        assert draft.read(most_bytes).body == b"words"
    else:
        with pytest.raises(DraftTooLargeError, match=r"^a\.txt: it has more than 4 bytes"):
            draft.read(most_bytes)
