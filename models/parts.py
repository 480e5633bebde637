"""The parts of a draft: paragraphs, headings, bullets, tables, quotations and the reference list."""

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from models.evidence import PartKind

_BULLET = re.compile(r"\s*(?:[-*•–—▪◦·‣●○o]|\(?\d{1,2}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,4}[.)])\s+(?=\S)")
_HASHES = re.compile(r"\s*#{1,6}\s+")
_NUMBERED_HEADING = re.compile(r"\s*\d{1,2}(?:\.\d{1,2})*\.?\s+(?=[A-Z])")
_REFERENCES = re.compile(
    r"^\W*(?:\d+\.?\s*)?(?:references?|reference list|bibliography|works cited|sources|list of references)\W*$",
    re.IGNORECASE,
)
_REFERENCE_LINE = re.compile(r"^\W*[A-Z][\w'’-]+,\s+(?:[A-Z]\.\s*)+.*\(?(?:19|20)\d\d[a-z]?\)?")
_TABLE_LINE = re.compile(r"(?:[^|]*\|){2,}|(?:[^\t]+\t+){2,}\S")
_END = re.compile(r"[.!?:;…][\"')\]]*$")
_ROW_WORDS = 25
"""Words for each line between cells up to which a line is a row of a table; beyond it is prose with a stray sign."""
_HEADING_WORDS = 12
_WRAP_WIDTH = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of characters of one kind. `body_char` is where its text begins, after a bullet or hashes."""

    kind: PartKind
    start_char: int
    body_char: int
    end_char: int


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def _lines(text: str) -> list[_Line]:
    lines, start = [], 0
    for raw in text.split("\n"):
        lines.append(_Line(start, raw.rstrip()))
        start += len(raw) + 1
    return lines


def _blocks(lines: list[_Line]) -> list[list[_Line]]:
    """Runs of lines between blank lines."""
    blocks: list[list[_Line]] = [[]]
    for line in lines:
        if line.text.strip():
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _starts_anew(line: _Line) -> bool:
    return bool(
        _BULLET.match(line.text)
        or _HASHES.match(line.text)
        or _TABLE_LINE.match(line.text)
        or line.text.lstrip().startswith(">")
    )


def _continues(before: _Line, line: _Line) -> bool:
    """Whether a line goes on with the sentence of the line before (hard-wrapped text)."""
    if _starts_anew(line) or _HASHES.match(before.text) or _TABLE_LINE.match(before.text):
        return False
    if not _END.search(before.text) and line.text.lstrip()[:1].islower():
        return True
    return len(before.text) >= _WRAP_WIDTH and len(before.text) <= 2 * _WRAP_WIDTH


def _group(block: list[_Line]) -> list[list[_Line]]:
    groups = [[block[0]]]
    for before, line in pairwise(block):
        if _continues(before, line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _kind(body: str, *, marked: bool, lines: int) -> PartKind:
    if _TABLE_LINE.match(body) and len(body.split()) <= _ROW_WORDS * (body.count("|") + body.count("\t")):
        return PartKind.TABLE
    if body.lstrip().startswith(">"):
        return PartKind.QUOTATION
    words = len(body.split())
    if lines == 1 and words <= _HEADING_WORDS and not re.search(r"[.!?;…,][\"')\]*_]*$", body):
        return PartKind.HEADING
    return PartKind.BULLET if marked else PartKind.PROSE


def find_parts(text: str) -> tuple[Part, ...]:
    """The parts of a draft in order, never overlapping; blank space belongs to none."""
    groups = [group for block in _blocks(_lines(text)) for group in _group(block)]
    parts: list[Part] = []
    in_references = False
    for group, *around in zip(groups, [None, *groups], [*groups[1:], None], strict=False):
        listed = any(other is not None and _BULLET.match(other[0].text) for other in around)
        part = _part(text, group, in_a_list=listed)
        body = text[part.body_char : part.end_char]
        if part.kind is PartKind.HEADING or _REFERENCES.match(body):
            in_references = bool(_REFERENCES.match(body))
        if in_references or (part.kind is not PartKind.TABLE and _REFERENCE_LINE.match(body)):
            part = replace(part, kind=PartKind.REFERENCES)
        parts.append(part)
    return tuple(parts)


def _part(text: str, group: list[_Line], *, in_a_list: bool) -> Part:
    start, end = group[0].start, group[-1].end
    raw = text[start:end]
    hashes, bullet, number = _HASHES.match(raw), _BULLET.match(raw), _NUMBERED_HEADING.match(raw)
    marker = hashes or bullet or number
    body_char = start + (marker.end() if marker else len(raw) - len(raw.lstrip()))
    kind = PartKind.HEADING if hashes else _kind(text[body_char:end], marked=bool(bullet), lines=len(group))
    if bullet and not hashes and kind is PartKind.HEADING and (in_a_list or not number):
        kind = PartKind.BULLET
    return Part(kind=kind, start_char=start, body_char=body_char, end_char=end)
