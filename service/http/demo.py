"""The way into the demonstration: open on a laptop, to that machine alone, as long as nobody is an administrator."""

import ipaddress
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from service.access.roles import Role
from service.actions.demo.stage import find_player, is_untouched, set_up
from service.actions.reading import Reader
from service.actions.sessions import NewSession, begin_session, end_session
from service.errors import NotFoundError
from service.http.csrf import check_own_site
from service.http.gate import Gate
from service.storage.types import utc_now


class DemoDoor:
    """Lets a browser in as one of the made-up people. Shared by every request."""

    def __init__(self, *, is_laptop: bool, reader: Reader, gate: Gate) -> None:
        """Open in front of what `reader` keeps."""
        self._is_laptop = is_laptop
        self._reader = reader
        self._gate = gate
        self._turn = Lock()

    def is_open(self, request: Request) -> bool:
        """Whether whoever asks may see the demonstration."""
        if not self._is_laptop or not _is_this_machine(request):
            return False
        with self._reader.database.reading() as session:
            return is_untouched(session)

    def enter(self, request: Request, role: Role) -> NewSession:
        """Begin a session as whoever plays that role; the first time, the whole demonstration is made.

        Raises:
            NotFoundError: the demonstration is not open.
            service.http.csrf.ForgedRequestError: another site made the browser ask.
            service.errors.ServiceError: a draft of it could not be read in time.
        """
        check_own_site(request)
        if not self.is_open(request):
            raise NotFoundError("demonstration")
        user_id = self._player(role)
        now = utc_now()
        before = self._gate.cookies.session_token(request)
        with self._reader.database.writing() as session:
            if before is not None:
                end_session(session, before, now=now)
            return begin_session(session, user_id, now=now, hours=self._gate.session_hours)

    def _player(self, role: Role) -> str:
        with self._turn:
            found = self._find(role)
            if found is None:
                set_up(self._reader)
                found = self._find(role)
        if found is None:
            raise NotFoundError("demonstration")
        return found

    def _find(self, role: Role) -> str | None:
        with self._reader.database.reading() as session:
            return find_player(session, role)


def get_demo_door(request: Request) -> DemoDoor:
    """The one way into the demonstration."""
    door: DemoDoor = request.app.state.demo
    return door


def is_demo_open(request: Request) -> bool:
    """Whether whoever asks may see a demonstration; not in an application that has none."""
    door: DemoDoor | None = getattr(request.app.state, "demo", None)
    return door is not None and door.is_open(request)


DemoDep = Annotated[DemoDoor, Depends(get_demo_door)]


def _is_this_machine(request: Request) -> bool:
    try:
        return ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        return False
