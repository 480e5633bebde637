"""The rubrics that drafts are read against."""

from fastapi import APIRouter

from service.api.dependencies import DeskDep
from service.api.problems import describe_problems
from service.api.schemas import RubricOut, RubricSummaryOut, describe_rubric, summarise_rubric

router = APIRouter(prefix="/v1/rubrics", tags=["rubrics"])


@router.get("", summary="List the rubrics", responses=describe_problems({500: "Something went wrong on our side"}))
def list_rubrics(desk: DeskDep) -> list[RubricSummaryOut]:
    """Every rubric at hand, in the order of their ids."""
    return [summarise_rubric(desk.engine(rubric_id).rubric) for rubric_id in desk.rubric_ids]


@router.get(
    "/{rubric_id}",
    summary="Read one rubric",
    responses=describe_problems({404: "No rubric has this id", 500: "Something went wrong on our side"}),
)
def show_rubric(rubric_id: str, desk: DeskDep) -> RubricOut:
    """What the rubric credits, its bands, misconceptions and tips; the word lists are left out."""
    return describe_rubric(desk.engine(rubric_id).rubric)
