"""Which names of a draft are of other organisations, and which is the operation that the draft is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.readings import NameReading, Reading
from models.resources import load_words

_OPENING = 0.15
_LEAST_WORDS = 90
_RECURS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A name of another organisation, with its offsets in the draft."""

    start_char: int
    end_char: int
    acts: bool


def other_organisations(readings: Sequence[tuple[int, Reading]], *, length: int, words: int) -> tuple[Name, ...]:
    """The names that are not the draft's own operation (named at its beginning, or all along) and no everyday words.

    Args:
        readings: What was found in each passage, with where the passage begins.
        length: Characters of the draft.
        words: Words of the draft; a short one has no opening.
    """
    places: Mapping[str, list[float]] = defaultdict(list)
    for start, reading in readings:
        for name in reading.names:
            for word in name.words:
                places[word].append((start + name.start_char) / length)
    everyday = [load_words("general_words"), *(reading.everyday for _, reading in readings)]
    opening = _OPENING if words > _LEAST_WORDS else 0.0
    return tuple(
        Name(start_char=start + name.start_char, end_char=start + name.end_char, acts=name.acts)
        for start, reading in readings
        for name in reading.names
        if name.is_candidate
        and not any(name.single in words for words in everyday)
        and not _is_own(name, places, opening)
    )


def _is_own(name: NameReading, places: Mapping[str, list[float]], opening: float) -> bool:
    """Whether the name stands in the draft's opening or all along."""
    return any(places[word][0] < opening or len(places[word]) >= _RECURS for word in name.words)
