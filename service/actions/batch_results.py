"""What came of a batch: the class at a glance, and files for tutors' other programs."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from service.actions.actors import Actor
from service.actions.batch_judgements import collect_judgements
from service.actions.batch_outcomes import note_export, require_names, see_results, show_outcome
from service.actions.batch_reports import ReportsForm, export_reports
from service.actions.batches import hides_names, see_batch
from service.actions.reading import Turn
from service.exchange.canvas_gradebook import fill_gradebook
from service.exchange.marks import Filled, marks_from
from service.exchange.moodle_worksheet import fill_worksheet
from service.exchange.outcomes import Outcome
from service.exchange.spreadsheets import write_results_csv, write_results_xlsx
from service.feedback.class_view import ClassView, Entry, view_class
from service.feedback.visibility import Visibility, show_report
from service.storage import batches
from service.storage.database import Database
from service.storage.tables import Assignment, Batch


class ExportForm(StrEnum):
    """Files that can be made of a batch."""

    CSV = "results.csv"
    XLSX = "results.xlsx"
    HTML_REPORTS = ReportsForm.HTML_REPORTS.value
    PDF_REPORTS = ReportsForm.PDF_REPORTS.value
    MOODLE_FEEDBACK = ReportsForm.MOODLE_FEEDBACK.value

    @property
    def is_zip(self) -> bool:
        """Whether it is a report a student in a zip, which is better sent while it is made."""
        return self.value.endswith(".zip")


class SheetForm(StrEnum):
    """Sheets of learning platforms that can be filled in from a batch."""

    MOODLE_WORKSHEET = "moodle-worksheet"
    CANVAS_GRADEBOOK = "canvas-gradebook"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWanted:
    """A tutor's sheet to be filled in."""

    form: SheetForm
    body: bytes
    estimates: bool = False
    """Whether the overall estimate goes in as a mark."""
    overwrite: bool = False
    column: str | None = None
    """The assignment's id or title in a gradebook that has several."""


def summarise(actor: Actor, database: Database, batch_id: str, turn: Turn) -> ClassView:
    """The class at a glance: distributions, commonest gaps, misconceptions with quotes, what to look at first.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not, or two have to mark first.
        service.errors.ServiceError: there is no time for it now.
    """

    def work() -> ClassView:
        with database.reading() as session:
            return _view(_outcomes(actor, session, batch_id))

    return turn.run(work)


def export(actor: Actor, database: Database, batch_id: str, form: ExportForm, turn: Turn) -> bytes:
    """A file made of what came of a batch; a zip as a whole, which takes as long as it takes.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not, or two have to mark first.
        ConflictError: the file would tell whose the scripts are before the release.
        service.errors.ServiceError: there is no time for a table now.
    """
    if form.is_zip:
        return b"".join(export_reports(actor, database, batch_id, ReportsForm(form.value)))

    def work() -> bytes:
        with database.reading() as session:
            outcomes = _outcomes(actor, session, batch_id)
        if form is ExportForm.CSV:
            return write_results_csv(outcomes)
        return write_results_xlsx(outcomes, _view(outcomes))

    made = turn.run(work)
    note_export(actor, database, batch_id, form.value)
    return made


def fill_sheet(actor: Actor, database: Database, batch_id: str, wanted: SheetWanted, turn: Turn) -> Filled:
    """A sheet of the learning platform with the comments and, where asked for, the estimates of a batch.

    Raises:
        NotFoundError: there is no such batch.
        ForbiddenError: the actor may not, or two have to mark first.
        ConflictError: names are hidden until the release.
        service.exchange.errors.SheetError: the sheet cannot be filled in.
    """

    def work() -> Filled:
        with database.reading() as session:
            require_names(actor, session, see_batch(actor, session, batch_id))
            outcomes = _outcomes(actor, session, batch_id)
            if not wanted.estimates:
                outcomes = as_students_see(outcomes, _visibility_of(session, batch_id))
        return fill_in(wanted, outcomes)

    made = turn.run(work)
    note_export(actor, database, batch_id, wanted.form.value)
    return made


def fill_in(wanted: SheetWanted, outcomes: Sequence[Outcome]) -> Filled:
    """The sheet with what came of every script.

    Raises:
        service.exchange.errors.SheetError: the sheet cannot be filled in.
    """
    marks = marks_from(outcomes, estimates=wanted.estimates)
    if wanted.form is SheetForm.MOODLE_WORKSHEET:
        return fill_worksheet(wanted.body, marks, overwrite=wanted.overwrite)
    return fill_gradebook(wanted.body, marks, assignment=wanted.column, overwrite=wanted.overwrite)


def as_students_see(outcomes: Sequence[Outcome], visibility: Visibility) -> list[Outcome]:
    """The outcomes with as much of each report as students are shown."""
    return [replace(one, report=one.report and show_report(one.report, visibility)) for one in outcomes]


def _outcomes(actor: Actor, session: Session, batch_id: str) -> list[Outcome]:
    """What came of every script, in order."""
    batch = see_results(actor, session, batch_id)
    hides = hides_names(session, actor, batch)
    scored = batches.list_scored(session, batch.id)
    reports = {item.id: report for item, _, report, _ in scored}
    bench = collect_judgements(session, batch, [(report, draft) for _, _, report, draft in scored])
    return [
        show_outcome(item, result, reports.get(item.id), bench, hides=hides)
        for item, result in batches.list_items(session, batch.id)
    ]


def _visibility_of(session: Session, batch_id: str) -> Visibility:
    batch = session.get_one(Batch, batch_id)
    return Visibility(session.get_one(Assignment, batch.assignment_id).visibility)


def _view(outcomes: Sequence[Outcome]) -> ClassView:
    return view_class(
        [
            Entry(script=one.title, report=one.report, problem=one.problem.detail if one.problem else "")
            for one in outcomes
        ]
    )
