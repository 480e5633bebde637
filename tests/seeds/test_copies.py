import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seeds.catalogue import load_catalogue
from seeds.copies import HASHES, SourceHashes, hash_texts, load_source_hashes
from seeds.errors import SeedError
from seeds.notes import load_notes

KNOWN = "The lock-keeper opens the gate at noon, and nobody organizes the queue of boats behind it until dusk."
HASHED = hash_texts([KNOWN])


def copied_words(draft: str, hashed: SourceHashes = HASHED) -> list[str]:
    words = draft.split()
    return [" ".join(words[first:end]) for first, end in hashed.copied_runs(words)]


@pytest.mark.parametrize(
    ("draft", "copied"),
    [
        (KNOWN, [KNOWN]),
        (f"As we saw, {KNOWN} So it goes.", [KNOWN]),
        (f"{KNOWN} And again: {KNOWN}", [KNOWN, KNOWN]),
        ("the gate at noon and nobody organizes the", ["the gate at noon and nobody organizes the"]),  # eight words
        ("THE GATE, at noon (and nobody organises the!)", ["THE GATE, at noon (and nobody organises the!)"]),
        ("The lock keeper opens the gate at noon", ["The lock keeper opens the gate at noon"]),
        ("The lock \N{EN DASH} keeper opens the gate at noon", ["The lock \N{EN DASH} keeper opens the gate at noon"]),
        ("gate at noon and nobody organizes the", []),  # seven words are chance
        ("The lock-keeper opens the gate at one, and nobody organizes the queue of barges", []),  # a word changed
        ("Nobody queues behind the gate, which the keeper opens at noon for the boats until dusk.", []),  # own words
        ("", []),
        ("\N{EN DASH} . ,", []),
    ],
)
def test_copied_runs_cover_eight_words_or_more(draft: str, copied: list[str]) -> None:
    assert copied_words(draft) == copied


@pytest.mark.parametrize("cut", [r"\S+", r"[^\W_]+|[^\w\s]", r"[\w-]+|[^\w\s]"])
def test_any_splitting_between_words_finds_the_same_passage(cut: str) -> None:
    words = re.findall(cut, f"They say: {KNOWN} Not so.")
    ((first, end),) = HASHED.copied_runs(words)
    assert (words[first], words[first - 1].strip(":")) in (("The", "say"), ("The", ""))
    assert words[end - 1].strip(".") in ("dusk", "")


def test_two_runs_stay_apart_and_touching_ones_are_one() -> None:
    hashed = hash_texts(["a b c d e f g h", "i j k l m n o p"])
    assert hashed.copied_runs(list("abcdefghijklmnop")) == ((0, 16),)
    assert hashed.copied_runs(list("abcdefghxijklmnop")) == ((0, 8), (9, 17))


def test_no_sequence_runs_from_one_text_into_the_next() -> None:
    assert hash_texts(["a b c d", "e f g h"]) == SourceHashes()


def test_sets_join() -> None:
    joined = hash_texts(["a b c d e f g h"]) | HASHED
    assert copied_words(KNOWN, joined) == [KNOWN]
    assert copied_words("a b c d e f g h", joined) == ["a b c d e f g h"]


@settings(max_examples=25)
@given(st.lists(st.text(max_size=3), max_size=20), st.lists(st.text(max_size=3), max_size=20))
def test_runs_are_ordered_apart_and_inside_whatever_the_words(known: list[str], words: list[str]) -> None:
    runs = hash_texts([" ".join(known)]).copied_runs([*words, *known])
    bounds = [bound for run in runs for bound in run]
    assert bounds == sorted(set(bounds))
    assert all(0 <= bound <= len(words) + len(known) for bound in bounds)


def test_our_own_notes_are_recognised_to_the_word() -> None:
    known = load_source_hashes()
    for section in load_notes():
        words = f"I think that {section.text} That is all.".split()
        assert known.copied_runs(words) == ((3, len(words) - 3),), section.id


def test_ordinary_prose_on_the_subject_is_not_taken_for_a_copy() -> None:
    draft = (
        "The bakery bakes to order because its customers pay for freshness. Cost, quality, speed, dependability and "
        "flexibility are therefore not of equal weight: on the other hand, a second oven would let the owner promise "
        "bread by seven. Operations management is the planning of that morning, and lean methods cut wasted flour."
    )
    assert copied_words(draft, load_source_hashes()) == []


def test_every_source_has_hashes_and_they_hold_nothing_else() -> None:
    files = {path.stem: path.read_text(encoding="ascii") for path in HASHES.glob("*")}
    assert set(files) == {source.id for source in load_catalogue()}
    for text in files.values():
        lines = text.splitlines()
        assert re.fullmatch(r"([0-9a-f]{16}\n)+", text)
        assert lines == sorted(set(lines))


def test_stored_hashes_are_of_the_sources_and_not_of_the_notes() -> None:
    stored = {bytes.fromhex(line) for path in HASHES.glob("*.txt") for line in path.read_text().splitlines()}
    assert stored.isdisjoint(hash_texts(section.text for section in load_notes()).hashes)
    assert stored < load_source_hashes().hashes


def test_line_that_is_no_hash_is_refused(tmp_path: Path) -> None:
    (tmp_path / "boats.txt").write_text("0011223344556677\nThe lock-keeper\n", encoding="ascii")
    with pytest.raises(SeedError, match=r"boats\.txt, line 2: not a hash"):
        load_source_hashes(tmp_path)
