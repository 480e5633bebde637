"""Words as the pieces that a published encoder's vocabulary splits them into."""

import re
import unicodedata
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+|[^\w\s]")
_LONGEST_WORD = 40


def words_of(text: str) -> list[str]:
    """The words and marks of a text in lower case, without accents."""
    plain = "".join(each for each in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(each) != "Mn")
    return _WORD.findall(plain)


class WordPieces:
    """A vocabulary of pieces; those that do not begin a word are written with `##` before them."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._places = {name: place for place, name in enumerate(names)}

    def of_word(self, word: str) -> list[int]:
        """The places of the longest known pieces from the left; none where a part is unknown."""
        found: list[int] = []
        start = 0
        while start < len(word) <= _LONGEST_WORD:
            for end in range(len(word), start, -1):
                place = self._places.get(("##" if start else "") + word[start:end])
                if place is not None:
                    found.append(place)
                    start = end
                    break
            else:
                return []
        return found
