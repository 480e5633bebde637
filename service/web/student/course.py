"""The course over drafts: what moved, which actions were taken, a small chart, and two drafts side by side."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.actions.assignments import AssignmentView, read_assignment
from service.actions.drafts import DraftView, list_drafts, read_draft
from service.actions.errors import NotReleasedError
from service.actions.progress import read_progress
from service.actions.working_copies import read_working_text
from service.feedback.differences import compare_texts
from service.feedback.progress import Direction, DraftPoint, Progress
from service.web.student.desk import WORK, StudentDep, StudentDesk

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST_BARS = 12
"""Drafts that the chart shows, the newest; the table beside it shows all."""
BAR_WIDTH = 300
"""How wide a whole bar of the chart is, in its own units."""


@router.get(f"{WORK}/{{assignment_id}}/progress")
def show_progress(assignment_id: str, desk: StudentDep) -> HTMLResponse:
    """What moved from draft to draft."""
    assignment, drafts = _look_up(desk, assignment_id)
    progress, must_wait = None, False
    if drafts:
        try:
            with desk.database.reading() as session:
                progress = read_progress(desk.actor, session, drafts[0].submission_id)
        except NotReleasedError:
            must_wait = True
    moves = progress.moves if progress else ()
    return desk.shell.page(
        "student/course.html",
        assignment=assignment,
        drafts=drafts,
        progress=progress,
        must_wait=must_wait,
        bars=[_bar(point) for point in progress.drafts[-MOST_BARS:]] if progress else [],
        moved=[move for move in moves if move.direction in {Direction.UP, Direction.DOWN}],
        unmoved=[move for move in moves if move.direction in {Direction.SAME, Direction.UNKNOWN}],
        criteria=_criteria(progress),
    )


@router.get(f"{WORK}/{{assignment_id}}/compare")
def show_comparison(assignment_id: str, desk: StudentDep, before: str = "", after: str = "") -> HTMLResponse:
    """Two drafts side by side: the last two where none are named."""
    assignment, drafts = _look_up(desk, assignment_id)
    numbers = [one.number for one in drafts]
    chosen = [_number(before, numbers, place=-2), _number(after, numbers, place=-1)]
    problem = None in chosen and len(numbers) > 1
    pairs = None
    if not problem and len(numbers) > 1:
        with desk.database.reading() as session:
            ids = {one.number: one.id for one in drafts}
            texts = [read_draft(desk.actor, session, ids[number]).text for number in chosen if number is not None]
        pairs = compare_texts(*texts)
    return desk.shell.page(
        "student/compare.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        assignment=assignment,
        numbers=numbers,
        chosen=chosen,
        pairs=pairs,
        problem=desk.shell.pages.texts.student.errors.numbers if problem else "",
    )


def _look_up(desk: StudentDesk, assignment_id: str) -> tuple[AssignmentView, tuple[DraftView, ...]]:
    with desk.database.reading() as session:
        assignment = read_assignment(desk.actor, session, assignment_id)
        submission_id = read_working_text(desk.actor, session, assignment_id).submission_id
        drafts = () if submission_id is None else list_drafts(desk.actor, session, submission_id)
    return assignment, drafts


def _number(sent: str, numbers: list[int], *, place: int) -> int | None:
    """The draft that was asked for; the one at a place of the list where none was, None where there is no such one."""
    if not sent:
        return numbers[place] if len(numbers) >= -place else None
    found = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None
    return found if found in numbers else None


def _criteria(progress: Progress | None) -> list[str]:
    """The criteria whose bands may be seen."""
    points = progress.drafts if progress else ()
    return list(dict.fromkeys(name for point in points for name, band in point.bands.items() if band is not None))


def _bar(point: DraftPoint) -> dict[str, object]:
    """One bar of the chart: the parts of it with their place, width and number."""
    counts = {"developed": point.developed, "mentioned": point.mentioned, "absent": point.absent}
    total = sum(counts.values()) or 1
    parts, at = [], 0.0
    for name, number in counts.items():
        width = BAR_WIDTH * number / total
        parts.append({"name": name, "number": number, "at": round(at, 1), "width": round(width, 1)})
        at += width
    return {"point": point, "parts": parts}
