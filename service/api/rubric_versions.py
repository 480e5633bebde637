"""Versions of rubrics."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import Field, StringConstraints

from service.actions import rubrics
from service.api.answers import READS, WRITES, created, locate, problems
from service.api.dependencies import DeskDep
from service.api.schemas import Strict
from service.api.values import EXAMPLE_ID, NumberPath, RubricIdPath, Shown
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(
    prefix="/v1/rubrics/{rubric_id}/versions", tags=["rubrics"], route_class=OnceRoute, dependencies=list(SCHEMES)
)


class RubricVersionIn(Strict):
    """A rubric to be kept as the next version."""

    body: Annotated[str, StringConstraints(max_length=2_000_000)] | None = Field(
        default=None, description="The rubric as YAML; the one that comes with the program where it is left out"
    )


class RubricVersionOut(Shown):
    """A version of a rubric. It never changes."""

    id: str = Field(examples=[EXAMPLE_ID])
    rubric_id: str = Field(examples=["operations_management.level7"])
    version: int = Field(examples=[1])
    fingerprint: str
    created_by: str | None
    created_at: datetime


class RubricVersionTextOut(Shown):
    """A version with its YAML."""

    head: RubricVersionOut
    body: str


@router.get("", summary="List the versions of a rubric", responses=problems())
def list_versions(
    rubric_id: RubricIdPath, actor: ActorDep, database: DatabaseDep, asked: PageDep
) -> ListOut[RubricVersionOut]:
    """The versions that the institution has put to use, the newest first."""
    with database.reading() as session:
        page = rubrics.list_versions(actor, session, rubric_id, asked)
    return show_page(page, RubricVersionOut.model_validate)


@router.post(
    "",
    status_code=201,
    summary="Make the next version",
    responses=problems(*WRITES) | created(200, model=RubricVersionOut),
    dependencies=[ONCE],
)
def create_version(  # noqa: PLR0913 (FastAPI passes what is asked for by name)
    rubric_id: RubricIdPath,
    sent: RubricVersionIn,
    actor: ActorDep,
    database: DatabaseDep,
    desk: DeskDep,
    response: Response,
) -> RubricVersionOut:
    """Keeps a rubric as the next version, checked as `markpoint rubric check` does; what is in use never changes.

    The newest version is answered where it says just the same.
    """
    rubrics.require_author(actor)
    rubric = desk.engine(rubric_id).rubric if sent.body is None else rubrics.check_body(rubric_id, sent.body)
    packaged = rubrics.PackagedRubric(rubric)
    with database.writing() as session:
        made = rubrics.create_version(actor, session, packaged)
    out = RubricVersionOut.model_validate(made.version)
    locate(response, f"/v1/rubrics/{rubric_id}/versions/{out.version}", is_new=made.is_new)
    return out


@router.get("/{version}", summary="Read one version", responses=problems(*READS))
def read_version(
    rubric_id: RubricIdPath, version: NumberPath, actor: ActorDep, database: DatabaseDep
) -> RubricVersionTextOut:
    """The version with its YAML, word lists included."""
    with database.reading() as session:
        found = rubrics.read_version(actor, session, rubric_id, version)
    return RubricVersionTextOut.model_validate(found)
