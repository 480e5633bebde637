"""What is held about a person: given out, and deleted."""

from typing import Any

from fastapi import APIRouter

from service.actions import removals
from service.api.answers import READS, problems
from service.api.values import IdPath, Shown
from service.http.authentication import SCHEMES, ActorDep
from service.http.databases import DatabaseDep

router = APIRouter(prefix="/v1", tags=["personal data"], dependencies=list(SCHEMES))


class DeletedOut(Shown):
    """How much was deleted."""

    submissions: int
    drafts: int
    reports: int
    batches: int


@router.get("/users/{user_id}/personal-data", summary="Export a person's data", responses=problems(*READS))
def export_person(user_id: IdPath, actor: ActorDep, database: DatabaseDep) -> dict[str, Any]:
    """Everything that is held about a person: one's own, or anybody's for administrators.

    Feedback that is not released is left out for the person themselves, and said to be.
    """
    with database.reading() as session:
        return removals.export_person(actor, session, user_id)


@router.delete("/users/{user_id}/personal-data", summary="Delete a person's data", responses=problems(*READS, 409, 507))
def delete_person(user_id: IdPath, actor: ActorDep, database: DatabaseDep) -> DeletedOut:
    """Deletes a person at once with their drafts, reports and everything derived from them."""
    with database.writing() as session:
        return DeletedOut.model_validate(removals.delete_person(actor, session, user_id))
