from itertools import pairwise
from pathlib import Path

import pytest

from seeds.build_hashes import build_hashes, main, thin_hashes
from seeds.catalogue import Source
from seeds.copies import SourceHashes, hash_sequences, load_source_hashes
from seeds.errors import SeedError
from seeds.notes import NoteSection

UNKNOWN = dict.fromkeys(("author", "year", "licence", "address"), "unknown")
SOURCES = tuple(
    Source.model_validate({"id": name, "file_name": f"{name}.txt", "title": name, "gives": name, **UNKNOWN})
    for name in ("boats", "locks")
)
TEXT = " ".join(f"word{number}" for number in range(300))


def test_any_twelve_words_in_a_row_are_noticed() -> None:
    known, words = SourceHashes(thin_hashes(TEXT)), TEXT.split()
    assert all(known.copied_runs(words[start : start + 12]) for start in range(len(words) - 11))


def test_a_long_copy_is_one_run_that_lacks_at_most_four_words_at_either_end() -> None:
    ((first, end),) = SourceHashes(thin_hashes(TEXT)).copied_runs(TEXT.split())
    assert first <= 4
    assert end >= 296


def test_kept_sequences_are_too_few_to_follow_word_by_word() -> None:
    kept = thin_hashes(TEXT)
    places = [place for place, value in enumerate(hash_sequences(TEXT)) if value in kept]
    steps = [after - before for before, after in pairwise(places)]
    assert len(kept) < len(hash_sequences(TEXT)) / 2
    assert max(steps) <= 5
    assert sum(step > 2 for step in steps) > len(steps) / 3


@pytest.mark.parametrize(("words", "kept"), [(0, 0), (7, 0), (8, 1), (12, 1)])
def test_short_text_keeps_a_hash_if_it_has_eight_words(words: int, kept: int) -> None:
    assert len(thin_hashes(" ".join(TEXT.split()[:words]))) == kept


def test_built_hashes_recognise_the_document_and_nothing_of_it_is_stored(tmp_path: Path) -> None:
    documents, hashes = tmp_path / "documents", tmp_path / "hashes"
    documents.mkdir()
    hashes.mkdir()
    (documents / "boats.txt").write_text(TEXT, encoding="utf-8")
    assert build_hashes(documents, SOURCES, (), hashes) == ("boats",)
    assert "word" not in (hashes / "boats.txt").read_text(encoding="ascii")
    assert load_source_hashes(hashes).copied_runs(TEXT.split())


def test_hashes_of_other_sources_stay(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text(TEXT, encoding="utf-8")
    hashes = tmp_path / "hashes"
    hashes.mkdir()
    (hashes / "locks.txt").write_text("0011223344556677\n", encoding="ascii")
    build_hashes(tmp_path, SOURCES, (), hashes)
    assert (hashes / "locks.txt").read_text(encoding="ascii") == "0011223344556677\n"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("barges.txt", TEXT.encode(), r"holds none of boats\.txt, locks\.txt"),
        ("boats.txt", b"Too few words.", r"boats\.txt: fewer than eight words"),
        ("boats.txt", b"\xff\xfe\x00", r"boats\.txt: not UTF-8 text"),
    ],
)
def test_documents_that_cannot_be_hashed_are_refused(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SeedError, match=message):
        build_hashes(tmp_path, SOURCES, (), tmp_path)


def carrying(words: int) -> NoteSection:
    own = "The lock takes nine minutes and the queue forms at noon. " * 4
    carried = " ".join(TEXT.split()[20 : 20 + words])
    return NoteSection(id="boats#locks", source_id="boats", title="Locks", elements=(), text=own + carried)


def test_notes_may_not_carry_over_eight_words_of_the_document(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(SeedError, match=r"boats#locks: 'word20 .* word27' is carried over"):
        build_hashes(tmp_path, SOURCES, [carrying(8)], tmp_path)


def test_seven_words_in_common_are_chance(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text(TEXT, encoding="utf-8")
    assert build_hashes(tmp_path, SOURCES, [carrying(7)], tmp_path) == ("boats",)


def test_command_says_what_is_wrong_and_leaves_with_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "Give the folder that holds the documents." in capsys.readouterr().err
