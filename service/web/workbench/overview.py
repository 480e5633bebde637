"""The list of rubrics, one rubric as a whole, its versions, its shared words, and its file."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse, Response

from rubric.differences import compare_rubrics
from rubric.overlaps import shared_entries
from service.actions.rubrics import list_versions
from service.actions.workbench import OpenRubric, list_rubrics
from service.storage.paging import PageRequest
from service.web.workbench.desk import WORKBENCH, Bench, BenchDep, RubricIdPath

router = APIRouter(prefix=WORKBENCH, include_in_schema=False, default_response_class=HTMLResponse)

MOST_VERSIONS = 200
MOST_SHARED = 150
VersionQuery = Annotated[int | None, Query(ge=1, le=2_147_483_647)]


@router.get("")
def show_rubrics(bench: BenchDep) -> HTMLResponse:
    """Every rubric, and the ways to bring one in."""
    with bench.database.reading() as session:
        cards = list_rubrics(bench.shell.actor, session, bench.reader.library)
    return bench.shell.page("workbench/list.html", cards=cards, typed="", problem="")


@router.get("/{rubric_id}")
def show_rubric(rubric_id: RubricIdPath, bench: BenchDep, version: VersionQuery = None, done: str = "") -> HTMLResponse:
    """One rubric to read, each part a link to its form."""
    return rubric_page(bench, bench.open(rubric_id, version), is_removed=done == "removed")


def rubric_page(  # noqa: PLR0913
    bench: Bench,
    opened: OpenRubric,
    *,
    is_removed: bool = False,
    typed: Mapping[str, str] | None = None,
    problem: str = "",
    status: int = HTTPStatus.OK,
) -> HTMLResponse:
    """One rubric; with a problem, it says what to do and keeps what was typed."""
    return bench.shell.page(
        "workbench/rubric.html",
        status=status,
        rubric=opened.rubric,
        opened=opened,
        is_newest=opened.version == bench.open(opened.rubric.id).version,
        is_removed=is_removed,
        typed=typed or {},
        problem=problem,
    )


@router.get("/{rubric_id}/words")
def show_words(rubric_id: RubricIdPath, bench: BenchDep) -> HTMLResponse:
    """Words that count for several elements at once."""
    opened = bench.open(rubric_id)
    shared = shared_entries(opened.rubric)
    return bench.shell.page(
        "workbench/words.html", rubric=opened.rubric, opened=opened, shared=shared[:MOST_SHARED], found=len(shared)
    )


@router.get("/{rubric_id}/versions")
def show_versions(
    rubric_id: RubricIdPath, bench: BenchDep, before: VersionQuery = None, after: VersionQuery = None
) -> HTMLResponse:
    """The versions, and what changed from one to another; without numbers, in the newest."""
    opened = bench.open(rubric_id)
    with bench.database.reading() as session:
        found = list_versions(bench.shell.actor, session, rubric_id, PageRequest(limit=MOST_VERSIONS))
    after = after or opened.version
    before = before or (after - 1 if after is not None and after > 1 else after)
    differences = None
    if before is not None and after is not None and before != after:
        differences = compare_rubrics(bench.open(rubric_id, before).rubric, bench.open(rubric_id, after).rubric)
    return bench.shell.page(
        "workbench/versions.html",
        rubric=opened.rubric,
        opened=opened,
        versions=found.items,
        before=before,
        after=after,
        differences=differences,
    )


@router.get("/{rubric_id}/yaml")
def send_yaml(rubric_id: RubricIdPath, bench: BenchDep, version: VersionQuery = None) -> Response:
    """The rubric as a file, to change elsewhere or to share."""
    opened = bench.open(rubric_id, version)
    name = f"{opened.rubric.id}.v{opened.version}.yaml" if opened.version else f"{opened.rubric.id}.yaml"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(opened.body, media_type="application/yaml", headers=headers)
