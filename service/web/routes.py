"""The one page: a form, and feedback on what it sends."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse

from service.errors import ServiceError, UnauthenticatedError
from service.http.authentication import admit_visitor
from service.http.demo import is_demo_open
from service.http.reviews import ReviewDesk, take_text
from service.http.sign_in import HOME
from service.web.accounts import ask_to_sign_in
from service.web.forms import DraftForm, read_draft_form
from service.web.pages import PagesDep, get_pages
from service.web.shell import VisitorShellDep, frame_of, recall_frame
from service.workflow import Upload

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def get_desk(request: Request) -> ReviewDesk:
    """The one review desk of the application."""
    desk: ReviewDesk = request.app.state.desk
    return desk


DeskDep = Annotated[ReviewDesk, Depends(get_desk)]
FormDep = Annotated[DraftForm, Depends(read_draft_form)]


def root_of(request: Request) -> str:
    """The path under which the application is served; empty at the top of a host."""
    root: str = request.scope.get("root_path", "")
    return root


@router.api_route("/", methods=["GET", "HEAD"], dependencies=[Depends(admit_visitor)])
def show_form(request: Request, pages: PagesDep, shell: VisitorShellDep) -> HTMLResponse:
    """The empty form; in their frame for whoever is signed in."""
    has_demo = shell is None and is_demo_open(request)
    return HTMLResponse(pages.home(root=root_of(request), has_demo=has_demo, frame=frame_of(shell)))


@router.post("/", dependencies=[Depends(admit_visitor)])
def show_feedback(
    request: Request, form: FormDep, desk: DeskDep, pages: PagesDep, shell: VisitorShellDep
) -> HTMLResponse:
    """Feedback on the draft; or the form again, with what was typed and what to do about it."""
    words = pages.texts
    if form.has_text and form.file:
        return refuse(request, words.errors.both, typed=form.text)
    if form.wants_example:
        upload = take_text(pages.example, name=words.home.example_name)
    elif form.file:
        name = form.file.name or words.form.pasted_name
        upload = Upload(filename=form.file.name, body=form.file.body, name=name)
    elif form.has_text:
        upload = take_text(form.text, name=words.form.pasted_name)
    else:
        return refuse(request, words.errors.empty)
    try:
        review = desk.review(upload)
    except ServiceError as error:
        problem = f"{error} {words.errors.choose_again}" if form.file else str(error)
        return refuse(request, problem, typed=form.text, status=error.status)
    page = pages.result(root=root_of(request), text=review.text, report=review.report, frame=frame_of(shell))
    return HTMLResponse(page)


def refuse(
    request: Request, problem: str, *, typed: str = "", status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HTMLResponse:
    """The form again, with what was typed and what to do about it."""
    frame = recall_frame(request)
    page = get_pages(request).home(root=root_of(request), typed=typed, problem=problem, frame=frame)
    return HTMLResponse(page, status_code=status)


def answer_service_error(request: Request, error: ServiceError) -> Response:
    """The form again, when what was sent could not be read; elsewhere a page of its own, or the way to sign in."""
    if isinstance(error, UnauthenticatedError):
        return ask_to_sign_in(request)
    if request.url.path != HOME:
        return _problem_page(request, str(error), status=error.status, headers=error.headers())
    return refuse(request, str(error), status=error.status)


def answer_http_error(request: Request, *, status: int) -> HTMLResponse:
    """A page for an address or a method that does not exist, and the like."""
    words = get_pages(request).texts.errors
    detail = words.not_found if status == HTTPStatus.NOT_FOUND else words.not_allowed
    return _problem_page(request, detail, status=status, may_look=True)


def answer_validation_error(request: Request) -> HTMLResponse:
    """A page for an address whose parts are not of the kind that they have to be."""
    detail = get_pages(request).texts.errors.not_found
    return _problem_page(request, detail, status=HTTPStatus.UNPROCESSABLE_ENTITY)


def answer_unexpected(request: Request, reference: str) -> HTMLResponse:
    """A page for an error that nobody foresaw. The reference is in the log as well."""
    detail = get_pages(request).texts.errors.unexpected.format(reference=reference)
    return _problem_page(request, detail, status=HTTPStatus.INTERNAL_SERVER_ERROR)


def _problem_page(
    request: Request, detail: str, *, status: int, headers: Mapping[str, str] | None = None, may_look: bool = False
) -> HTMLResponse:
    frame = recall_frame(request, may_look=may_look)
    page = get_pages(request).problem(root=root_of(request), detail=detail, frame=frame)
    return HTMLResponse(page, status_code=status, headers=headers)
