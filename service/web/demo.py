"""The demonstration: a look around as each of its made-up people, without an account."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.access.roles import Role
from service.actions.demo.content import load_example
from service.errors import NotFoundError
from service.http.demo import DemoDep
from service.http.gate import GateDep
from service.http.uploads import SentForm, read_form
from service.web.navigation import START
from service.web.pages import PagesDep

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

DEMO = "/demo"
ROLES = (Role.STUDENT, Role.TUTOR, Role.ADMINISTRATOR)
FormDep = Annotated[SentForm, Depends(read_form)]


@router.get(DEMO)
def show_demo(request: Request, pages: PagesDep, door: DemoDep) -> HTMLResponse:
    """What the demonstration is, and its people to choose from.

    Raises:
        NotFoundError: it is not open.
    """
    if not door.is_open(request):
        raise NotFoundError("demonstration")
    people = [next(one for one in load_example().people if one.role == role.value) for role in ROLES]
    return HTMLResponse(pages.page("demo.html", root=_root(request), people=people))


@router.post(DEMO)
def enter_demo(request: Request, form: FormDep, door: DemoDep, gate: GateDep) -> RedirectResponse:
    """Goes in as the person chosen, to where they begin.

    Raises:
        NotFoundError: it is not open, or nobody plays that role.
    """
    role = next((one for one in ROLES if one.value == form.fields.get("role")), None)
    if role is None:
        raise NotFoundError("person")
    made = door.enter(request, role)
    answer = RedirectResponse(f"{_root(request)}{START}", status_code=HTTPStatus.SEE_OTHER)
    gate.cookies.set_session(answer, made.token, expires_at=made.expires_at)
    return answer


def _root(request: Request) -> str:
    root: str = request.scope.get("root_path", "")
    return root
