"""The pages as text: templates filled with the words of `en.yaml` and, for a result, with a report."""

from dataclasses import dataclass
from importlib.resources import files
from types import SimpleNamespace

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from models.scores import Status
from service.feedback.report import FeedbackReport, MisconceptionFeedback
from service.feedback.visible import BlockKind, visible_blocks
from service.feedback.wording import as_sentence, estimate_overall, start_upper
from service.rendering.safe_text import quoted, show_hidden
from service.web import anchors, texts
from service.web.highlight import MarkedDraft, Note, lane_of, mark_draft


@dataclass(frozen=True, slots=True, kw_only=True)
class FormLimits:
    """What the form says it takes."""

    words: str
    size: str
    accept: str
    """File name endings for the file picker, with commas."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Aside:
    """Something worth knowing beside the marking points, with the places in the draft it speaks of."""

    text: str
    anchor: str
    notes: tuple[Note, ...] = ()


class Pages:
    """Renders every page. `rubric_title` and `limits` are the same on all of them."""

    def __init__(self, *, rubric_title: str, limits: FormLimits) -> None:
        """Load templates and texts once."""
        self.texts = texts.load_texts()
        self.example = texts.load_example()
        self._templates = build_environment()
        self._shared = {"t": self.texts, "rubric_title": rubric_title, "limits": limits}

    def home(self, *, root: str, typed: str = "", problem: str = "") -> str:
        """The first page; with a problem, it says what to do and keeps what was typed."""
        return self._render("home.html", root=root, typed=typed, problem=problem)

    def problem(self, *, root: str, detail: str) -> str:
        """A page for what went wrong outside the form."""
        return self._render("problem.html", root=root, heading=self.texts.errors.page_title, detail=detail)

    def result(self, *, root: str, text: str, report: FeedbackReport) -> str:
        """The feedback beside the draft it speaks of. `text` is what the report's offsets point into."""
        draft = mark_draft(text, report)
        blocks = visible_blocks(report)
        subjects = [(item.criterion_id, item.name) for item in report.criteria]
        return self._render(
            "result.html",
            root=root,
            report=report,
            draft=draft,
            typed=text,
            problem="",
            shown={block.subject_id: {line.part.value: line for line in block.lines} for block in blocks},
            unjudged=next((block for block in blocks if block.kind is BlockKind.UNJUDGED), None),
            asides=_collect_asides(report, draft) if report.judgeable else [],
            asides_open=sum(len(block.lines) for block in blocks if block.kind is BlockKind.NOTICE),
            overall=estimate_overall(report.overall, report.grade),
            names=dict(subjects),
            numbers={subject: number for number, (subject, _) in enumerate(subjects, start=1)},
            priority={action: number for number, action in enumerate(report.priority_actions, start=1)},
            lanes=_legend(report, self.texts) if report.judgeable else [],
            present=_with_status(report, Status.PRESENT),
            absent=_with_status(report, Status.ABSENT),
            not_applicable=_with_status(report, Status.NOT_APPLICABLE),
            unsure=_with_status(report, None),
        )

    def _render(self, template: str, **values: object) -> str:
        return self._templates.get_template(template).render(**self._shared, **values)


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
        lane_of=lane_of,
        comment_anchor=anchors.comment_anchor,
        element_anchor=anchors.element_anchor,
        quote_anchor=anchors.quote_anchor,
        paragraph_anchor=anchors.paragraph_anchor,
    )
    return environment


def _with_status(report: FeedbackReport, status: Status | None) -> list[MisconceptionFeedback]:
    return [item for item in report.misconceptions if item.status is status]


def _collect_asides(report: FeedbackReport, draft: MarkedDraft) -> list[Aside]:
    """In the order in which `visible_blocks` counts them: notices, flags, then topics that earn nothing."""
    asides = [Aside(text=text, anchor=f"notice-{number}") for number, text in enumerate(report.notices, start=1)]
    asides += [
        Aside(
            text=as_sentence(flag.message),
            anchor=anchors.comment_anchor(flag.flag_id),
            notes=tuple(draft.note("flags", quote) for quote in flag.quotes),
        )
        for flag in report.flags
    ]
    asides += [
        Aside(
            text=as_sentence(topic.message),
            anchor=anchors.comment_anchor(topic.key_concept_id),
            notes=tuple(draft.note("key_concepts", quote) for quote in topic.quotes),
        )
        for topic in report.key_concepts
    ]
    return asides


def _legend(report: FeedbackReport, words: SimpleNamespace) -> list[tuple[str, str, str]]:
    """The lines in use: lane, the mark its labels begin with, and what it stands for."""
    lanes = [
        (lane_of(index), str(index + 1), item.name)
        for index, item in enumerate(report.criteria)
        if item.quote or item.missing or any(element.quotes for element in item.elements)
    ]
    if any(item.quotes for item in report.support):
        lanes.append(("support", "S", words.result.legend_support))
    if any(item.quote for item in report.misconceptions):
        lanes.append(("misconception", "M", words.result.legend_misconception))
    if any(item.quotes for item in report.key_concepts) or any(item.quotes for item in report.flags):
        lanes.append(("other", "K, F", words.result.legend_other))
    return lanes
