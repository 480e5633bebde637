"""Markings of submissions that two people mark, and their adjudication."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlalchemy.orm import Session

from service.actions import moderation
from service.actions.actors import Actor
from service.actions.moderation import MarkingView, NewMarking
from service.api.answers import READS, WRITES, problems
from service.api.reports import Band, ModerationOut
from service.api.schemas import Strict
from service.api.values import EXAMPLE_ID, Id, IdPath, Shown, Words
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute

router = APIRouter(
    prefix="/v1/submissions/{submission_id}", tags=["markings"], route_class=OnceRoute, dependencies=list(SCHEMES)
)

Level = Literal["absent", "mentioned", "developed"]


class MarkingIn(Strict):
    """A marking: a band for each criterion, and levels of elements where the marker gives them."""

    draft_id: Id = Field(examples=[EXAMPLE_ID])
    bands: dict[str, Band] = Field(examples=[{"MP1": 2, "MP2": 3}])
    elements: dict[str, Level] = Field(default_factory=dict, examples=[{"MP1.cost": "developed"}])
    comment: Words | None = None


class MarkingOut(Shown):
    """One marking. It stays as it was handed in."""

    id: str = Field(examples=[EXAMPLE_ID])
    submission_id: str
    draft_id: str
    marker_id: str | None
    bands: dict[str, int]
    elements: dict[str, str]
    comment: str | None
    is_adjudication: bool
    created_at: datetime


class MarkingsOut(Shown):
    """The markings of a submission as far as the caller may see them."""

    is_blind: bool = Field(description="Others' markings, and whether there are any, are hidden until one has marked")
    markings: list[MarkingOut]
    moderation: Annotated[ModerationOut | None, Field(description="What they come to; null while they are hidden")]


@router.get("/markings", summary="List markings", responses=problems(*READS))
def list_markings(submission_id: IdPath, actor: ActorDep, database: DatabaseDep) -> MarkingsOut:
    """The markings of a submission; a marker who has not marked sees none."""
    with database.reading() as session:
        return MarkingsOut.model_validate(moderation.list_markings(actor, session, submission_id))


@router.post("/markings", status_code=201, summary="Mark", responses=problems(*WRITES), dependencies=[ONCE])
def mark(submission_id: IdPath, sent: MarkingIn, actor: ActorDep, database: DatabaseDep) -> MarkingOut:
    """Hands in one's own marking, blind to the other's and to the program's."""
    with database.writing() as session:
        return _answer(moderation.mark, actor, session, submission_id, sent)


@router.post("/adjudication", status_code=201, summary="Adjudicate", responses=problems(*WRITES), dependencies=[ONCE])
def adjudicate(submission_id: IdPath, sent: MarkingIn, actor: ActorDep, database: DatabaseDep) -> MarkingOut:
    """Settles what two markers made of a submission, as somebody who is neither of them."""
    with database.writing() as session:
        return _answer(moderation.adjudicate, actor, session, submission_id, sent)


def _answer(
    action: Callable[[Actor, Session, str, NewMarking], MarkingView],
    actor: Actor,
    session: Session,
    submission_id: str,
    sent: MarkingIn,
) -> MarkingOut:
    new = NewMarking(draft_id=sent.draft_id, bands=sent.bands, elements=dict(sent.elements), comment=sent.comment)
    return MarkingOut.model_validate(action(actor, session, submission_id, new))
