"""Everything that a batch leaves in its folder, written anew from the results each time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from service.commands.batch_journal import Saved
from service.exchange.archives import FeedbackFile, report_names, zip_moodle_feedback, zip_reports
from service.exchange.canvas_gradebook import fill_gradebook
from service.exchange.marks import Filled, marks_from
from service.exchange.moodle_worksheet import fill_worksheet
from service.exchange.outcomes import Outcome
from service.exchange.scripts import Layout
from service.exchange.spreadsheets import write_results_csv, write_results_xlsx
from service.feedback.class_view import Entry, view_class
from service.feedback.report import FeedbackReport
from service.rendering.html_report import render_html

CSV, XLSX, CLASS = "results.csv", "results.xlsx", "class.json"
REPORTS, REPORTS_ZIP, MOODLE_ZIP = "reports", "reports.zip", "moodle_feedback.zip"
WORKSHEET, GRADEBOOK = "moodle_worksheet.csv", "canvas_gradebook.csv"


class ReportForm(StrEnum):
    """How the report of each student is written."""

    HTML = "html"
    PDF = "pdf"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be written beside the results, which always are."""

    form: ReportForm
    layout: Layout
    worksheet: bytes | None = None
    gradebook: bytes | None = None
    assignment: str | None = None
    estimates_as_marks: bool = False


Result = tuple[Outcome, Saved | None]


def write_exports(folder: Path, results: Sequence[Result], wanted: Wanted) -> tuple[str, ...]:
    """Write every file and say of each sheet whom it concerned.

    Raises:
        SheetError: the worksheet or the gradebook cannot be filled in; the other files are there.
        OSError: the folder cannot be written to.
    """
    outcomes = [outcome for outcome, _ in results]
    view = view_class([_entry(outcome) for outcome in outcomes])
    _write(folder / CSV, write_results_csv(outcomes))
    _write(folder / XLSX, write_results_xlsx(outcomes, view))
    _write(folder / CLASS, f"{view.model_dump_json(indent=1)}\n".encode())
    if wanted.form is not ReportForm.NONE:
        _write_reports(folder, list(_reports(results, wanted.form)), wanted.layout)
    marks = marks_from(outcomes, estimates=wanted.estimates_as_marks)
    said = []
    if wanted.worksheet is not None:
        said.append(_write_sheet(folder / WORKSHEET, fill_worksheet(wanted.worksheet, marks)))
    if wanted.gradebook is not None:
        filled = fill_gradebook(wanted.gradebook, marks, assignment=wanted.assignment)
        said.append(_write_sheet(folder / GRADEBOOK, filled))
    return tuple(said)


def check_sheets(wanted: Wanted) -> None:
    """Make sure that the sheets can be filled in, before the work of scoring.

    Raises:
        SheetError: one of them cannot.
    """
    if wanted.worksheet is not None:
        fill_worksheet(wanted.worksheet, {})
    if wanted.gradebook is not None:
        fill_gradebook(wanted.gradebook, {}, assignment=wanted.assignment)


def _entry(outcome: Outcome) -> Entry:
    problem = outcome.problem.detail if outcome.problem else ""
    return Entry(script=outcome.title, report=outcome.report, problem=problem)


def _reports(results: Sequence[Result], form: ReportForm) -> Iterator[FeedbackFile]:
    for outcome, saved in results:
        if outcome.report is None or saved is None:
            continue
        is_pdf = form is ReportForm.PDF
        yield FeedbackFile(
            title=outcome.title,
            body=_render_pdf(outcome.report) if is_pdf else render_html(outcome.report, saved.text).encode(),
            ending=f".{form}",
            participant_id=outcome.participant_id,
            participant_name=outcome.participant_name,
        )


def _write_reports(folder: Path, files: Sequence[FeedbackFile], layout: Layout) -> None:
    reports = folder / REPORTS
    reports.mkdir(exist_ok=True)
    for name, file in zip(report_names(files), files, strict=True):
        _write(reports / name, file.body)
    _write(folder / REPORTS_ZIP, zip_reports(files))
    if layout is Layout.MOODLE:
        _write(folder / MOODLE_ZIP, zip_moodle_feedback(files))


def _write_sheet(path: Path, filled: Filled) -> str:
    _write(path, filled.body)
    kept = f", {len(filled.kept)} left as they were" if filled.kept else ""
    missing = f", {len(filled.missing)} not in it" if filled.missing else ""
    return f"{path.name}: {len(filled.filled)} rows filled in{kept}{missing}."


def _write(path: Path, body: bytes) -> None:
    """Write a whole file or nothing: a run that is killed leaves the earlier one."""
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(body)
    part.replace(path)


def _render_pdf(report: FeedbackReport) -> bytes:
    """The report as PDF. What makes it takes most of a second to load, so that it is loaded when first wanted."""
    from service.rendering.pdf_report import render_pdf

    return render_pdf(report)
