"""Rubrics brought in: drafted from a specification page, or as the YAML that somebody shares."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from rubric.checks import check_rubric
from rubric.errors import RubricError
from rubric.findings import Finding, Severity
from rubric.importers import import_page
from rubric.loader import parse_rubric
from rubric.schema import Rubric
from rubric.writer import write_yaml
from service.actions.workbench import keep_next, list_rubrics
from service.errors import NotFoundError, ServiceError
from service.extraction import ExtractionLimits, extract_text
from service.http.uploads import SentFiles
from service.web.shell import OwnFormDep
from service.web.workbench.desk import WORKBENCH, Bench, BenchDep, rubric_path

router = APIRouter(prefix=WORKBENCH, include_in_schema=False, default_response_class=HTMLResponse)

LONGEST = 2_000_000
_PASTED = "-"
_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@router.post("/import")
def take_page(request: Request, bench: BenchDep, form: OwnFormDep) -> HTMLResponse:
    """Drafts a rubric from a specification page and shows it, before anything is kept.

    That the page is not in the program's own catalogue of sources is not said: a tutor cannot add it there.
    """
    typed = form.fields.get("page", "").replace("\r\n", "\n")
    try:
        text = _page_text(bench, form, typed, request.app.state.reader.limits)
        imported = import_page(text)
    except (ServiceError, RubricError) as error:
        return _list(bench, typed=typed, problem=str(error))
    source = repr(imported.rubric.criteria[0].sources[0])
    findings = check_rubric(imported.rubric, is_draft=True)
    return bench.shell.page(
        "workbench/draft.html",
        rubric=imported.rubric,
        body=write_yaml(imported.rubric),
        warnings=[line for line in imported.warnings if source not in line],
        findings=[one for one in findings if "sources" not in one.path],
        problem="",
    )


@router.post("/keep")
def take_yaml(bench: BenchDep, form: OwnFormDep) -> Response:
    """Keeps a rubric given as YAML as the next version, or shows what is wrong with it, line by line."""
    sent = next((file.body for file in form.files if file.body), None)
    body = form.fields.get("body", "").replace("\r\n", "\n")
    if sent is not None:
        body = sent[:LONGEST].decode("utf-8", "replace")
    if not body.strip():
        return _list(bench, typed="", problem=bench.shell.pages.texts.workbench.yaml_empty)
    try:
        rubric = parse_rubric(body[:LONGEST], bench.shell.pages.texts.workbench.yaml_name)
    except RubricError as error:
        return _draft(bench, body, problem=str(error))
    findings = check_rubric(rubric, is_draft=True)
    if any(one.severity is Severity.ERROR for one in findings):
        return _draft(bench, body, rubric=rubric, findings=findings)
    _keep(bench, rubric)
    return bench.shell.go(rubric_path(rubric.id))


def _keep(bench: Bench, rubric: Rubric) -> None:
    try:
        base = bench.open(rubric.id).version
    except NotFoundError:
        base = None
    with bench.database.writing() as session:
        keep_next(bench.shell.actor, session, bench.reader.library, rubric, base=base)


def _page_text(bench: Bench, form: SentFiles, typed: str, limits: ExtractionLimits) -> str:
    sent = next((file for file in form.files if file.body), None)
    if sent is None:
        return extract_text(_PASTED, typed.encode(), limits).text
    return bench.reader.turn.run(lambda: extract_text(sent.name, sent.body, limits).text)


def _draft(
    bench: Bench, body: str, *, rubric: Rubric | None = None, findings: tuple[Finding, ...] = (), problem: str = ""
) -> HTMLResponse:
    return bench.shell.page(
        "workbench/draft.html",
        status=_UNPROCESSABLE,
        rubric=rubric,
        body=body,
        warnings=(),
        findings=findings,
        problem=problem,
    )


def _list(bench: Bench, *, typed: str, problem: str) -> HTMLResponse:
    with bench.database.reading() as session:
        cards = list_rubrics(bench.shell.actor, session, bench.reader.library)
    return bench.shell.page("workbench/list.html", status=_UNPROCESSABLE, cards=cards, typed=typed, problem=problem)
