"""A report a student of a batch, in a zip that is sent while it is made, so that no time-out binds it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from typing import TypeVar

from service.actions.actors import Actor
from service.actions.batch_judgements import Bench, collect_judgements
from service.actions.batch_outcomes import note_export, require_names, see_results, show_outcome
from service.actions.batches import hides_names
from service.exchange.archives import FeedbackLabel, name_for_moodle, report_names, stream_zip
from service.feedback.report import FeedbackReport
from service.feedback.visibility import Visibility, show_report
from service.rendering.html_report import render_html
from service.storage import batches
from service.storage.database import Database
from service.storage.tables import Assignment

PDF = ".pdf"
_ONE_AT_A_TIME = Lock()
"""However many zips are made at once, they take no more than one thread from students."""


class ReportsForm(StrEnum):
    """Zips of reports that can be made of a batch."""

    HTML_REPORTS = "reports-html.zip"
    PDF_REPORTS = "reports-pdf.zip"
    MOODLE_FEEDBACK = "moodle-feedback.zip"

    @property
    def ending(self) -> str:
        """What the names of the files in it end with."""
        return PDF if self is ReportsForm.PDF_REPORTS else ".html"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label(FeedbackLabel):
    item_id: str


Label = TypeVar("Label", bound=FeedbackLabel)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What is to be made, settled before the first piece is sent."""

    batch_id: str
    form: ReportsForm
    hides: bool
    visibility: Visibility
    bench: Bench
    files: tuple[tuple[str, str], ...]
    """Name in the zip, and the script's id."""


def export_reports(actor: Actor, database: Database, batch_id: str, form: ReportsForm) -> Iterator[bytes]:
    """The zip in pieces. Each report holds as much as the assignment lets students see.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not, or two have to mark first.
        ConflictError: the file would tell whose the scripts are before the release.
    """
    order = _take_order(actor, database, batch_id, form)
    note_export(actor, database, batch_id, form.value)
    return stream_zip(_make(database, order))


def _take_order(actor: Actor, database: Database, batch_id: str, form: ReportsForm) -> _Order:
    with database.reading() as session:
        batch = see_results(actor, session, batch_id)
        if form is ReportsForm.MOODLE_FEEDBACK:
            require_names(actor, session, batch)
        hides = hides_names(session, actor, batch)
        scored = batches.list_scored(session, batch.id, with_report=False)
        bench = collect_judgements(session, batch, [(report, draft) for _, _, report, draft in scored])
        labels = []
        for item, result, _, _ in scored:
            shown = show_outcome(item, result, None, bench, hides=hides)
            labels.append(
                _Label(
                    title=shown.title,
                    ending=form.ending,
                    participant_id=shown.participant_id,
                    participant_name=shown.participant_name,
                    item_id=item.id,
                )
            )
        return _Order(
            batch_id=batch.id,
            form=form,
            hides=hides,
            visibility=Visibility(session.get_one(Assignment, batch.assignment_id).visibility),
            bench=bench,
            files=tuple((name, label.item_id) for name, label in name_files(labels, form)),
        )


def name_files(labels: Sequence[Label], form: ReportsForm) -> list[tuple[str, Label]]:
    """Each file with its name in the zip; for Moodle, those of nobody in particular are left out."""
    if form is ReportsForm.MOODLE_FEEDBACK:
        return name_for_moodle(labels)
    return list(zip(report_names(labels), labels, strict=True))


def _make(database: Database, order: _Order) -> Iterator[tuple[str, bytes]]:
    """Every file of the order; what was deleted in between is left out."""
    for name, item_id in order.files:
        with database.reading() as session:
            found = batches.list_scored(session, order.batch_id, with_text=True, item_id=item_id)
        for item, result, row, draft in found:
            report = show_outcome(item, result, row, order.bench, hides=order.hides).report
            if report is not None:
                yield name, render_report(show_report(report, order.visibility), draft.text, order.form.ending)


def render_report(report: FeedbackReport, text: str, ending: str) -> bytes:
    """The file of a report, `.pdf` or `.html`, one at a time.

    What makes PDF takes most of a second to load, so that it is loaded when first wanted.
    """
    with _ONE_AT_A_TIME:
        if ending != PDF:
            return render_html(report, text).encode()
        from service.rendering.pdf_report import render_pdf

        return render_pdf(report)
