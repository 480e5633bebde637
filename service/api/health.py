"""Whether the process answers, and whether it can read a draft."""

from fastapi import APIRouter

from service.api.dependencies import DeskDep
from service.api.problems import describe_problems
from service.api.schemas import HealthOut, ReadyOut
from service.http.errors import NotReadyError

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Is the process alive?")
async def tell_health() -> HealthOut:
    """Answers as long as the process takes requests; says nothing of the engine."""
    return HealthOut()


@router.get(
    "/readyz",
    summary="Can a draft be read now?",
    responses=describe_problems({503: "The engine is held up by overdue drafts, or the service is stopping"}),
)
async def tell_readiness(desk: DeskDep) -> ReadyOut:
    """Answers 200 while the engine has read its first text and is free to read another."""
    if not desk.is_ready:
        raise NotReadyError
    return ReadyOut(engine_version=desk.engine_version, rubrics=list(desk.rubric_ids))
