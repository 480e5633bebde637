"""The results of a batch on disk."""

import json
from pathlib import Path

import pytest

from service.commands.batch_journal import Journal, JournalBusyError, ResultKey, Saved, digest_content
from tests.service.rendering.reports import TEXT, build_full_report

SAVED = Saved(report=build_full_report(), text=TEXT)


def key(content: str) -> ResultKey:
    return ResultKey(content=content, engine_version="1", rubric_fingerprint="f")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "results.jsonl"


def test_results_are_there_again_and_each_is_written_once(path: Path) -> None:
    with Journal(path) as journal:
        journal.add(key("a"), SAVED)
        journal.add(key("b"), Saved(report=build_full_report(draft_name="b.txt"), text="é"))
        journal.add(key("a"), Saved(report=build_full_report(draft_name="other.txt"), text=TEXT))
        assert journal.load(key("a")) == SAVED
    before = path.read_bytes()
    assert before.count(b"\n") == 2
    with Journal(path) as journal:
        assert (key("a") in journal, key("b") in journal, key("c") in journal) == (True, True, False)
        assert journal.load(key("b")).text == "é"
        journal.add(key("c"), SAVED)
    assert path.read_bytes().startswith(before)
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "changed",
    [
        ResultKey(content="b", engine_version="1", rubric_fingerprint="f"),
        ResultKey(content="a", engine_version="2", rubric_fingerprint="f"),
        ResultKey(content="a", engine_version="1", rubric_fingerprint="g"),
    ],
)
def test_another_draft_engine_or_rubric_is_another_result(path: Path, changed: ResultKey) -> None:
    with Journal(path) as journal:
        journal.add(key("a"), SAVED)
        assert changed not in journal


@pytest.mark.parametrize("cut", [1, 30, 2_000])
def test_a_line_cut_short_by_a_kill_is_passed_over(path: Path, cut: int) -> None:
    with Journal(path) as journal:
        journal.add(key("a"), SAVED)
        journal.add(key("b"), SAVED)
    path.write_bytes(path.read_bytes()[:-cut])
    with Journal(path) as journal:
        assert key("a") in journal
        assert (key("b") in journal) is (cut == 1)  # all but the line end
        journal.add(key("b"), SAVED)
        journal.add(key("c"), SAVED)
    with Journal(path) as journal:
        assert all(journal.load(key(each)) == SAVED for each in "abc")


@pytest.mark.parametrize("line", [b"\n", b"[]\n", b"{}\n", b"\xff\n", b'{"report": {}}\n'])
def test_lines_of_another_kind_are_passed_over(path: Path, line: bytes) -> None:
    path.write_bytes(line)
    with Journal(path) as journal:
        journal.add(key("a"), SAVED)
    with Journal(path) as journal:
        assert key("a") in journal


def test_a_second_run_is_kept_out(path: Path) -> None:
    with Journal(path), pytest.raises(JournalBusyError, match="another run is writing there"), Journal(path):
        raise AssertionError
    with Journal(path):
        pass


def test_a_digest_tells_contents_apart() -> None:
    digests = {
        digest_content(b"ab", ".txt"),
        digest_content(b"ab", ".html"),
        digest_content(b"abc", ".txt"),
        digest_content(b"ab", ".txt", ("c",)),
        digest_content(b"ab", ".txt", ("c", "d")),
        digest_content(b"ab", ".txt", ("cd",)),
    }
    assert len(digests) == 6
    assert digest_content(b"ab", ".TXT") == digest_content(b"ab", ".txt")


def test_a_line_says_what_the_result_depends_on(path: Path) -> None:
    with Journal(path) as journal:
        journal.add(key("a"), SAVED)
    row = json.loads(path.read_text(encoding="utf-8"))
    assert list(row) == ["content", "engine_version", "rubric_fingerprint", "report", "text"]
