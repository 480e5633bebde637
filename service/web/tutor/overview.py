"""One assignment at a glance: which scripts need somebody, what came in, and what is released."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, Response

from service.actions import batches, releases
from service.actions.assignments import AssignmentView
from service.actions.batches import BatchView
from service.actions.class_results import ClassScript, read_class
from service.actions.groups import show_group
from service.actions.rubric_choices import read_scheme
from service.errors import ServiceError
from service.storage.paging import PageRequest
from service.web.shell import OwnFormDep
from service.web.tutor.assignments import TEACH, AssignmentDep
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.triage import sort_by_need

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

ROWS = 40
"""Scripts on one page of the list: few enough that the page stays light."""
MOST_BATCHES = 20
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One of the pages of a long list."""

    items: Sequence[object]
    number: int
    of: int


def cut(items: Sequence[Item], number: int, size: int) -> Sheet:
    """The page of that number, counted from 1; the nearest one where there is none."""
    of = max(1, -(-len(items) // size))
    here = min(max(number, 1), of)
    return Sheet(items=items[(here - 1) * size : here * size], number=here, of=of)


@router.get(TEACH + "/{assignment_id:uuid}")
def show_assignment(desk: TutorDep, view: AssignmentDep, page: int = 1) -> HTMLResponse:
    """The assignment, its scripts sorted by what needs a human, and its batches."""
    return overview(desk, view, page=page)


@router.post(TEACH + "/{assignment_id:uuid}/release")
def take_release(desk: TutorDep, view: AssignmentDep, form: OwnFormDep) -> Response:
    """Lets students see: one submission where one is named, else all of them."""
    submission_id = form.fields.get("submission_id") or None
    try:
        with desk.database.writing() as session:
            releases.release(desk.actor, session, view.id, submission_id)
    except ServiceError as error:
        return overview(desk, view, error=error)
    goes = f"{TEACH}/scripts/{submission_id}" if submission_id else f"{TEACH}/{view.id}"
    return desk.shell.go(f"{goes}?done=released")


def overview(
    desk: TutorDesk, view: AssignmentView, *, page: int = 1, error: ServiceError | None = None
) -> HTMLResponse:
    """The page of an assignment, with what went wrong where something did."""
    scripts, found, group = desk.reader.turn.run(lambda: _read(desk, view))
    with desk.database.reading() as session:
        scheme = read_scheme(desk.actor, session, view.id)
    words = desk.shell.pages.texts.tutor.triage
    lines = sort_by_need(scripts, words)
    return desk.shell.page(
        "tutor/overview.html",
        status=200 if error is None else error.status,
        view=view,
        scheme=scheme,
        group=group,
        sheet=cut(lines, page, ROWS),
        scripts=len(lines),
        needing=sum(bool(line.reasons) for line in lines),
        looked=sum(line.is_decided for line in lines),
        batches=found,
        problem="" if error is None else str(error),
        done=desk.done,
    )


def _read(desk: TutorDesk, view: AssignmentView) -> tuple[tuple[ClassScript, ...], tuple[BatchView, ...], str]:
    with desk.database.reading() as session:
        asked = PageRequest(limit=MOST_BATCHES)
        group = show_group(desk.actor, session, view.group_id).name if view.group_id else ""
        found = batches.list_batches(desk.actor, session, asked, assignment_id=view.id)
        return read_class(desk.actor, session, view.id), found.items, group
