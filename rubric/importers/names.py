"""Names and ids for drafted things, made from the words of a page."""

import re
import unicodedata
from collections.abc import Collection

from rubric.importers.words import load_words

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_SLUG_WORDS = 4


def slug_of(text: str, *, taken: Collection[str] = ()) -> str:
    """At most four words that carry meaning, in small unaccented letters; a letter is added where that is taken.

    Digits are spelt out (`5S` gives `five_s`); a text without any Latin letter gives `point`.
    """
    spelt = re.sub(r"\d", lambda digit: f" {_DIGITS[int(digit.group())]} ", text)
    plain = unicodedata.normalize("NFKD", spelt).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z]+", plain.casefold().replace("'", ""))
    telling = [word for word in words if len(word) > 1 and word not in load_words().small_words] or words or ["point"]
    slug = "_".join(telling[:_SLUG_WORDS])
    return next(name for name in _with_letters(slug) if name not in taken)


def source_id_of(title: str) -> str:
    """A source id made from a title: small letters and digits with hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return "-".join([*re.findall(r"[a-z0-9]+", plain.casefold()), "page"])


def _with_letters(slug: str) -> list[str]:
    """The slug itself, then with b, c ... zz behind it: more than any page needs."""
    letters = [chr(code) for code in range(ord("a"), ord("z") + 1)]
    endings = letters[1:] + [first + second for first in letters for second in letters]
    return [slug, *(f"{slug}_{ending}" for ending in endings)]


def cut(text: str, limit: int) -> str:
    """The text, shortened at a word where it is longer than the limit."""
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    return text[: limit - 3].rsplit(" ", 1)[0].rstrip(" ,;:(") + " \u2026"


def as_inside(name: str) -> str:
    """A name as it stands inside a sentence: its first letter small, unless the word is a name or a short form."""
    first, _, rest = name.partition(" ")
    if len(first) > 1 and not first[1:].islower():
        return name
    return f"{first[:1].lower()}{first[1:]} {rest}".strip() if rest or len(first) > 1 else name


def as_start(name: str) -> str:
    """A name as it stands at the start of a sentence."""
    return name[:1].upper() + name[1:]


def telling_stems(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, without their plural ending, to tell whether two texts share them."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return frozenset(re.sub(r"(?:ies|y|es|s)$", "", word) for word in words if word not in load_words().small_words)
