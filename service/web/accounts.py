"""Signing in and out as pages, and the privacy notice. All of it works without JavaScript."""

from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from service.access.tokens import make_session_token
from service.actions.institutions import InstitutionView, show_institution
from service.actions.sessions import NewSession
from service.errors import ServiceError
from service.http.authentication import Caller, CallerDep
from service.http.csrf import FIELD, ForgedRequestError, check_own_site, check_token
from service.http.demo import is_demo_open
from service.http.gate import CALLBACK, Gate, GateDep
from service.http.sign_in import HOME, come_back, safe_path, set_out, sign_in_by_password, sign_out
from service.http.uploads import SentForm, read_form
from service.web.navigation import START
from service.web.pages import Pages, PagesDep
from service.web.shell import VisitorShellDep, frame_of

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

LOGIN = "/login"
FormDep = Annotated[SentForm, Depends(read_form)]


@router.get(LOGIN)
def show_login(
    request: Request, shell: VisitorShellDep, gate: GateDep, pages: PagesDep, to: str = HOME
) -> HTMLResponse:
    """The form for signing in; for whoever is signed in, who they are and the way out."""
    if shell is not None:
        return shell.page("signed_in.html")
    return _login_page(request, gate, pages, to=to)


@router.post(LOGIN)
def take_login(request: Request, form: FormDep, gate: GateDep, pages: PagesDep) -> Response:
    """Signs in and goes on; or the form again, with what to do."""
    fields = form.fields
    to = safe_path(fields.get("to", HOME))
    try:
        _check_form(request, gate, fields.get(FIELD))
        made = sign_in_by_password(
            request,
            gate,
            email=fields.get("email", ""),
            password=fields.get("password", ""),
            institution=fields.get("institution") or None,
        )
    except ServiceError as error:
        return _login_page(request, gate, pages, to=to, typed=fields, error=error)
    return _go_on(request, gate, made, to)


@router.get(f"{LOGIN}/institution")
def begin_institution(request: Request, gate: GateDep, pages: PagesDep, to: str = HOME) -> Response:
    """Sends the browser to the institution's sign-in."""
    try:
        address, state = set_out(request, gate, return_to=to)
    except ServiceError as error:
        return _login_page(request, gate, pages, to=to, error=error)
    answer = RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)
    gate.cookies.set_sign_in_state(answer, state)
    return answer


@router.get(CALLBACK)
def take_return(request: Request, gate: GateDep, pages: PagesDep) -> Response:
    """Signs in whoever comes back from their institution."""
    try:
        made, to = come_back(request, gate)
    except ServiceError as error:
        answer: Response = _login_page(request, gate, pages, error=error)
    else:
        answer = _go_on(request, gate, made, to)
    gate.cookies.drop_sign_in_state(answer)
    return answer


@router.post("/logout")
def take_logout(request: Request, form: FormDep, caller: CallerDep, gate: GateDep) -> RedirectResponse:
    """Signs out and goes to the form for signing in."""
    if caller is not None and caller.session is not None:
        check_own_site(request)
        check_token(form.fields.get(FIELD), caller.session.csrf_token)
        sign_out(request, gate)
    answer = RedirectResponse(f"{_root(request)}{LOGIN}", status_code=HTTPStatus.SEE_OTHER)
    gate.cookies.drop_session(answer)
    return answer


@router.get("/privacy")
def show_privacy(
    request: Request, caller: CallerDep, shell: VisitorShellDep, gate: GateDep, pages: PagesDep
) -> HTMLResponse:
    """Who sees drafts, what is kept and for how long; for whoever is signed in, what their institution has chosen."""
    found = None if caller is None else _institution_of(caller, gate)
    days = gate.retention_days if found is None or found.retention_days is None else found.retention_days
    name = "" if found is None else found.name
    page = pages.page("privacy.html", root=_root(request), institution=name, days=days, **frame_of(shell))
    return HTMLResponse(page)


def ask_to_sign_in(request: Request) -> RedirectResponse:
    """Sends a browser to the form for signing in, and from there back to where it wanted to go."""
    to = quote(safe_path(request.url.path), safe="/")
    return RedirectResponse(f"{_root(request)}{LOGIN}?to={to}", status_code=HTTPStatus.SEE_OTHER)


def _login_page(  # noqa: PLR0913
    request: Request,
    gate: Gate,
    pages: Pages,
    *,
    to: str = HOME,
    typed: dict[str, str] | None = None,
    error: ServiceError | None = None,
) -> HTMLResponse:
    typed = typed or {}
    token = gate.cookies.form_token(request) or make_session_token().value
    page = pages.page(
        "login.html",
        root=_root(request),
        to=safe_path(to),
        email=typed.get("email", ""),
        institution=typed.get("institution", ""),
        csrf_token=token,
        problem="" if error is None else str(error),
        has_institution_sign_in=gate.oidc is not None,
        has_demo=is_demo_open(request),
    )
    answer = HTMLResponse(page, status_code=HTTPStatus.OK if error is None else error.status)
    if error is not None:
        answer.headers.update(error.headers())
    gate.cookies.set_form_token(answer, token)
    return answer


def _check_form(request: Request, gate: Gate, sent: str | None) -> None:
    """Go on only when the form was made for this browser, so that nobody is signed in as somebody else unawares."""
    expected = gate.cookies.form_token(request)
    if expected is None:
        raise ForgedRequestError
    check_token(sent, expected)


def _go_on(request: Request, gate: Gate, made: NewSession, to: str) -> RedirectResponse:
    goes = START if to == HOME else to
    answer = RedirectResponse(f"{_root(request)}{goes}", status_code=HTTPStatus.SEE_OTHER)
    gate.cookies.set_session(answer, made.token, expires_at=made.expires_at)
    return answer


def _institution_of(caller: Caller, gate: Gate) -> InstitutionView:
    with gate.database.reading() as session:
        return show_institution(caller.actor, session)


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root
