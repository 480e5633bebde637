"""The class at a glance: a heat map, how bands are spread, what is missing or mistaken, and how far to trust it."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.actions.assignments import AssignmentView
from service.actions.class_exports import ClassForm, export_class
from service.actions.class_results import ClassScript, read_class
from service.errors import NotFoundError
from service.feedback.class_view import ClassView, Entry, view_class
from service.web.tutor.agreement import AgreementRow, measure_agreement
from service.web.tutor.assignments import TEACH, AssignmentDep
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.heat_map import HeatMap, map_class
from service.web.tutor.overview import cut

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

ROWS = 25
"""Students on one page of the heat map."""

MEDIA_TYPES = {
    ClassForm.CSV: "text/csv",
    ClassForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    """Everything that the page shows, worked out in its turn."""

    scripts: tuple[ClassScript, ...]
    view: ClassView
    heat: HeatMap
    agreement: tuple[AgreementRow, ...]


@router.get(TEACH + "/{assignment_id:uuid}/class")
def show_class(desk: TutorDep, view: AssignmentDep, page: int = 1) -> HTMLResponse:
    """The class view of an assignment, over the newest draft of everybody."""
    found = desk.reader.turn.run(lambda: _work_out(desk, view))
    return desk.shell.page(
        "tutor/class.html",
        view=view,
        found=found,
        people={script.submission.id: script.name for script in found.scripts},
        sheet=cut(found.heat.rows, page, ROWS),
        exports=tuple(ClassForm),
        hidden=sum(script.is_blind and script.draft_id is not None for script in found.scripts),
    )


@router.get(TEACH + "/{assignment_id:uuid}/exports/{name}")
def export_table(desk: TutorDep, view: AssignmentDep, name: str) -> Response:
    """The assignment as a table."""
    if name not in {each.value for each in ClassForm}:
        raise NotFoundError("file")
    body = export_class(desk.actor, desk.database, view.id, ClassForm(name), desk.reader.turn)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MEDIA_TYPES[ClassForm(name)], headers=headers)


def _work_out(desk: TutorDesk, view: AssignmentView) -> ClassPage:
    with desk.database.reading() as session:
        scripts = read_class(desk.actor, session, view.id)
    entries = [Entry(script=one.submission.id, report=one.report) for one in scripts if one.report is not None]
    return ClassPage(
        scripts=scripts, view=view_class(entries), heat=map_class(scripts), agreement=measure_agreement(scripts)
    )
