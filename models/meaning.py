"""What a sentence is about, as a short vector: static token vectors, added up, that know near words for one another.

The vectors were distilled once from a published sentence encoder (see `models/training/build_meaning.py`), so words
such as late and overdue lie close together though no lexicon lists them. They know nothing of word order or denial:
they only ever add to what the lexicon and the parse show.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from models.wordpieces import WordPieces, words_of

Vector = npt.NDArray[np.float32]

MEANING_SIZE = 128
_NOTHING = bytes(4 * MEANING_SIZE)
_CACHED_WORDS = 20_000


class MeaningTable:
    """Static vectors for pieces of words."""

    def __init__(self, pieces: tuple[str, ...], vectors: npt.NDArray[np.int8], scales: Vector, mean: Vector) -> None:
        """Take one vector a piece; `vectors` times `scales` are added up, and `mean` is taken from their direction."""
        self.pieces = pieces
        self._split = WordPieces(pieces)
        self._vectors = vectors
        self._scales = scales
        self._mean = mean
        self._vector_of = lru_cache(maxsize=_CACHED_WORDS)(self._read_word)

    def of(self, text: str) -> bytes:
        """The meaning of a text: `MEANING_SIZE` numbers around 0, of 32 bits each; all 0 where no word is known."""
        total = np.zeros(self._vectors.shape[1], dtype=np.float32)
        for word in words_of(text):
            total += self._vector_of(word)
        length = float(np.linalg.norm(total))
        return (total / length - self._mean if length else total).astype(np.float32).tobytes()

    def places_of(self, text: str) -> list[int]:
        """The places of a text's pieces in the table, in order; unknown words are left out."""
        return [place for word in words_of(text) for place in self._split.of_word(word)]

    def _read_word(self, word: str) -> Vector:
        total = np.zeros(self._vectors.shape[1], dtype=np.float32)
        for place in self._split.of_word(word):
            total += self._vectors[place] * self._scales[place]
        return total


def numbers_of(meanings: Iterable[bytes]) -> Vector:
    """Text by number: what `MeaningTable.of` says of each; what has no meaning is all 0."""
    found = b"".join(each or _NOTHING for each in meanings)
    return np.frombuffer(found, dtype=np.float32).reshape(-1, MEANING_SIZE)


@cache
def load_meaning() -> MeaningTable:
    """The packaged vectors."""
    with resources.files("models.resources").joinpath("meaning.npz").open("rb") as file:
        table = np.load(file, allow_pickle=False)
        pieces = bytes(table["pieces"]).decode("utf-8").split("\n")
        return MeaningTable(tuple(pieces), table["vectors"], table["scales"], table["mean"])
