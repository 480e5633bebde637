"""Assignments and their releases."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field

from service.actions import assignments, releases
from service.actions.assignments import AssignmentChange, AssignmentView, NewAssignment
from service.api.answers import (
    READS,
    WRITES,
    IfMatch,
    created,
    locate,
    problems,
    require_state,
    show_state,
)
from service.api.dependencies import ReaderDep
from service.api.rubric_versions import RubricVersionOut
from service.api.schemas import Strict
from service.api.values import (
    EXAMPLE_ID,
    LARGEST_NUMBER,
    Id,
    IdPath,
    LongWords,
    Moment,
    RubricId,
    Shown,
    Title,
)
from service.feedback.visibility import Visibility
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(prefix="/v1/assignments", tags=["assignments"], route_class=OnceRoute, dependencies=list(SCHEMES))

Version = Annotated[int, Field(ge=1, le=LARGEST_NUMBER)]


class AssignmentFields(Strict):
    """What may be said of an assignment and changed later."""

    rubric_version: Version | None = Field(default=None, description="The newest where it is left out")
    prompt: LongWords = Field(default="", description="The question; runs of eight or more of its words earn nothing")
    case_text: LongWords = Field(default="", description="The case; citing its facts earns, copying its words does not")
    due_at: Moment | None = Field(default=None, description="Drafts are taken after it and marked late")
    visibility: Visibility = Field(default=Visibility.BANDS, description="How much of a report students see")
    waits_for_release: bool = Field(default=False, description="Students see feedback only once it is released")
    is_anonymous: bool = Field(default=False, description="Names are hidden from tutors until release")
    needs_two_markers: bool = Field(
        default=False, description="Two mark without seeing one another or the program; feedback waits for the release"
    )
    group_id: Id | None = Field(default=None, description="The group it is set to; everybody where it is left out")
    ask_self_assessment: bool = Field(
        default=False, description="Students say which bands they expect before seeing any"
    )


class AssignmentIn(AssignmentFields):
    """An assignment to be made."""

    title: Title = Field(examples=["Report on a bakery"])
    rubric_id: RubricId = Field(examples=["operations_management.level7"])


class AssignmentChangeIn(AssignmentFields):
    """The fields that change; the others stay as they are."""

    title: Title = Field(default="", description="Stays as it is where it is left out")
    rubric_id: RubricId = Field(default="", description="Stays as it is where it is left out")
    is_archived: bool = Field(default=False, description="Takes no more drafts")


class AssignmentOut(Shown):
    """An assignment."""

    id: str = Field(examples=[EXAMPLE_ID])
    title: str
    rubric: RubricVersionOut
    prompt: str
    case_text: str
    due_at: datetime | None
    visibility: Visibility
    waits_for_release: bool
    is_anonymous: bool
    needs_two_markers: bool
    group_id: str | None
    ask_self_assessment: bool
    is_archived: bool
    is_released: bool = Field(description="Released as a whole")
    version: int = Field(description="Counts changes")
    created_at: datetime


class ReleaseIn(Strict):
    """What is to be released."""

    submission_id: Id | None = Field(default=None, description="One submission; the whole assignment where left out")


class ReleaseOut(Shown):
    """A release. It cannot be taken back."""

    id: str
    assignment_id: str
    submission_id: str | None
    user_id: str | None
    created_at: datetime


@router.get("", summary="List assignments", responses=problems())
def list_assignments(
    actor: ActorDep,
    database: DatabaseDep,
    asked: PageDep,
    archived: Annotated[bool, Query(description="Archived ones as well")] = False,
) -> ListOut[AssignmentOut]:
    """The assignments of the institution; for students those they are set or have begun."""
    with database.reading() as session:
        page = assignments.list_assignments(actor, session, asked, with_archived=archived)
    return show_page(page, AssignmentOut.model_validate)


@router.post("", status_code=201, summary="Make an assignment", responses=problems(*WRITES), dependencies=[ONCE])
def create_assignment(
    sent: AssignmentIn, actor: ActorDep, database: DatabaseDep, reader: ReaderDep, response: Response
) -> AssignmentOut:
    """Makes an assignment with a version of a rubric; a packaged rubric is put to use as its first version."""
    new = NewAssignment(**sent.model_dump())
    with database.writing() as session:
        made = assignments.create_assignment(actor, session, new, reader.library)
    locate(response, f"/v1/assignments/{made.id}")
    return AssignmentOut.model_validate(made)


@router.get("/{assignment_id}", summary="Read an assignment", responses=problems(*READS))
def read_assignment(assignment_id: IdPath, actor: ActorDep, database: DatabaseDep, response: Response) -> AssignmentOut:
    """One assignment. Its ETag goes into If-Match of a change."""
    with database.reading() as session:
        found = assignments.read_assignment(actor, session, assignment_id)
    return show_state(response, AssignmentOut.model_validate(found))


@router.patch("/{assignment_id}", summary="Change an assignment", responses=problems(*WRITES, 412))
def change_assignment(  # noqa: PLR0913 (FastAPI passes what is asked for by name)
    assignment_id: IdPath,
    sent: AssignmentChangeIn,
    actor: ActorDep,
    database: DatabaseDep,
    reader: ReaderDep,
    response: Response,
    if_match: IfMatch = None,
) -> AssignmentOut:
    """Changes the fields that are sent. What drafts were read against stays once there are drafts."""

    def check(view: AssignmentView) -> None:
        require_state(if_match, lambda: AssignmentOut.model_validate(view))

    change = AssignmentChange(fields=sent.model_dump(exclude_unset=True), check=check)
    with database.writing() as session:
        changed = assignments.change_assignment(actor, session, assignment_id, change, reader.library)
    return show_state(response, AssignmentOut.model_validate(changed))


@router.get("/{assignment_id}/releases", tags=["releases"], summary="List releases", responses=problems(*READS))
def list_releases(assignment_id: IdPath, actor: ActorDep, database: DatabaseDep, asked: PageDep) -> ListOut[ReleaseOut]:
    """What was released of an assignment, the newest first."""
    with database.reading() as session:
        page = releases.list_releases(actor, session, assignment_id, asked)
    return show_page(page, ReleaseOut.model_validate)


@router.post(
    "/{assignment_id}/releases",
    tags=["releases"],
    status_code=201,
    summary="Release results",
    responses=problems(*WRITES) | created(200, model=ReleaseOut),
    dependencies=[ONCE],
)
def release(
    assignment_id: IdPath, sent: ReleaseIn, actor: ActorDep, database: DatabaseDep, response: Response
) -> ReleaseOut:
    """Lets students see feedback, decisions and definitive bands, and tutors the names. It cannot be taken back."""
    with database.writing() as session:
        made = releases.release(actor, session, assignment_id, sent.submission_id)
    locate(response, f"/v1/assignments/{assignment_id}/releases", is_new=made.is_new)
    return ReleaseOut.model_validate(made.release)
