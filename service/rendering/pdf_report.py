"""A report as a PDF to hand back: the feedback without the draft, in fonts that show every character of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from fpdf import FPDF

from service.feedback.report import ElementFeedback, FeedbackReport
from service.feedback.visible import Line, title_of, visible_blocks
from service.feedback.wording import CANNOT_TELL, start_upper
from service.rendering.pdf_fonts import MAIN, choose_fonts, font_paths, make_showable
from service.rendering.safe_text import on_one_line, quoted

_MADE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands in every PDF, so that the same report gives the same bytes."""
_NO_ALIAS = "\ue000"
"""What would become the number of pages: a private character, so that no words of a draft do."""
_MARGIN_MM = 20
_INDENT_MM = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class _Style:
    size_pt: float
    colour: tuple[int, int, int] = (0x1B, 0x1B, 0x1B)
    before_mm: float = 0
    indent_mm: float = 0


_TITLE = _Style(size_pt=18, colour=(0x12, 0x3A, 0x5C))
_HEADING = _Style(size_pt=13, colour=(0x12, 0x3A, 0x5C), before_mm=4)
_TEXT = _Style(size_pt=10.5, before_mm=0.8, indent_mm=_INDENT_MM)
_QUOTE = _Style(size_pt=10.5, colour=(0x3D, 0x3D, 0x3D), before_mm=0.8, indent_mm=2 * _INDENT_MM)
_SMALL = _Style(size_pt=9, colour=(0x3D, 0x3D, 0x3D), before_mm=0.8)
_Said = tuple[_Style, str]


def render_pdf(report: FeedbackReport) -> bytes:
    """The PDF for one draft; the same report gives the same bytes."""
    said = [(style, make_showable(on_one_line(text))) for style, text in _say(report)]
    names = choose_fonts({char for _, text in said for char in text})
    document = FPDF()
    document.set_creation_date(_MADE)
    document.alias_nb_pages(_NO_ALIAS)
    document.set_lang("en-GB")
    document.set_title(on_one_line(title_of(report)))
    document.set_margins(_MARGIN_MM, _MARGIN_MM)
    document.set_auto_page_break(True, _MARGIN_MM)
    for name in names:
        document.add_font(name, fname=font_paths()[name])
    if len(names) > 1:
        document.set_fallback_fonts(list(names[1:]), exact_match=False)
        document.set_text_shaping(True)
    document.add_page()
    for style, text in said:
        _write(document, style, text)
    return bytes(document.output())


def _write(document: FPDF, style: _Style, text: str) -> None:
    document.set_font(MAIN, size=style.size_pt)
    document.set_text_color(*style.colour)
    document.set_y(document.get_y() + style.before_mm)
    document.set_x(_MARGIN_MM + style.indent_mm)
    document.multi_cell(0, style.size_pt * 0.5, text, align="L", new_x="LMARGIN", new_y="NEXT")


def _say(report: FeedbackReport) -> Iterator[_Said]:
    yield _TITLE, title_of(report)
    yield _SMALL, f"{report.rubric_title}. {report.words:,} words."
    names = {one.criterion_id: one.name for one in report.criteria}
    names |= {one.misconception_id: one.name for one in report.misconceptions}
    for block in visible_blocks(report):
        yield _HEADING, f"{block.heading} {names.get(block.subject_id, '')}".strip()
        yield from (_say_line(line) for line in block.lines)
    if report.judgeable:
        yield from _say_details(report)
    yield (
        _SMALL,
        f"Made by Markpoint {report.engine_version} with {report.rubric_id} ({report.rubric_fingerprint[:12]}).",
    )


def _say_line(line: Line) -> _Said:
    label = line.label if not line.label or line.label.endswith(".") else f"{line.label}:"
    if line.quote:
        return _QUOTE, f"{label} {quoted(line.quote.text)}".strip()
    return _TEXT, f"{label} {line.text}".strip()


def _say_details(report: FeedbackReport) -> Iterator[_Said]:
    """Every element with what is said of it; quotes and next steps that stand above are not said again."""
    yield _TITLE, "In detail"
    for criterion in report.criteria:
        yield _HEADING, f"{criterion.criterion_id} {start_upper(criterion.name)}"
        for element in criterion.elements:
            yield from _say_element(element, report)
    if report.support:
        yield _HEADING, "Across the marking points"
        for element in report.support:
            yield from _say_element(element, report)


def _say_element(element: ElementFeedback, report: FeedbackReport) -> Iterator[_Said]:
    level = f"{element.level} ({element.confidence.value})" if element.level else CANNOT_TELL
    yield _TEXT, f"{start_upper(element.name)}: {level}. {element.shows if element.level else element.reason}"
    for quote in element.quotes[:1]:
        yield _QUOTE, quoted(quote.text)
    if element.next_step and element.element_id not in report.acted_on:
        yield _QUOTE, f"Next: {element.next_step}"
