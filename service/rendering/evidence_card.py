"""The evidence card as one page that needs nothing else: every word, table and chart, in the look of the web pages."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from models.evaluation.card import Card, Figure
from service.rendering.charts import draw_chart

TEMPLATES = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Drawn:
    """A figure with its chart drawn."""

    figure: Figure
    chart: str | None
    """As markup: every word in it was escaped where it was drawn."""


def render_evidence_page(card: Card) -> str:
    """The page, the same for the same card."""
    drawn = {
        section.id: tuple(
            _Drawn(figure=figure, chart=_draw(figure, name=f"{section.id}-{place}"))
            for place, figure in enumerate(section.figures, start=1)
        )
        for section in card.sections
    }
    return _environment().get_template("evidence_card.html").render(card=card, drawn=drawn) + "\n"


def _draw(figure: Figure, *, name: str) -> str | None:
    return None if figure.chart is None else draw_chart(figure.chart, name=name)


def _split_interval(cell: str) -> tuple[str, str]:
    """A figure and its interval, to be set one below the other; any other cell as it is, with nothing below."""
    figure, found, interval = cell.partition(" [")
    return (figure, f"[{interval}") if found and interval.endswith("]") else (cell, "")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["split_interval"] = _split_interval
    return environment
