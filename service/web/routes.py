"""The one page: a form, and feedback on what it sends."""

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
from service.web.pages import Pages
from service.web.shell import VisitorShellDep
from service.workflow import Upload

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)


def get_desk(request: Request) -> ReviewDesk:
    """The one review desk of the application."""
    desk: ReviewDesk = request.app.state.desk
    return desk


def get_pages(request: Request) -> Pages:
    """The pages of the application."""
    pages: Pages = request.app.state.pages
    return pages


DeskDep = Annotated[ReviewDesk, Depends(get_desk)]
PagesDep = Annotated[Pages, Depends(get_pages)]


FormDep = Annotated[DraftForm, Depends(read_draft_form)]


def root_of(request: Request) -> str:
    """The path under which the application is served; empty at the top of a host."""
    root: str = request.scope.get("root_path", "")
    return root


@router.api_route("/", methods=["GET", "HEAD"], dependencies=[Depends(admit_visitor)])
def show_form(request: Request, pages: PagesDep, shell: VisitorShellDep) -> HTMLResponse:
    """The empty form; in their frame for whoever is signed in."""
    if shell is not None:
        return shell.page("home.html", typed="", problem="", has_demo=False)
    return HTMLResponse(pages.home(root=root_of(request), has_demo=is_demo_open(request)))


@router.post("/", dependencies=[Depends(admit_visitor)])
def show_feedback(request: Request, form: FormDep, desk: DeskDep, pages: PagesDep) -> HTMLResponse:
    """Feedback on the draft; or the form again, with what was typed and what to do about it."""
    root = root_of(request)
    words = pages.texts
    if form.has_text and form.file:
        return refuse(pages, root, words.errors.both, typed=form.text)
    if form.wants_example:
        upload = take_text(pages.example, name=words.home.example_name)
    elif form.file:
        name = form.file.name or words.form.pasted_name
        upload = Upload(filename=form.file.name, body=form.file.body, name=name)
    elif form.has_text:
        upload = take_text(form.text, name=words.form.pasted_name)
    else:
        return refuse(pages, root, words.errors.empty)
    try:
        review = desk.review(upload)
    except ServiceError as error:
        problem = f"{error} {words.errors.choose_again}" if form.file else str(error)
        return refuse(pages, root, problem, typed=form.text, status=error.status)
    return HTMLResponse(pages.result(root=root, text=review.text, report=review.report))


def refuse(
    pages: Pages, root: str, problem: str, *, typed: str = "", status: int = HTTPStatus.UNPROCESSABLE_ENTITY
) -> HTMLResponse:
    """The form again, with what was typed and what to do about it."""
    return HTMLResponse(pages.home(root=root, typed=typed, problem=problem), status_code=status)


def answer_service_error(request: Request, error: ServiceError) -> Response:
    """The form again, when what was sent could not be read; elsewhere a page of its own, or the way to sign in."""
    if isinstance(error, UnauthenticatedError):
        return ask_to_sign_in(request)
    if request.url.path != HOME:
        page = get_pages(request).problem(root=root_of(request), detail=str(error))
        return HTMLResponse(page, status_code=error.status, headers=error.headers())
    return refuse(get_pages(request), root_of(request), str(error), status=error.status)


def answer_http_error(request: Request, *, status: int) -> HTMLResponse:
    """A page for an address or a method that does not exist, and the like."""
    pages = get_pages(request)
    words = pages.texts.errors
    detail = words.not_found if status == HTTPStatus.NOT_FOUND else words.not_allowed
    return HTMLResponse(pages.problem(root=root_of(request), detail=detail), status_code=status)


def answer_unexpected(request: Request, reference: str) -> HTMLResponse:
    """A page for an error that nobody foresaw. The reference is in the log as well."""
    pages = get_pages(request)
    detail = pages.texts.errors.unexpected.format(reference=reference)
    page = pages.problem(root=root_of(request), detail=detail)
    return HTMLResponse(page, status_code=HTTPStatus.INTERNAL_SERVER_ERROR)
