"""A rubric tried out: on a text that is pasted, and on scripts that people have marked."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.actions.workbench import list_marked
from service.feedback.rubric_trial import compare_with_people
from service.web.shell import OwnFormDep
from service.web.workbench.desk import MOST_TRIED, WORKBENCH, BenchDep, RubricIdPath

router = APIRouter(prefix=WORKBENCH, include_in_schema=False, default_response_class=HTMLResponse)


@router.get("/{rubric_id}/try")
def show_trial(rubric_id: RubricIdPath, bench: BenchDep) -> HTMLResponse:
    """The place for a text, and the way to marked scripts."""
    opened = bench.open(rubric_id)
    return bench.shell.page(
        "workbench/try.html", rubric=opened.rubric, opened=opened, typed="", trial=None, test=None, problem=""
    )


@router.post("/{rubric_id}/try")
def take_trial(rubric_id: RubricIdPath, bench: BenchDep, form: OwnFormDep) -> HTMLResponse:
    """What fires in the text, by which words, and what stays silent. The text is not kept."""
    opened = bench.open(rubric_id)
    words = bench.shell.pages.texts.workbench
    typed = form.fields.get("trial", "").replace("\r\n", "\n")
    problem = ""
    if not typed.strip():
        problem = words.try_empty
    elif len(typed) > MOST_TRIED:
        problem = words.try_long.format(most=f"{MOST_TRIED:,}")
    trial = None if problem else bench.try_texts(opened.rubric, [typed])[0]
    return bench.shell.page(
        "workbench/try.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK,
        rubric=opened.rubric,
        opened=opened,
        typed=typed,
        trial=trial,
        test=None,
        problem=problem,
    )


@router.post("/{rubric_id}/marked")
def take_marked(rubric_id: RubricIdPath, bench: BenchDep, form: OwnFormDep) -> HTMLResponse:
    """Where the rubric judges otherwise than people did, and which of its words never fire."""
    opened = bench.open(rubric_id)
    with bench.database.reading() as session:
        marked = list_marked(bench.shell.actor, session, rubric_id)
    trials = bench.try_texts(opened.rubric, [one.text for one in marked]) if marked else []
    test = compare_with_people(opened.rubric, list(zip(marked, trials, strict=True)))
    return bench.shell.page(
        "workbench/try.html",
        rubric=opened.rubric,
        opened=opened,
        typed=form.fields.get("trial", ""),
        trial=None,
        test=test,
        problem="",
    )
