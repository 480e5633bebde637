"""Results to take home: tables, a report for everybody, and sheets of learning platforms to be filled in."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from service.actions.assignments import AssignmentView
from service.actions.batch_reports import ReportsForm, render_report
from service.actions.batch_results import SheetForm, SheetWanted
from service.actions.class_exports import ClassForm, export_class
from service.actions.class_reports import export_class_reports, fill_class_sheet, report_for_student
from service.actions.class_results import read_class
from service.actions.drafts import list_drafts
from service.errors import NotFoundError, ServiceError
from service.exchange.marks import Filled
from service.http.uploads import SentFiles
from service.web.shell import OwnFormDep
from service.web.tutor.assignments import TEACH, AssignmentDep
from service.web.tutor.desk import TutorDep, TutorDesk, is_ticked

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

EXPORTS = TEACH + "/{assignment_id:uuid}/exports"
LONGEST_COLUMN = 200
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".pdf": "application/pdf",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
NumberQuery = Annotated[int, Query(ge=0, le=99_999)]


@router.get(EXPORTS)
def show_exports(desk: TutorDep, view: AssignmentDep) -> HTMLResponse:
    """Everything that can be taken home of an assignment."""
    return _page(desk, view)


@router.get(EXPORTS + "/{name}")
def send_export(desk: TutorDep, view: AssignmentDep, name: str) -> Response:
    """The newest draft of everybody as a table, or a report for each of them in a zip."""
    try:
        if name in set(ReportsForm):
            pieces = export_class_reports(desk.actor, desk.database, view.id, ReportsForm(name))
            return StreamingResponse(pieces, media_type=MEDIA_TYPES[".zip"], headers=_named(name))
        if name in set(ClassForm):
            body = export_class(desk.actor, desk.database, view.id, ClassForm(name), desk.reader.turn)
            return _file(body, name)
    except ServiceError as error:
        return _page(desk, view, error=error)
    raise NotFoundError("file")


@router.post(EXPORTS)
def take_sheet(desk: TutorDep, view: AssignmentDep, form: OwnFormDep) -> Response:
    """The sheet as it was exported comes back filled in; its name says how many rows that concerned."""
    words = desk.shell.pages.texts.tutor.exports
    wanted = _read_sheet(form)
    if wanted is None:
        return _page(desk, view, typed=form, problem=words.no_sheet)
    try:
        filled = fill_class_sheet(desk.actor, desk.database, view.id, wanted, desk.reader.turn)
    except ServiceError as error:
        return _page(desk, view, typed=form, error=error)
    if not filled.filled:
        problem = words.nothing_filled.format(kept=len(filled.kept), missing=len(filled.missing))
        return _page(desk, view, typed=form, problem=problem)
    return _file(filled.body, _name_of(filled, wanted.form, words.sheet_name))


@router.get(TEACH + "/scripts/{submission_id:uuid}/feedback{ending}")
def send_report(desk: TutorDep, submission_id: UUID, ending: str, draft: NumberQuery = 0) -> Response:
    """The report on one draft as its student may see it, as a file."""
    if ending not in {".html", ".json", ".pdf"}:
        raise NotFoundError("file")
    with desk.database.reading() as session:
        found = list_drafts(desk.actor, session, str(submission_id))
        if not found:
            raise NotFoundError("draft")
        chosen = next((one for one in found if one.number == draft), found[-1])
        view = report_for_student(desk.actor, session, chosen.id)
    if ending == ".json":
        body = view.report.model_dump_json(indent=2).encode()
    else:
        body = desk.reader.turn.run(lambda: render_report(view.report, view.text, ending))
    return _file(body, f"feedback-{chosen.number}{ending}")


def _read_sheet(form: SentFiles) -> SheetWanted | None:
    sent = next((file.body for file in form.files if file.body), None)
    kind = form.fields.get("form", "")
    if sent is None or kind not in set(SheetForm):
        return None
    column = " ".join(form.fields.get("column", "").replace("\x00", "").split())[:LONGEST_COLUMN]
    return SheetWanted(
        form=SheetForm(kind),
        body=sent,
        estimates=SheetForm(kind) is SheetForm.CANVAS_GRADEBOOK or is_ticked(form.fields, "estimates"),
        overwrite=is_ticked(form.fields, "overwrite"),
        column=column or None,
    )


def _name_of(filled: Filled, form: SheetForm, words: str) -> str:
    said = words.format(filled=len(filled.filled), kept=len(filled.kept), missing=len(filled.missing))
    return f"{form.value}, {said}.csv"


def _file(body: bytes, name: str) -> Response:
    return Response(body, media_type=MEDIA_TYPES[name[name.rindex(".") :]], headers=_named(name))


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}


def _page(
    desk: TutorDesk,
    view: AssignmentView,
    *,
    typed: SentFiles | None = None,
    problem: str = "",
    error: ServiceError | None = None,
) -> HTMLResponse:
    with desk.database.reading() as session:
        scripts = read_class(desk.actor, session, view.id)
    handed_in = [script for script in scripts if script.draft_id is not None]
    said = str(error) if error else problem
    return desk.shell.page(
        "tutor/exports.html",
        status=(error.status if error else 422) if said else 200,
        view=view,
        handed_in=len(handed_in),
        hidden=sum(script.is_blind for script in handed_in),
        is_anonymous=any(script.submission.is_anonymous for script in handed_in),
        tables=tuple(ClassForm),
        reports=(ReportsForm.HTML_REPORTS, ReportsForm.PDF_REPORTS, ReportsForm.MOODLE_FEEDBACK),
        typed={} if typed is None else typed.fields,
        problem=said,
    )
