"""A report as one printable page that needs nothing else: the feedback, and the draft with its evidence marked."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from service.feedback.report import FeedbackReport
from service.feedback.visible import visible_blocks
from service.rendering.highlight import anchor_of, highlight_draft
from service.rendering.safe_text import quoted, show_hidden
from service.telemetry import stage

TEMPLATES = Path(__file__).with_name("templates")
_LANES = 4
"""How many underlines the style sheet tells apart; more criteria start over."""


@stage("rendering")
def render_html(report: FeedbackReport, text: str) -> str:
    """The page for one draft. `text` is the draft itself, as it was scored; markup in it is shown as text."""
    criteria = {one.criterion_id: one for one in report.criteria}
    misconceptions = {one.misconception_id: one for one in report.misconceptions}
    names = {each: one.name for each, one in criteria.items()} | {
        each: one.name for each, one in misconceptions.items()
    }
    return (
        _environment()
        .get_template("report_page.html")
        .render(
            report=report,
            blocks=visible_blocks(report),
            passages=highlight_draft(report, text),
            criteria=criteria,
            misconceptions=misconceptions,
            names=names,
            lanes={each: index % _LANES + 1 for index, each in enumerate(criteria)},
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["safe_to_show"] = show_hidden
    environment.filters["quoted"] = quoted
    environment.filters["anchor"] = anchor_of
    return environment
