"""Batches as pages: hand in a zip, watch how far it is, give up or try again, and take the results home."""

from io import BytesIO
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response, StreamingResponse

from service.actions import assignments, batch_reports, batch_results, batches
from service.actions.batch_reports import ReportsForm
from service.actions.batch_results import ExportForm
from service.actions.batches import BatchView, ItemsAsked
from service.errors import NotFoundError, ServiceError
from service.exchange import Intake, IntakeLimits, read_zip
from service.exchange import read_files as take_files
from service.http.csrf import FIELD, check_own_site, check_token
from service.http.uploads import SentFile, SentFiles, read_files
from service.web.shell import OwnFormDep, ShellDep
from service.web.tutor.assignments import TEACH
from service.web.tutor.desk import TutorDep, TutorDesk
from service.web.tutor.overview import overview

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

BATCHES = f"{TEACH}/batches"
MOST_FILES = 2_000
MOST_FAILED = 50
ZIP = b"PK"
MEDIA_TYPES = {
    ".csv": "text/csv",
    ".zip": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def take_scripts(request: Request, shell: ShellDep) -> SentFiles:
    """The scripts that somebody signed in has sent, with their own token.

    Raises:
        service.http.csrf.ForgedRequestError: another site may have made the browser send it.
        service.errors.ServiceError: the body is no such form, is damaged or too large.
    """
    check_own_site(request)
    form = await read_files(request, most=MOST_FILES)
    check_token(form.fields.get(FIELD), shell.session.csrf_token)
    return form


ScriptsDep = Annotated[SentFiles, Depends(take_scripts)]


@router.post(BATCHES)
def take_batch(desk: TutorDep, sent: ScriptsDep) -> Response:
    """Has the scripts of a zip or of files read, and shows how far that is; or says what is wrong with them."""
    with desk.database.reading() as session:
        view = assignments.read_assignment(desk.actor, session, sent.fields.get("assignment_id", ""))
    try:
        made = _create(desk, view.id, sent.files)
    except ServiceError as error:
        return overview(desk, view, error=error)
    return desk.shell.go(f"{BATCHES}/{made.id}?done=batch")


def see_batch(batch_id: UUID, desk: TutorDep) -> BatchView:
    """The batch that the address names."""
    with desk.database.reading() as session:
        return batches.read_batch(desk.actor, session, str(batch_id))


BatchDep = Annotated[BatchView, Depends(see_batch)]


@router.get(BATCHES + "/{batch_id:uuid}")
def show_batch(desk: TutorDep, view: BatchDep) -> HTMLResponse:
    """How far a batch is, what could not be read and why, and files made of it."""
    return _batch_page(desk, view)


@router.post(BATCHES + "/{batch_id:uuid}/cancel")
def take_cancel(desk: TutorDep, view: BatchDep, _: OwnFormDep) -> Response:
    """Gives up what is not read yet."""
    try:
        batches.cancel_batch(desk.actor, desk.database, view.id)
    except ServiceError as error:
        return _batch_page(desk, view, error)
    return desk.shell.go(f"{BATCHES}/{view.id}?done=cancelled")


@router.post(BATCHES + "/{batch_id:uuid}/retry")
def take_retry(desk: TutorDep, view: BatchDep, _: OwnFormDep) -> Response:
    """Has the failed scripts read again."""
    try:
        batches.retry_batch(desk.actor, desk.database, view.id)
    except ServiceError as error:
        return _batch_page(desk, view, error)
    return desk.shell.go(f"{BATCHES}/{view.id}?done=retried")


@router.get(BATCHES + "/{batch_id:uuid}/exports/{name}")
def export(desk: TutorDep, view: BatchDep, name: str) -> Response:
    """The results of a batch as a file."""
    if name not in {each.value for each in ExportForm}:
        raise NotFoundError("file")
    form = ExportForm(name)
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    kind = MEDIA_TYPES[name[name.rindex(".") :]]
    try:
        if form.is_zip:
            pieces = batch_reports.export_reports(desk.actor, desk.database, view.id, ReportsForm(form.value))
            return StreamingResponse(pieces, media_type=kind, headers=headers)
        body = batch_results.export(desk.actor, desk.database, view.id, form, desk.reader.turn)
    except ServiceError as error:
        return _batch_page(desk, view, error)
    return Response(body, media_type=kind, headers=headers)


def _create(desk: TutorDesk, assignment_id: str, files: tuple[SentFile, ...]) -> BatchView:
    limits = IntakeLimits(max_file_bytes=desk.reader.limits.max_body_bytes)
    only = files[0] if len(files) == 1 else None
    if only is not None and only.body[:2] == ZIP and only.name.lower().endswith(".zip"):
        with BytesIO(only.body) as source:
            return _hand_in(desk, assignment_id, read_zip(source, limits))
    return _hand_in(desk, assignment_id, take_files([(file.name, file.body) for file in files], limits))


def _hand_in(desk: TutorDesk, assignment_id: str, intake: Intake) -> BatchView:
    return batches.create_batch(desk.actor, desk.database, assignment_id, intake).batch


def _batch_page(desk: TutorDesk, view: BatchView, error: ServiceError | None = None) -> HTMLResponse:
    with desk.database.reading() as session:
        assignment = assignments.read_assignment(desk.actor, session, view.assignment_id)
        asked = ItemsAsked(limit=MOST_FAILED, status="failed")
        failed = batches.list_items(desk.actor, session, view.id, asked)
    return desk.shell.page(
        "tutor/batch.html",
        status=200 if error is None else error.status,
        batch=view,
        assignment=assignment,
        failed=failed,
        exports=tuple(ExportForm),
        problem="" if error is None else str(error),
        done=desk.done,
    )
