"""Whether a text can be judged at all."""

from hashlib import blake2b

import py3langid

_LEAST_WORDS = 8
_LEAST_LETTERS = 0.5
_ENOUGH_WORDS = 60
_SAMPLE = 2_000
"""Characters by which the language of a text is told; later ones hardly ever change it."""
_KEPT = 256
_told: dict[bytes, bool] = {}
"""What was told lately, by the hash of the characters: a draft that is being written mostly begins as it did."""


def why_not_judgeable(text: str) -> str:
    """A sentence saying why the text cannot be judged; empty when it can."""
    words = text.split()
    if not words:
        return "There is no text to read."
    if len(words) < _LEAST_WORDS:
        return f"The text has only {len(words)} {'word' if len(words) == 1 else 'words'}: too few to judge."
    letters = sum(text.count(char) for char in set(text) if char.isalpha() or char.isspace())
    if letters < _LEAST_LETTERS * len(text):
        return "The text is mostly signs and figures, not sentences."
    if not _has_english(text):
        return "The text does not seem to be in English, the language of this rubric."
    return ""


def _has_english(text: str) -> bool:
    """Whether the text as a whole, or enough of its paragraphs, is English; other paragraphs then earn nothing."""
    if is_english(text):
        return True
    english = sum(
        len(line.split()) for line in text.splitlines() if len(line.split()) >= _LEAST_WORDS and is_english(line)
    )
    return english >= _ENOUGH_WORDS


def is_english(text: str) -> bool:
    """Whether English is the likeliest language of the text's beginning."""
    sample = text[:_SAMPLE]
    key = blake2b(sample.encode(errors="surrogatepass"), digest_size=16).digest()
    answer = _told.get(key)
    if answer is None:
        answer = bool(py3langid.classify(sample)[0] == "en")
        if len(_told) >= _KEPT:
            _told.clear()
        _told[key] = answer
    return answer
