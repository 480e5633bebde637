"""A draft as passages that are read one by one, so that only what was changed has to be read again.

A passage is a few parts of a draft that stand together. What is found in it depends on its own words and on the heading
that it stands under, and on nothing else: it is the same in any draft, alone or read together with others.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from models.evidence import PartKind
from models.parts import Part

_LEAST_WORDS = 40
"""Shorter passages are joined with what follows: a list is read with the line that opens it."""
_MOST_WORDS = 200
"""Longer lists are read in pieces."""
_BELONGS_ABOVE = frozenset({PartKind.BULLET, PartKind.TABLE, PartKind.QUOTATION})
_BREAK = "\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Some parts of a draft under their heading."""

    heading: str
    """The heading above; empty where there is none or the passage begins with it."""
    text: str
    parts: tuple[Part, ...]
    """Its parts, with offsets into `text`."""
    start_char: int
    """Where it begins in the draft."""
    first_part: int
    """Index of its first part in the draft."""

    @property
    def lead(self) -> int:
        """Characters that stand before the passage where it is read under its heading."""
        return len(self.heading) + len(_BREAK) if self.heading else 0

    def to_read(self) -> str:
        """The text under its heading."""
        return f"{self.heading}{_BREAK}{self.text}" if self.heading else self.text

    def parts_to_read(self) -> tuple[Part, ...]:
        """The parts of `to_read`, the heading among them."""
        if not self.heading:
            return self.parts
        above = Part(kind=PartKind.HEADING, start_char=0, body_char=0, end_char=len(self.heading))
        return (above, *(_moved(part, self.lead) for part in self.parts))


def divide(text: str, parts: Sequence[Part]) -> tuple[Passage, ...]:
    """The passages of a draft in order; every part is in one."""
    found: list[Passage] = []
    first = words = 0
    heading = ""
    for place, part in enumerate(parts):
        words += len(text[part.start_char : part.end_char].split())
        if place + 1 < len(parts) and not _may_end(text, part, parts[place + 1], words):
            continue
        run = parts[first : place + 1]
        found.append(_passage(text, run, heading, first))
        headings = [each for each in run if each.kind is PartKind.HEADING]
        if headings:
            heading = text[headings[-1].start_char : headings[-1].end_char].strip()
        first, words = place + 1, 0
    return tuple(found)


def _passage(text: str, run: Sequence[Part], heading: str, first: int) -> Passage:
    start = run[0].start_char
    return Passage(
        heading="" if run[0].kind is PartKind.HEADING else heading,
        text=text[start : run[-1].end_char],
        parts=tuple(_moved(part, -start) for part in run),
        start_char=start,
        first_part=first,
    )


def _may_end(text: str, last: Part, after: Part, words: int) -> bool:
    """Whether a passage may end before a part: never under a heading or a colon, and not in a list of common length."""
    if last.kind is PartKind.HEADING or text[last.end_char - 1 : last.end_char] == ":":
        return False
    return words >= (_MOST_WORDS if after.kind in _BELONGS_ABOVE else _LEAST_WORDS)


def _moved(part: Part, by: int) -> Part:
    return replace(part, start_char=part.start_char + by, body_char=part.body_char + by, end_char=part.end_char + by)
