"""Reports as rows of a spreadsheet, a draft a row; no cell can be taken for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator

from service.feedback.report import FeedbackReport, Quote
from service.feedback.wording import CANNOT_TELL, instruct
from service.rendering.safe_text import escape_cell, on_one_line

Cell = str | int


def render_csv_header(report: FeedbackReport) -> str:
    """The heading row for reports made with the same rubric."""
    return _row(name for name, _ in report_cells(report))


def render_csv_row(report: FeedbackReport) -> str:
    """One draft as one row; what the program cannot tell is said in words and never left to look like a nought."""
    return _row(cell for _, cell in report_cells(report))


def report_cells(report: FeedbackReport) -> Iterator[tuple[str, Cell]]:
    """The name and the content of every column, not yet made safe for a spreadsheet."""
    yield "draft", report.draft_name
    yield "words", report.words
    yield "judged", "yes" if report.judgeable else f"no: {report.reason}"
    yield "on topic", "yes" if report.on_topic else "no"
    for number in range(1, 4):
        actions = report.priority_actions[number - 1 : number]
        yield f"do first {number}", "".join(instruct(action) for action in actions)
    for criterion in report.criteria:
        yield f"{criterion.criterion_id} shows", criterion.shows
        yield f"{criterion.criterion_id} quote", _words(criterion.quote)
        yield f"{criterion.criterion_id} missing", "; ".join(f"{one.name} ({one.place})" for one in criterion.missing)
        yield f"{criterion.criterion_id} next", instruct(criterion.action) if criterion.action else ""
        yield f"{criterion.criterion_id} band estimate", CANNOT_TELL if criterion.band is None else criterion.band
        yield f"{criterion.criterion_id} how sure", criterion.confidence.value
    for misconception in report.misconceptions:
        yield misconception.misconception_id, misconception.status.value if misconception.status else CANNOT_TELL
        yield f"{misconception.misconception_id} quote", _words(misconception.quote)
    yield "topics that earn nothing", "; ".join(one.name for one in report.key_concepts)
    yield "worth knowing", " ".join((*(flag.message for flag in report.flags), *report.notices))
    yield "overall estimate", CANNOT_TELL if report.overall is None else report.overall
    yield "rubric", f"{report.rubric_id} {report.rubric_fingerprint}"
    yield "engine", report.engine_version


def _words(quote: Quote | None) -> str:
    return quote.text if quote else ""


def _row(cells: Iterable[Cell]) -> str:
    written = io.StringIO()
    csv.writer(written, lineterminator="\n").writerow(
        [escape_cell(on_one_line(cell)) if isinstance(cell, str) else cell for cell in cells]
    )
    return written.getvalue()
