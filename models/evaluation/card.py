"""The evidence card as values: sections of plain words, tables and charts."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.evaluation.charts import Chart
from models.evaluation.tables import Table, escape_markdown, markdown_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A table, and the chart of the same figures where there is one."""

    table: Table
    chart: Chart | None = None
    detail: Table | None = None
    """Every point of the chart, where the table only sums it up; folded away on the page and left out of Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what belongs under it."""

    id: str
    heading: str
    lines: tuple[str, ...]
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """The whole evidence card."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]


def render_card_markdown(card: Card) -> str:
    """The card as Markdown: every word and every table, no charts."""
    return "\n".join(_lines(card)) + "\n"


def _lines(card: Card) -> Iterator[str]:
    yield f"# {escape_markdown(card.title)}"
    for paragraph in card.lead:
        yield from ("", escape_markdown(paragraph))
    for section in card.sections:
        yield from ("", f"## {escape_markdown(section.heading)}")
        for paragraph in section.lines:
            yield from ("", escape_markdown(paragraph))
        for figure in section.figures:
            yield from markdown_table(figure.table, depth=3)
