"""The frame of every page for somebody who is signed in: who asks, where they may go, and forms that are theirs."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.actions.actors import Actor
from service.actions.sessions import CurrentSession
from service.errors import UnauthenticatedError
from service.http.authentication import CallerDep, recall_session
from service.http.csrf import FIELD, check_own_site, check_token
from service.http.uploads import SentFiles, read_files
from service.web.navigation import QUICK, START, Place, place_at, places_of, start_of
from service.web.pages import Pages, PagesDep, get_pages

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

MOST_FIELDS = 300
"""Fields and files of one form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shell:
    """Whoever is signed in, on one page. Templates that extend `app.html` find it as `shell`."""

    pages: Pages
    session: CurrentSession
    root: str
    path: str

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.session.actor

    @property
    def places(self) -> tuple[Place, ...]:
        """What the navigation offers."""
        return places_of(self.actor)

    @property
    def here(self) -> str:
        """The name of the place that the page belongs to; empty for none."""
        return place_at(self.path)

    @property
    def home(self) -> str:
        """Where they begin."""
        return start_of(self.actor)

    def page(self, template: str, *, status: int = HTTPStatus.OK, **values: object) -> HTMLResponse:
        """A page in the frame."""
        text = self.pages.page(template, root=self.root, shell=self, **values)
        return HTMLResponse(text, status_code=status)

    def go(self, path: str) -> RedirectResponse:
        """Lead on after a form, so that loading the page anew sends nothing again."""
        return RedirectResponse(f"{self.root}{path}", status_code=HTTPStatus.SEE_OTHER)


def find_shell(request: Request, caller: CallerDep, pages: PagesDep) -> Shell | None:
    """The frame for whoever is signed in; None on pages that are open to everybody, for nobody in particular."""
    return None if caller is None or caller.session is None else _shell_for(request, caller.session, pages)


VisitorShellDep = Annotated[Shell | None, Depends(find_shell)]


def frame_of(shell: Shell | None) -> dict[str, Shell]:
    """What templates that are open to everybody need of the frame; nothing where nobody is signed in."""
    return {} if shell is None else {"shell": shell}


def recall_frame(request: Request, *, may_look: bool = False) -> dict[str, Shell]:
    """The frame for a page that says what went wrong: for whoever was found to ask before it did.

    Nothing that fails here hides what went wrong. `may_look` where nobody has looked yet, since there is no such page.
    """
    session = recall_session(request, may_look=may_look)
    return {} if session is None else {"shell": _shell_for(request, session, get_pages(request))}


def _shell_for(request: Request, session: CurrentSession, pages: Pages) -> Shell:
    root: str = request.scope.get("root_path", "")
    return Shell(pages=pages, session=session, root=root, path=request.url.path.removeprefix(root))


def get_shell(request: Request, caller: CallerDep, pages: PagesDep) -> Shell:
    """The frame for whoever is signed in.

    Raises:
        UnauthenticatedError: nobody is signed in; a browser is led to the form for signing in.
    """
    shell = find_shell(request, caller, pages)
    if shell is None:
        raise UnauthenticatedError
    return shell


ShellDep = Annotated[Shell, Depends(get_shell)]


async def take_form(request: Request, shell: ShellDep) -> SentFiles:
    """The form that somebody signed in has sent, with their own token in the field `csrf_token`.

    Raises:
        service.http.csrf.ForgedRequestError: another site may have made the browser send it.
        service.errors.ServiceError: the body is no such form, is damaged or too large.
    """
    check_own_site(request)
    form = await read_files(request, most=MOST_FIELDS)
    check_token(form.fields.get(FIELD), shell.session.csrf_token)
    return form


OwnFormDep = Annotated[SentFiles, Depends(take_form)]


@router.get(START)
def start(request: Request, caller: CallerDep) -> RedirectResponse:
    """Leads everybody to where they begin."""
    root: str = request.scope.get("root_path", "")
    path = QUICK if caller is None else start_of(caller.actor)
    return RedirectResponse(f"{root}{path}", status_code=HTTPStatus.SEE_OTHER)
