"""Paragraphs, headings, list items, quotations and table rows, and how they are written down as text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of a document is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    ITEM = "item"
    QUOTATION = "quotation"
    ROW = "row"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One paragraph, heading, list item, quotation or table row."""

    kind: BlockKind
    text: str
    depth: int = 1
    """Level of a heading (1 to 6) or nesting of a list item (from 1)."""
    number: int | None = None
    """Number of an item in a numbered list; None for a bullet."""


_KEPT_TOGETHER = frozenset({BlockKind.ITEM, BlockKind.ROW})
_GLYPH = re.compile(r"[•·▪◦‣●○■□\uf0b7\uf0a7]\s+|[•▪◦‣●■]")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r" ?\n ?")
_BLANK_LINES = re.compile(r"\n{3,}")
_LONGEST_CELL_WORDS = 60


def tidy(text: str) -> str:
    """Text with each run of spaces as one, at most one blank line in a row, and no invisible hyphens of typesetting."""
    lines = _LINE_ENDS.sub("\n", _SPACES.sub(" ", text.replace("\u00ad", "")))
    return _BLANK_LINES.sub("\n\n", lines).strip()


def make_paragraph(text: str) -> Block | None:
    """A paragraph, or a list item where it begins with a bullet sign; None where there is no text."""
    text = tidy(text)
    bullet = _GLYPH.match(text)
    if bullet and text[bullet.end() :].strip():
        return Block(kind=BlockKind.ITEM, text=text[bullet.end() :].strip())
    return Block(kind=BlockKind.PARAGRAPH, text=text) if text else None


def make_block(kind: BlockKind, text: str, *, depth: int = 1, number: int | None = None) -> Block | None:
    """A block of that kind; None where there is no text."""
    if kind is BlockKind.PARAGRAPH:
        return make_paragraph(text)
    text = " ".join(tidy(text).split())
    return Block(kind=kind, text=text, depth=depth, number=number) if text else None


def make_row(cells: Sequence[Sequence[Block]]) -> list[Block]:
    """The blocks of one table row: a row where it holds data, its cells' own blocks where it only lays out prose."""
    filled = [cell for cell in cells if cell]
    longest = max((sum(len(block.text.split()) for block in cell) for cell in filled), default=0)
    if len(filled) < 2 or longest > _LONGEST_CELL_WORDS:
        return [block for cell in filled for block in cell]
    texts = (" ".join(" ".join(block.text for block in cell).split()) for cell in cells)
    return [Block(kind=BlockKind.ROW, text=" | ".join(texts))]


def _write(block: Block) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"{'#' * min(max(block.depth, 1), 6)} {block.text}"
        case BlockKind.ITEM:
            marker = "-" if block.number is None else f"{block.number}."
            return f"{'  ' * (max(block.depth, 1) - 1)}{marker} {block.text}"
        case BlockKind.QUOTATION:
            return f"> {block.text}"
        case BlockKind.ROW:
            return f"| {block.text} |"
        case BlockKind.PARAGRAPH:
            return block.text


def write_blocks(blocks: Iterable[Block]) -> str:
    """The text of a document: a blank line between blocks, none between the items of a list or the rows of a table."""
    parts: list[str] = []
    before: Block | None = None
    for block in blocks:
        if before is not None:
            together = before.kind is block.kind and block.kind in _KEPT_TOGETHER
            parts.append("\n" if together else "\n\n")
        parts.append(_write(block))
        before = block
    return "".join(parts)
