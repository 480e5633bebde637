"""Whether the process answers, and whether it can read a draft."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from service.api.dependencies import DeskDep
from service.api.problems import describe_problems
from service.api.schemas import HealthOut, ReadyOut
from service.http.readiness import Readiness

router = APIRouter(tags=["health"])


def get_readiness(request: Request) -> Readiness:
    """Who asks every part of the application."""
    readiness: Readiness = request.app.state.readiness
    return readiness


@router.get("/healthz", summary="Is the process alive?")
async def tell_health() -> HealthOut:
    """Answers as long as the process takes requests; says nothing of the engine."""
    return HealthOut()


@router.get(
    "/readyz",
    summary="Can a draft be read now?",
    responses=describe_problems(
        {
            503: "The database does not answer or has other tables, workers that this machine should run are gone, "
            "every thread is held by an overdue draft, or the service is stopping"
        }
    ),
)
def tell_readiness(desk: DeskDep, readiness: Annotated[Readiness, Depends(get_readiness)]) -> ReadyOut:
    """Answers 200 while drafts can be read and kept: models loaded, database and tables as they should be."""
    alive = readiness.check()
    return ReadyOut(engine_version=desk.engine_version, rubrics=list(desk.rubric_ids), workers=alive)
