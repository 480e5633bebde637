"""Submissions, their drafts and their progress."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.actions import drafts, progress, removals, submissions
from service.actions.submissions import NewSubmission
from service.api.answers import READS, TAKES_DRAFT, WRITES, created, locate, problems
from service.api.dependencies import JSON, KeptDraftDep, ReaderDep
from service.api.schemas import KeptDraftFileIn, KeptDraftIn, Strict
from service.api.values import EXAMPLE_ID, Id, IdPath, Shown, Title
from service.feedback.progress import Progress
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page
from service.http.uploads import MULTIPART

router = APIRouter(prefix="/v1/submissions", tags=["submissions"], route_class=OnceRoute, dependencies=list(SCHEMES))

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            JSON: {
                "schema": KeptDraftIn.model_json_schema(),
                "examples": {
                    "text": {
                        "summary": "A draft as text",
                        "value": {
                            "name": "Report, version 2",
                            "text": "The bakery delivers 94% of its orders by seven.",
                        },
                    }
                },
            },
            MULTIPART: {"schema": KeptDraftFileIn.model_json_schema()},
        },
    }
}


class SubmissionIn(Strict):
    """A submission to be opened. Students name the assignment only."""

    assignment_id: Id = Field(examples=[EXAMPLE_ID])
    user_id: Id | None = Field(default=None, description="Whose it is, by their account")
    participant_id: Title | None = Field(default=None, description="Whose it is, by the learning platform's number")
    participant_name: Title | None = None


class SubmissionOut(Shown):
    """A submission as its reader may see it."""

    id: str = Field(examples=[EXAMPLE_ID])
    assignment_id: str
    label: str = Field(description="What to call it without saying whose it is", examples=["Script 0b5b9a4e"])
    is_anonymous: bool = Field(description="Whose it is is hidden from the reader")
    user_id: str | None
    participant_id: str | None
    participant_name: str | None
    drafts: int = Field(description="How many there are")
    is_released: bool
    created_at: datetime


class DraftOut(Shown):
    """A draft without its text."""

    id: str = Field(examples=[EXAMPLE_ID])
    submission_id: str
    number: int = Field(description="From 1")
    file_name: str
    words: int
    notices: list[str] = Field(description="What was noticed while the file was read")
    is_late: bool
    created_at: datetime


class DraftsOut(Shown):
    """The drafts of a submission in order."""

    items: list[DraftOut]


class HandedInOut(Shown):
    """A draft that was handed in; its feedback is at `/v1/drafts/{id}/feedback` as soon as it may be seen."""

    draft: DraftOut
    report_id: str
    is_reused: bool = Field(description="The same text was read before, so its report was at hand")


@router.get("", summary="List submissions", responses=problems(*READS))
def list_submissions(
    actor: ActorDep,
    database: DatabaseDep,
    asked: PageDep,
    assignment_id: Annotated[Id | None, Query(description="Those of one assignment")] = None,
) -> ListOut[SubmissionOut]:
    """The submissions of the institution; for students their own."""
    with database.reading() as session:
        page = submissions.list_submissions(actor, session, asked, assignment_id=assignment_id)
    return show_page(page, SubmissionOut.model_validate)


@router.post(
    "",
    status_code=201,
    summary="Open a submission",
    responses=problems(*WRITES) | created(200, model=SubmissionOut),
    dependencies=[ONCE],
)
def open_submission(sent: SubmissionIn, actor: ActorDep, database: DatabaseDep, response: Response) -> SubmissionOut:
    """Opens the record around somebody's drafts for an assignment; answers the one that is there."""
    with database.writing() as session:
        opened = submissions.open_submission(actor, session, NewSubmission(**sent.model_dump()))
    locate(response, f"/v1/submissions/{opened.submission.id}", is_new=opened.is_new)
    return SubmissionOut.model_validate(opened.submission)


@router.get("/{submission_id}", summary="Read a submission", responses=problems(*READS))
def read_submission(submission_id: IdPath, actor: ActorDep, database: DatabaseDep) -> SubmissionOut:
    """One submission."""
    with database.reading() as session:
        return SubmissionOut.model_validate(submissions.read_submission(actor, session, submission_id))


@router.delete("/{submission_id}", status_code=204, summary="Delete a submission", responses=problems(*READS, 507))
def delete_submission(submission_id: IdPath, actor: ActorDep, database: DatabaseDep) -> None:
    """Deletes a submission at once, with its drafts, its reports and everything derived from them."""
    with database.writing() as session:
        removals.remove_submission(actor, session, submission_id)


@router.get("/{submission_id}/drafts", tags=["drafts"], summary="List drafts", responses=problems(*READS))
def list_drafts(submission_id: IdPath, actor: ActorDep, database: DatabaseDep) -> DraftsOut:
    """The drafts of a submission in order, without their text."""
    with database.reading() as session:
        found = drafts.list_drafts(actor, session, submission_id)
    return DraftsOut(items=[DraftOut.model_validate(one) for one in found])


@router.post(
    "/{submission_id}/drafts",
    tags=["drafts"],
    status_code=201,
    summary="Hand in a draft",
    responses=problems(*TAKES_DRAFT),
    openapi_extra=BODY,
    dependencies=[ONCE],
)
def hand_in(
    submission_id: IdPath, upload: KeptDraftDep, actor: ActorDep, reader: ReaderDep, response: Response
) -> HandedInOut:
    """Reads a draft, as JSON text or as a file in a form, and keeps it as the next one with its report."""
    made = drafts.hand_in(actor, reader, submission_id, upload)
    locate(response, f"/v1/drafts/{made.draft.id}")
    return HandedInOut.model_validate(made)


@router.get("/{submission_id}/progress", tags=["progress"], summary="See progress", responses=problems(*READS))
def read_progress(submission_id: IdPath, actor: ActorDep, database: DatabaseDep) -> Progress:
    """What moved between the last two drafts, which actions were taken, what is open, and all drafts in figures."""
    with database.reading() as session:
        return progress.read_progress(actor, session, submission_id)
