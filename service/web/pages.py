"""The pages as text: templates filled with the words of `en.yaml` and, for a result, with a report."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated

from fastapi import Depends, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from service.actions.demo.stage import is_demo_address
from service.feedback.report import FeedbackReport
from service.feedback.wording import start_upper
from service.rendering.safe_text import quoted, show_hidden
from service.telemetry import stage
from service.web import anchors, texts
from service.web.highlight import lane_of
from service.web.result import describe_result

Frame = Mapping[str, object]
NOBODY: Frame = MappingProxyType({})
"""The frame of a page for nobody in particular."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLimits:
    """What the form says it takes."""

    words: str
    size: str
    accept: str
    """File name endings for the file picker, with commas."""


class Pages:
    """Renders every page. `rubric_title` and `limits` are the same on all of them.

    `frame` is what a template needs to show whoever is signed in their own navigation; nothing for anybody else.
    """

    def __init__(self, *, rubric_title: str, limits: FormLimits) -> None:
        """Load templates and texts once."""
        self.texts = texts.load_texts()
        self.example = texts.load_example()
        self._templates = build_environment()
        self._shared = {"t": self.texts, "rubric_title": rubric_title, "limits": limits}

    def home(
        self, *, root: str, typed: str = "", problem: str = "", has_demo: bool = False, frame: Frame = NOBODY
    ) -> str:
        """The first page; with a problem, it says what to do and keeps what was typed."""
        return self._render("home.html", root=root, typed=typed, problem=problem, has_demo=has_demo, **frame)

    def problem(self, *, root: str, detail: str, frame: Frame = NOBODY) -> str:
        """A page for what went wrong outside the form."""
        heading = self.texts.errors.page_title
        return self._render("problem.html", root=root, heading=heading, detail=detail, **frame)

    def page(self, template: str, *, root: str, **values: object) -> str:
        """Any other page, filled with these values."""
        return self._render(template, root=root, **values)

    @stage("rendering")
    def result(self, *, root: str, text: str, report: FeedbackReport, frame: Frame = NOBODY) -> str:
        """The feedback beside the draft it speaks of. `text` is what the report's offsets point into."""
        values = describe_result(text, report, self.texts.result)
        return self._render("result.html", root=root, typed=text, problem="", **values, **frame)

    def _render(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(**self._shared, **values)


def get_pages(request: Request) -> Pages:
    """The pages of the application."""
    pages: Pages = request.app.state.pages
    return pages


PagesDep = Annotated[Pages, Depends(get_pages)]


def build_environment() -> Environment:
    """Templates that escape every value and refuse unknown names."""
    environment = Environment(
        loader=FileSystemLoader(str(files("service.web").joinpath("templates"))),
        autoescape=select_autoescape(default=True),
        undefined=StrictUndefined,
    )
    environment.filters.update(visible=show_hidden, quoted=quoted, first_upper=start_upper)
    environment.globals.update(
        count=texts.count,
        is_demo_address=is_demo_address,
        lane_of=lane_of,
        comment_anchor=anchors.comment_anchor,
        element_anchor=anchors.element_anchor,
        quote_anchor=anchors.quote_anchor,
        paragraph_anchor=anchors.paragraph_anchor,
    )
    return environment
