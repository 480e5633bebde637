"""Printed lines back to paragraphs: where one ends, which hyphen stays, what repeats on every page."""

import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.extraction.blocks import Block, BlockKind, make_block, make_paragraph


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One printed line. Lengths are in points; `base` is the height of its baseline above the foot of the page."""

    page: int
    text: str
    left: float
    right: float
    base: float
    size: float
    """Size of its letters."""
    bold: bool = False
    first_word: float = 0.0
    """Width of its first word."""
    is_row: bool = False
    """Whether gaps as wide as those between the columns of a table part it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """Height of a page in points."""

    height: float


_MARGIN_SHARE = 0.12
_LEAST_REPEATS = 2
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(r"(?:page\s*)?\W*\d{1,4}\W*(?:(?:of|/)\s*\d{1,4})?", re.IGNORECASE)
MARKER = re.compile(r"[•·▪◦‣●○■□\u2013*o\uf0b7\uf0a7-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]")
"""What stands before the items of a list."""
_BULLET = re.compile(rf"(?:{MARKER.pattern})\s+(?=\S)")
_DASH_BULLET = re.compile(r"[\u2013*o-]\s+")
_SENTENCE_END = re.compile(r"[.!?:;][\"'\u201d\u2019)\]]*$")
_HYPHEN_END = re.compile(r"[^\W\d_]{2,}[-\u2010\u00ad]$")
_TIGHT_END = re.compile(r"[^\W_][-\u2010\u2013\u2014/]$")
_LIGATURES = str.maketrans(
    {"\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st"}
)
_SIZE_STEP = 1.08
_HEADING_STEP = 1.12
_GAP_STEP = 1.35
_HEADING_WORDS = 14
_NEAR_STEPS = 3
_HYPHENATED = frozenset({"self", "well"})
"""First parts that keep their hyphen, though dictionaries know some of their words without."""


def drop_furniture(lines: Sequence[Line], pages: Sequence[PageSize]) -> list[Line]:
    """Lines without page numbers and without what repeats at the head or foot of pages."""
    marginal = [line for line in lines if _in_margin(line, pages[line.page])]
    repeats = Counter(key for key, _page in {(_key(line), line.page) for line in marginal})
    return [
        line
        for line in lines
        if not _in_margin(line, pages[line.page])
        or (repeats[_key(line)] < _LEAST_REPEATS and not _PAGE_NUMBER.fullmatch(line.text))
    ]


def _key(line: Line) -> tuple[str, int]:
    """What a line that repeats from page to page has in common: its words but for figures, and its height."""
    return _DIGITS.sub("#", line.text), round(line.base)


def _in_margin(line: Line, page: PageSize) -> bool:
    return not _MARGIN_SHARE * page.height < line.base < (1 - _MARGIN_SHARE) * page.height


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    """What is usual in a document, against which a line is read."""

    size: float
    pitch: float
    """Distance between the baselines of two lines of a paragraph, as a multiple of their size."""


def _measure(lines: Sequence[Line]) -> _Body:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda each: (sizes[each], -each))
    steps = [
        (before.base - line.base) / line.size
        for before, line in pairwise(lines)
        if before.page == line.page and 0 < before.base - line.base < 4 * line.size and line.size == before.size == size
    ]
    return _Body(size=size, pitch=statistics.median_low(steps) if steps else 1.2)


class _Columns:
    """The right edge of the column that a line stands in: that of the widest line which begins near where it does."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._edges: dict[tuple[float, int], float] = {}
        for line in lines:
            step, size = self._step(line), line.size
            for near in range(step - _NEAR_STEPS, step + _NEAR_STEPS + 1):
                self._edges[size, near] = max(line.right, self._edges.get((size, near), line.right))

    @staticmethod
    def _step(line: Line) -> int:
        return round(line.left / line.size)

    def right_edge(self, line: Line) -> float:
        return self._edges[line.size, self._step(line)]


def _is_heading(line: Line, body: _Body) -> bool:
    if line.is_row or len(line.text.split()) > _HEADING_WORDS or not any(char.isalpha() for char in line.text):
        return False
    return line.size >= _HEADING_STEP * body.size or (line.bold and not _SENTENCE_END.search(line.text))


class _Joiner:
    """Joins lines, given in reading order, to blocks."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        self._body = _measure(lines)
        self._edges = _Columns(lines)
        self._words = Counter(
            word.lower() for line in lines for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", line.text)
        )

    def join(self) -> list[Block]:
        """The blocks of the document."""
        groups: list[list[Line]] = []
        for line in self._lines:
            if groups and self._continues(groups[-1], line):
                groups[-1].append(line)
            else:
                groups.append([line])
        blocks = (self._make_block(group) for group in groups)
        return [block for block in blocks if block is not None]

    def _continues(self, group: list[Line], line: Line) -> bool:
        before = group[-1]
        if before.is_row or line.is_row or _is_heading(before, self._body) != _is_heading(line, self._body):
            return False
        if _HYPHEN_END.search(before.text) and line.text[:1].islower():
            return True
        if _BULLET.match(line.text) or not 1 / _SIZE_STEP < line.size / before.size < _SIZE_STEP:
            return False
        if self._is_apart(before, line) or self._ended_early(before, line):
            return False
        return not self._is_indented_anew(group, line)

    def _is_apart(self, before: Line, line: Line) -> bool:
        """Whether more space than usual stands between two lines of one column."""
        gap = before.base - line.base
        return before.page == line.page and gap > _GAP_STEP * self._body.pitch * line.size

    def _ended_early(self, before: Line, line: Line) -> bool:
        """Whether the first word of a line would have fitted on the line before: its writer ended that one there."""
        room = self._edges.right_edge(before) - before.right
        return room > line.first_word + 0.75 * line.size

    def _is_indented_anew(self, group: list[Line], line: Line) -> bool:
        """Whether a line steps in or out in a way that only a new paragraph does."""
        first, before = group[0], group[-1]
        if before.page != line.page or not _SENTENCE_END.search(before.text):
            return False
        steps_in = line.left > before.left + 0.8 * line.size
        leaves_item = _BULLET.match(first.text) is not None and line.left < first.left + 0.3 * line.size
        return (steps_in and len(group) > 1) or leaves_item

    def _make_block(self, group: list[Line]) -> Block | None:
        text = group[0].text
        for line in group[1:]:
            text = self._append(text, line.text)
        if group[0].is_row:
            return make_block(BlockKind.ROW, text)
        if _is_heading(group[0], self._body):
            return make_block(BlockKind.HEADING, text)
        dash = _DASH_BULLET.match(text)
        return make_block(BlockKind.ITEM, text[dash.end() :]) if dash else make_paragraph(text)

    def _append(self, text: str, more: str) -> str:
        """Text with another line: a word parted at the line's end is put together again."""
        if not (_TIGHT_END.search(text) and more[:1].isalnum()):
            return f"{text} {more}"
        if not (_HYPHEN_END.search(text) and more[:1].islower()):
            return f"{text}{more}"
        start = re.split(r"[^\w-]", text[:-1])[-1].lower()
        rest = re.match(r"[^\W\d_]*", more)
        return f"{text[:-1]}{'-' if self._keeps_hyphen(start, rest[0].lower() if rest else '') else ''}{more}"

    def _keeps_hyphen(self, start: str, rest: str) -> bool:
        """Whether a hyphen at a line's end belongs to the word: as elsewhere in the draft, else by the dictionary."""
        with_hyphen, without = self._words[f"{start}-{rest}"], self._words[f"{start}{rest}"]
        if with_hyphen != without:
            return with_hyphen > without
        if "-" in start or (start in _HYPHENATED and len(rest) > 3):
            return True
        return not _is_word(start + rest) and _is_word(start) and _is_word(rest)


def _is_word(text: str) -> bool:
    """Whether English has the word. Its dictionary takes a third of a second to load, so it waits for a hyphen."""
    from simplemma import is_known

    return is_known(text, lang="en")


def join_lines(lines: Sequence[Line], pages: Sequence[PageSize]) -> list[Block]:
    """The paragraphs, headings, list items and table rows that printed lines make up."""
    kept = drop_furniture(lines, pages)
    return _Joiner(kept).join() if kept else []


def plain_letters(text: str) -> str:
    """Text with ligatures as the letters they stand for."""
    return text.translate(_LIGATURES)
