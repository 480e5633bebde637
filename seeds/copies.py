"""Words copied from known texts, recognised by hashes of word sequences and never by the texts themselves."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from seeds.errors import SeedError
from seeds.notes import load_notes

HASHES = Path(__file__).with_name("hashes")
SEQUENCE_WORDS = 8
"""Words in a hashed sequence; anything shorter that two texts share is taken for chance."""
HASH_BYTES = 8

_LETTERS_OR_DIGITS = re.compile(r"[^\W_]+")
_HASH_LINE = re.compile(rf"[0-9a-f]{{{2 * HASH_BYTES}}}")


@dataclass(frozen=True, slots=True)
class SourceHashes:
    """Hashes of the word sequences of known texts."""

    hashes: frozenset[bytes] = frozenset()

    def __or__(self, other: "SourceHashes") -> "SourceHashes":
        """Both together: what either knows."""
        return SourceHashes(self.hashes | other.hashes)

    def copied_runs(self, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
        """Maximal runs of words that known sequences cover, as (first index, index after the last), in order.

        Letter case, punctuation and -ise or -ize do not matter, nor how hyphens and apostrophes were split, so any
        splitting that never cuts inside a row of letters will do; items without a letter or digit are passed over.
        Empty where the words are fewer than a sequence.
        """
        keyed = [(key, index) for index, word in enumerate(words) for key in _keys(word)]
        runs: list[tuple[int, int]] = []
        for start, value in enumerate(_hash_sequences([key for key, _ in keyed])):
            if value not in self.hashes:
                continue
            first, end = keyed[start][1], keyed[start + SEQUENCE_WORDS - 1][1] + 1
            if runs and first <= runs[-1][1]:
                first = runs.pop()[0]
            runs.append((first, end))
        return tuple(runs)


def hash_texts(texts: Iterable[str]) -> SourceHashes:
    """Hashes of every word sequence of the given texts; a sequence never runs from one text into the next."""
    return SourceHashes(frozenset(value for text in texts for value in hash_sequences(text)))


def hash_sequences(text: str) -> tuple[bytes, ...]:
    """The hash of each sequence of eight words, in the order of the text; empty for fewer words."""
    return tuple(_hash_sequences(list(_keys(text))))


def load_source_hashes(folder: Path = HASHES) -> SourceHashes:
    """What is known of the source documents, and our own notes on them, which learners get to read.

    Of a source document only some sequences are kept: a copied passage is certain to be noticed from 12 words on, and
    up to four words at either end of it may be left out of the run.

    Raises:
        SeedError: a line of a file in the folder is not a hash, or the notes cannot be loaded.
    """
    stored = frozenset(value for path in sorted(folder.glob("*.txt")) for value in _load_hashes(path))
    return SourceHashes(stored) | hash_texts(section.text for section in load_notes())


def _load_hashes(path: Path) -> Iterator[bytes]:
    for number, line in enumerate(path.read_text(encoding="ascii", errors="replace").splitlines(), 1):
        if not _HASH_LINE.fullmatch(line):
            raise SeedError(f"{path.name}, line {number}: not a hash. Build the file again (seeds/README.md).")
        yield bytes.fromhex(line)


def _keys(text: str) -> Iterator[str]:
    """Rows of letters or digits in one spelling: lower case, and z as s, so that -ize and -ise agree."""
    return (found.group().replace("z", "s") for found in _LETTERS_OR_DIGITS.finditer(text.lower()))


def _hash_sequences(keys: Sequence[str]) -> Iterator[bytes]:
    for start in range(len(keys) - SEQUENCE_WORDS + 1):
        sequence = " ".join(keys[start : start + SEQUENCE_WORDS])
        yield blake2b(sequence.encode(), digest_size=HASH_BYTES).digest()
