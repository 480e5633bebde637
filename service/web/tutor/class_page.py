"""The class at a glance: a heat map, how bands are spread, what is missing or mistaken, and how far to trust it."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.actions.assignments import AssignmentView
from service.actions.class_results import ClassScript, read_class
from service.actions.rubric_choices import read_scheme
from service.feedback.class_view import ClassView, Entry, view_class
from service.web.tutor.agreement import AgreementRow, measure_agreement
from service.web.tutor.assignments import TEACH, AssignmentDep
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.heat_map import HeatMap, map_class
from service.web.tutor.overview import cut

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

ROWS = 25
"""Students on one page of the heat map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPage:
    """Everything that the page shows, worked out in its turn."""

    scripts: tuple[ClassScript, ...]
    view: ClassView
    heat: HeatMap
    agreement: tuple[AgreementRow, ...]
    band_names: Mapping[tuple[str, int], str]
    """What each band of each criterion is called."""


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
        band_names=found.band_names,
        hidden=sum(script.is_blind and script.draft_id is not None for script in found.scripts),
    )


def _work_out(desk: TutorDesk, view: AssignmentView) -> ClassPage:
    with desk.database.reading() as session:
        scripts = read_class(desk.actor, session, view.id)
        scheme = read_scheme(desk.actor, session, view.id)
    entries = [Entry(script=one.submission.id, report=one.report) for one in scripts if one.report is not None]
    return ClassPage(
        scripts=scripts,
        view=view_class(entries),
        heat=map_class(scripts),
        agreement=measure_agreement(scripts),
        band_names={(one.id, level.band): level.name for one in scheme.criteria for level in one.bands},
    )
