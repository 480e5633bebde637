"""Hidden characters, look-alike letters and odd spaces, brought to plain text with a way back to the draft."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_HIDDEN_CATEGORIES = frozenset({"Cf", "Cn", "Co", "Cs"})
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_VARIATION = range(0xFE00, 0xFE10)
_LOOK_ALIKES = str.maketrans(
    "АВЕКМНОРСТУХаеорсухіјѕԁһԛԝΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν",
    "ABEKMHOPCTYXaeopcyxijsdhqwABEZHIKMNOPTYXoav",
)
_QUOTES = str.maketrans(
    {
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\u2212": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00ab": '"',
        "\u00bb": '"',
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NormalisedText:
    """Plain text and, for each of its characters, where that character stands in the draft."""

    text: str
    origin: Sequence[int]
    """`origin[i]` is the draft's offset of character i; one more entry for the end."""
    hidden: tuple[int, ...]
    """Draft offsets of hidden or look-alike characters."""

    def start_in_draft(self, start_char: int) -> int:
        """The draft's offset of a span's first character."""
        return self.origin[start_char]

    def end_in_draft(self, end_char: int) -> int:
        """The draft's offset just after a span's last character."""
        return self.origin[end_char - 1] + 1 if end_char else 0


@lru_cache(maxsize=4096)
def _plain(char: str) -> str | None:
    """One character as plain text; None for a hidden one."""
    if char in "\n\t":
        return char
    if char == "\r":
        return "\n"
    category = unicodedata.category(char)
    if category in _HIDDEN_CATEGORIES or ord(char) in _VARIATION:
        return None
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return "\n" if category in {"Zl", "Zp"} else " "
    if ord(char) < 128:
        return char
    return unicodedata.normalize("NFKC", char.translate(_QUOTES))


def _unmask(chars: list[str], origin: list[int], hidden: list[int]) -> None:
    """Turn Cyrillic and Greek look-alikes into Latin letters inside words that are otherwise Latin."""
    start = 0
    for index in range(len(chars) + 1):
        if index < len(chars) and chars[index].isalpha():
            continue
        word = "".join(chars[start:index])
        swapped = word.translate(_LOOK_ALIKES)
        if swapped != word and swapped.isascii():
            for offset in range(start, index):
                if chars[offset] != swapped[offset - start]:
                    chars[offset] = swapped[offset - start]
                    hidden.append(origin[offset])
        start = index + 1


def normalise(text: str) -> NormalisedText:
    """Plain text for the pipeline: hidden characters dropped, look-alikes unmasked, odd spaces made plain."""
    if text.isascii() and not _CONTROL.search(text):
        return NormalisedText(text=text, origin=range(len(text) + 1), hidden=())
    chars: list[str] = []
    origin: list[int] = []
    hidden: list[int] = []
    for index, char in enumerate(text):
        if char == "\r" and text[index + 1 : index + 2] == "\n":
            continue
        plain = _plain(char)
        if plain is None:
            if not (index == 0 and char == "\ufeff"):
                hidden.append(index)
            continue
        chars.extend(plain)
        origin.extend([index] * len(plain))
    if not "".join(chars).isascii():
        _unmask(chars, origin, hidden)
    origin.append(len(text))
    return NormalisedText(text="".join(chars), origin=tuple(origin), hidden=tuple(sorted(hidden)))
