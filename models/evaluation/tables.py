"""Plain tables, as text for a terminal and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a title; the first column is words, the others are figures."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A title, lines of plain words and tables."""

    title: str
    lines: tuple[str, ...]
    tables: tuple[Table, ...]


def render_text(page: Page) -> str:
    """The page for a terminal, columns lined up."""
    return "\n".join([page.title, *page.lines, *(line for table in page.tables for line in _text_table(table))]) + "\n"


def render_markdown(page: Page) -> str:
    """The page as Markdown."""
    lines = [f"# {page.title}", "", *(f"- {escape_markdown(line)}" for line in page.lines)]
    return "\n".join([*lines, *(line for table in page.tables for line in markdown_table(table, depth=2))]) + "\n"


def _text_table(table: Table) -> Iterator[str]:
    yield from ("", table.title)
    widths = [max(map(len, column)) for column in zip(table.header, *table.rows, strict=True)]
    for row in (table.header, *table.rows):
        yield "  ".join(_aligned(row, widths)).rstrip()


def _aligned(row: Sequence[str], widths: Sequence[int]) -> Iterator[str]:
    for index, (cell, width) in enumerate(zip(row, widths, strict=True)):
        yield cell.rjust(width) if index else cell.ljust(width)


def markdown_table(table: Table, *, depth: int) -> Iterator[str]:
    """The lines of a table under its title, which is a heading `depth` levels down."""
    yield from ("", f"{'#' * depth} {escape_markdown(table.title)}", "", _markdown_row(table.header))
    yield _markdown_row(["---", *["---:"] * (len(table.header) - 1)])
    yield from map(_markdown_row, table.rows)


def _markdown_row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(map(escape_markdown, cells))} |"


def escape_markdown(cell: str) -> str:
    """A cell in which no sign ends the cell or the line, or opens a tag."""
    return " ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())
