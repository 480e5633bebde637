"""Batches: many scripts at once, how far they are, and what came of them."""

from datetime import datetime
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from service.actions import batch_reports, batch_results, batches
from service.actions.actors import Actor
from service.actions.batch_reports import ReportsForm
from service.actions.batch_results import ExportForm, SheetForm, SheetWanted
from service.actions.batches import BatchView, ItemsAsked
from service.api.answers import READS, WRITES, locate, problems
from service.api.batch_files import BATCH_BODY, SHEET_BODY, BatchSentDep, SheetSentDep
from service.api.dependencies import ReaderDep
from service.api.values import EXAMPLE_ID, Id, IdPath, Shown
from service.exchange import IntakeLimits, read_files, read_zip
from service.feedback.class_view import ClassView
from service.http.authentication import SCHEMES, ActorDep, get_actor
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page
from service.http.streams import MEDIA_TYPE, Sight, stream_events
from service.storage.database import Database

router = APIRouter(prefix="/v1/batches", tags=["batches"], route_class=OnceRoute, dependencies=list(SCHEMES))

KNOWN_FIRST = Depends(get_actor)
"""Asks who it is before a large body is read."""
MEDIA_TYPES = {".csv": "text/csv", ".zip": "application/zip"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UPLOADS = (*WRITES, 415)


class BatchOut(Shown):
    """A batch and how far it is."""

    id: str = Field(examples=[EXAMPLE_ID])
    assignment_id: str
    status: str = Field(description="queued, running, done or cancelled", examples=["running"])
    total: int = Field(description="Scripts in all")
    waiting: int
    done: int
    failed: int = Field(description="Scripts that could not be read; each says why")
    cancelled: int
    created_by: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class NewBatchOut(Shown):
    """A batch that was made."""

    batch: BatchOut
    skipped: list[str] = Field(description="Names of files that are no scripts")


class ItemOut(Shown):
    """A script of a batch. Whose it is is hidden while marking is anonymous."""

    id: str
    position: int
    name: str
    participant_id: str | None
    participant_name: str | None
    status: str = Field(description="waiting, done, failed or cancelled")
    attempts: int
    draft_id: str | None
    report_id: str | None
    error_code: str | None
    error_detail: str | None
    scored_at: datetime | None


class ItemsOut(Shown):
    """Some scripts of a batch in order."""

    items: list[ItemOut]
    next_cursor: str | None = Field(description="Send this as `cursor` for the next page; null on the last one")


@router.post(
    "",
    status_code=201,
    summary="Hand in a batch",
    responses=problems(*UPLOADS),
    dependencies=[KNOWN_FIRST, ONCE],
    openapi_extra=BATCH_BODY,
)
def create_batch(
    actor: ActorDep, database: DatabaseDep, reader: ReaderDep, sent: BatchSentDep, response: Response
) -> NewBatchOut:
    """Takes many scripts of an assignment, as one zip or as files, and has workers score them.

    Zips may be plain folders, Moodle's 'download all submissions' in both layouts, or Canvas's. Each script becomes a
    draft of its student's submission. One that cannot be read is one row that says why.
    """
    limits = IntakeLimits(max_file_bytes=reader.limits.max_body_bytes)
    if sent.archive is not None:
        with BytesIO(sent.archive) as source:
            intake = read_zip(source, limits, layout=sent.layout)
            made = batches.create_batch(actor, database, sent.assignment_id, intake)
    else:
        intake = read_files([(file.name, file.body) for file in sent.files], limits, layout=sent.layout)
        made = batches.create_batch(actor, database, sent.assignment_id, intake)
    locate(response, f"/v1/batches/{made.batch.id}")
    return NewBatchOut.model_validate(made)


@router.get("", summary="List batches", responses=problems())
def list_batches(
    actor: ActorDep,
    database: DatabaseDep,
    asked: PageDep,
    assignment_id: Annotated[Id | None, Query(description="Those of one assignment")] = None,
) -> ListOut[BatchOut]:
    """The batches of the institution, the newest first."""
    with database.reading() as session:
        found = batches.list_batches(actor, session, asked, assignment_id=assignment_id)
        return show_page(found, BatchOut.model_validate)


@router.get("/{batch_id}", summary="See how far a batch is", responses=problems(*READS))
def read_batch(batch_id: IdPath, actor: ActorDep, database: DatabaseDep) -> BatchOut:
    """One batch and how many of its scripts stand where."""
    return BatchOut.model_validate(_see(actor, database, batch_id))


@router.get("/{batch_id}/items", summary="List the scripts of a batch", responses=problems(*READS))
def list_items(  # noqa: PLR0913
    batch_id: IdPath,
    actor: ActorDep,
    database: DatabaseDep,
    cursor: Annotated[
        str | None,
        Query(pattern="^[0-9]{1,9}$", description="Where the page begins: `next_cursor` of the page before it"),
    ] = None,
    limit: Annotated[int, Query(ge=1, le=200, description="Most items of a page")] = 50,
    status: Annotated[
        str | None, Query(pattern="^(waiting|done|failed|cancelled)$", description="Those that stand there only")
    ] = None,
) -> ItemsOut:
    """The scripts of a batch in their order, with what came of each."""
    with database.reading() as session:
        asked = ItemsAsked(after=-1 if cursor is None else int(cursor), limit=limit + 1, status=status)
        found = batches.list_items(actor, session, batch_id, asked)
    shown = [ItemOut.model_validate(item) for item in found[:limit]]
    return ItemsOut(items=shown, next_cursor=str(shown[-1].position) if len(found) > limit else None)


@router.get(
    "/{batch_id}/events",
    summary="Follow a batch",
    responses={**problems(*READS), 200: {"content": {MEDIA_TYPE: {}}, "description": "Server-sent events"}},
    response_class=StreamingResponse,
)
def follow_batch(batch_id: IdPath, actor: ActorDep, database: DatabaseDep, request: Request) -> StreamingResponse:
    """Server-sent events: `progress` with the batch whenever it changes, `end` when it is over."""
    _see(actor, database, batch_id)

    def look() -> Sight:
        seen = _see(actor, database, batch_id)
        return Sight(data=BatchOut.model_validate(seen).model_dump(mode="json"), is_last=seen.is_over)

    return stream_events(request, look, event="progress")


@router.post("/{batch_id}/cancel", summary="Cancel a batch", responses=problems(*READS, *WRITES), dependencies=[ONCE])
def cancel_batch(batch_id: IdPath, actor: ActorDep, database: DatabaseDep) -> BatchOut:
    """Gives up what is not scored yet. What is scored stays."""
    return BatchOut.model_validate(batches.cancel_batch(actor, database, batch_id))


@router.post(
    "/{batch_id}/retry", summary="Try failed scripts again", responses=problems(*READS, *WRITES), dependencies=[ONCE]
)
def retry_batch(batch_id: IdPath, actor: ActorDep, database: DatabaseDep) -> BatchOut:
    """Has the failed scripts of a batch that is over scored again."""
    return BatchOut.model_validate(batches.retry_batch(actor, database, batch_id))


@router.get("/{batch_id}/summary", summary="See the class at a glance", responses=problems(*READS, 504))
def summarise_batch(batch_id: IdPath, actor: ActorDep, database: DatabaseDep, reader: ReaderDep) -> ClassView:
    """A row a script, bands by criterion, the commonest gaps and misconceptions with quotes, what to look at first."""
    return batch_results.summarise(actor, database, batch_id, reader.turn)


@router.get(
    "/{batch_id}/exports/{form}",
    summary="Export a batch",
    responses={
        **problems(*READS, 409, 504),
        200: {"content": {kind: {} for kind in (*MEDIA_TYPES.values(), XLSX)}, "description": "The file"},
    },
    response_class=Response,
)
def export_batch(
    batch_id: IdPath, form: ExportForm, actor: ActorDep, database: DatabaseDep, reader: ReaderDep
) -> Response:
    """The results as CSV or XLSX; a report a student as HTML or PDF in a zip; Moodle's zip of feedback files.

    Bands that people decided stand beside the program's and say whose they are. Reports for students hold as much as
    the assignment lets students see; their zip is sent while it is made.
    """
    if form.is_zip:
        pieces = batch_reports.export_reports(actor, database, batch_id, ReportsForm(form.value))
        return StreamingResponse(pieces, media_type=MEDIA_TYPES[".zip"], headers=_named(form.value))
    body = batch_results.export(actor, database, batch_id, form, reader.turn)
    return _as_file(body, form.value)


@router.post(
    "/{batch_id}/exports/{form}",
    summary="Fill in a sheet from a batch",
    responses={
        **problems(*READS, *UPLOADS, 504),
        200: {"content": {MEDIA_TYPES[".csv"]: {}}, "description": "The sheet, filled in"},
    },
    dependencies=[KNOWN_FIRST, ONCE],
    openapi_extra=SHEET_BODY,
    response_class=Response,
)
def fill_sheet(  # noqa: PLR0913
    batch_id: IdPath,
    form: SheetForm,
    actor: ActorDep,
    database: DatabaseDep,
    reader: ReaderDep,
    sent: SheetSentDep,
) -> Response:
    """Takes Moodle's grading worksheet or Canvas's gradebook as it was exported, and gives it back filled in."""
    wanted = SheetWanted(
        form=form,
        body=sent.body,
        estimates=sent.options.estimates,
        overwrite=sent.options.overwrite,
        column=sent.options.column,
    )
    filled = batch_results.fill_sheet(actor, database, batch_id, wanted, reader.turn)
    return _as_file(filled.body, f"{form.value}.csv")


def _see(actor: Actor, database: Database, batch_id: str) -> BatchView:
    with database.reading() as session:
        return batches.read_batch(actor, session, batch_id)


def _as_file(body: bytes, name: str) -> Response:
    ending = name[name.rindex(".") :]
    return Response(body, media_type=MEDIA_TYPES.get(ending, XLSX), headers=_named(name))


def _named(name: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="{name}"'}
