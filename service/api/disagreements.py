"""Disagreements: those of a student, and the queue of those who answer them."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from pydantic import Field

from service.actions import disagreements
from service.api.answers import READS, WRITES, problems
from service.api.schemas import Strict
from service.api.values import EXAMPLE_ID, Id, IdPath, Shown, Target, Words
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep
from service.http.idempotency import ONCE, OnceRoute
from service.http.lists import ListOut, PageDep, show_page

router = APIRouter(
    prefix="/v1/disagreements", tags=["disagreements"], route_class=OnceRoute, dependencies=list(SCHEMES)
)


class DisagreementIn(Strict):
    """What a student says against one thing in a report."""

    target: Target = Field(examples=["comment:MP1"])
    reason: Words = Field(examples=["I weigh cost against speed in paragraph 4."])


class ReplyIn(Strict):
    """A tutor's answer."""

    answer: Words = Field(examples=["You are right; I have changed it."])


class DisagreementOut(Shown):
    """One disagreement."""

    id: str = Field(examples=[EXAMPLE_ID])
    report_id: str
    draft_id: str
    target: str
    reason: str
    status: Literal["open", "answered"]
    answer: str | None
    answered_at: datetime | None
    created_at: datetime


@router.get("", summary="List disagreements", responses=problems(*READS))
def list_disagreements(
    actor: ActorDep,
    database: DatabaseDep,
    asked: PageDep,
    status: Annotated[Literal["open", "answered"] | None, Query(description="Those only")] = None,
    assignment_id: Annotated[Id | None, Query(description="Those of one assignment")] = None,
) -> ListOut[DisagreementOut]:
    """The disagreements of the institution; for students their own."""
    with database.reading() as session:
        page = disagreements.list_disagreements(actor, session, asked, status=status, assignment_id=assignment_id)
    return show_page(page, DisagreementOut.model_validate)


@router.post(
    "/{disagreement_id}/answer",
    summary="Answer a disagreement",
    responses=problems(*WRITES),
    dependencies=[ONCE],
)
def answer(disagreement_id: IdPath, sent: ReplyIn, actor: ActorDep, database: DatabaseDep) -> DisagreementOut:
    """Answers, once. To change the report as well, take a decision on it."""
    with database.writing() as session:
        answered = disagreements.answer_disagreement(actor, session, disagreement_id, answer=sent.answer)
    return DisagreementOut.model_validate(answered)
