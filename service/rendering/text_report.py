"""A report as plain text for a terminal or a file."""

import textwrap
from collections.abc import Iterable, Iterator

from service.feedback.report import CriterionFeedback, ElementFeedback, FeedbackReport, Quote, Reading
from service.feedback.visible import Block, Line, title_of, visible_blocks
from service.feedback.wording import CANNOT_TELL, start_upper
from service.rendering.safe_text import on_one_line, quoted
from service.telemetry import stage

WIDTH = 80
MORE = "(--details unfolds the rest.)"
_INDENT = "  "


@stage("rendering")
def render_text(report: FeedbackReport, *, details: bool = False, width: int = WIDTH) -> str:
    """The report as plain text, ending with a line end. `details` unfolds what is said element by element."""
    lines = [on_one_line(title_of(report)), ""]
    for block in visible_blocks(report):
        lines.extend(_print_block(block, width))
    if report.judgeable:
        lines.extend(_print_details(report, width) if details else [MORE])
    return "\n".join(lines).rstrip("\n") + "\n"


def _print_block(block: Block, width: int) -> Iterator[str]:
    yield from _wrap(block.heading.upper(), "", width)
    for line in block.lines:
        yield from _wrap(_print_line(line), _INDENT, width, hanging=3 if line.label.endswith(".") else 2)
    yield ""


def _print_line(line: Line) -> str:
    label = line.label if not line.label or line.label.endswith(".") else f"{line.label}:"
    return f"{label} {quoted(line.quote.text) if line.quote else line.text}".strip()


def _print_quote(quote: Quote, report: FeedbackReport) -> str:
    """The quote with the number of the paragraph it stands in."""
    number = report.paragraph_of(quote)
    return f"{quoted(quote.text)}{f' (paragraph {number})' if number else ''}"


def _print_details(report: FeedbackReport, width: int) -> Iterator[str]:
    """Everything that is folded by default."""
    shown = {quote for line in _visible_lines(report) if (quote := line.quote)}
    read: set[str] = set()
    yield from ("-" * width, "", "IN DETAIL", "")
    for criterion in report.criteria:
        yield from _wrap(f"{criterion.criterion_id} {start_upper(criterion.name)}", "", width)
        yield from _print_elements(criterion.elements, report, shown, width)
        yield from _print_missing(criterion, width)
        yield from _print_readings(criterion.read_next, read, width)
        yield ""
    if report.support:
        yield "Across the marking points"
        yield from _print_elements(report.support, report, shown, width)
        yield ""
    yield from _print_misconceptions(report, read, width)
    for topic in report.key_concepts:
        yield from _wrap(f"{start_upper(topic.name)}: {topic.message}", "", width)
    for tip in report.tips:
        taken = CANNOT_TELL if tip.taken is None else ("taken" if tip.taken else "not taken yet")
        yield from _wrap(f"Exam tip ({taken}): {tip.text}", "", width)
    yield from _print_estimate(report, width)


def _print_elements(
    elements: Iterable[ElementFeedback], report: FeedbackReport, shown: set[Quote], width: int
) -> Iterator[str]:
    for element in elements:
        level = f"{element.level} ({element.confidence.value})" if element.level else CANNOT_TELL
        said = element.shows if element.level else element.reason
        yield from _wrap(f"{start_upper(element.name)}: {level}. {said}", _INDENT, width)
        fresh = [quote for quote in element.quotes if quote not in shown]
        shown.update(fresh)
        for quote in fresh:
            yield from _wrap(_print_quote(quote, report), _INDENT * 2, width)
        if element.quotes and not fresh:
            yield f"{_INDENT * 2}In words quoted above."
        if element.next_step and element.element_id not in report.acted_on:
            yield from _wrap(f"Next: {element.next_step}", _INDENT * 2, width)


def _print_missing(criterion: CriterionFeedback, width: int) -> Iterator[str]:
    places = "; ".join(f"{point.name} ({point.place})" for point in criterion.missing)
    if places:
        yield from _wrap(f"Where the missing points would fit: {places}.", _INDENT, width)


def _print_readings(readings: Iterable[Reading], read: set[str], width: int) -> Iterator[str]:
    """Notes to read, the text of each once in the whole report."""
    for reading in readings:
        text = "" if reading.note_id in read else f": {reading.text}"
        read.add(reading.note_id)
        yield from _wrap(f"Read next, {reading.title}{text}", _INDENT, width)


def _print_misconceptions(report: FeedbackReport, read: set[str], width: int) -> Iterator[str]:
    for one in report.misconceptions:
        status = CANNOT_TELL if one.status is None else {"na": "does not apply"}.get(one.status.value, one.status.value)
        heading = f"{one.misconception_id} {start_upper(one.name)}: {status} ({one.confidence.value})."
        yield from _wrap(heading, "", width)
        yield from _wrap(one.reason, _INDENT, width)
        if one.status == "present":
            yield from _wrap(f"Next: {one.next_step}", _INDENT, width)
            yield from _print_readings(one.read_next, read, width)
        yield ""


def _print_estimate(report: FeedbackReport, width: int) -> Iterator[str]:
    overall = CANNOT_TELL if report.overall is None else f"{report.overall} of 100"
    yield from _wrap(f"Overall estimate: {overall}. It is not a mark.", "", width)
    made_by = f"{report.words} words, judged by {report.engine_version} with {report.rubric_title}"
    yield from _wrap(f"{made_by} ({report.rubric_id}, {report.rubric_fingerprint[:12]}).", "", width)


def _visible_lines(report: FeedbackReport) -> Iterator[Line]:
    for block in visible_blocks(report):
        yield from block.lines


def _wrap(text: str, indent: str, width: int, *, hanging: int = 2) -> list[str]:
    """The text on lines of at most `width` characters, later lines further in."""
    later = indent + " " * hanging if indent else indent
    return textwrap.wrap(
        on_one_line(text), width, initial_indent=indent, subsequent_indent=later, break_on_hyphens=False
    )
