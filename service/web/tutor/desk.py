"""What the pages for tutors share: who asks, where things are kept, and how moments are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.reading import Reader
from service.http.databases import DatabaseDep
from service.storage.database import Database
from service.web.shell import Shell, ShellDep


@dataclass(frozen=True, slots=True, kw_only=True)
class TutorDesk:
    """A tutor at work: the frame of the page, the database, and what reads drafts."""

    shell: Shell
    database: Database
    reader: Reader
    done: str
    """Key of what was just done, under `tutor.done`; empty for nothing."""

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.shell.actor


def get_tutor_desk(request: Request, shell: ShellDep, database: DatabaseDep, done: str = "") -> TutorDesk:
    """The desk for those who read every submission.

    Raises:
        service.errors.ForbiddenError: they may not.
    """
    shell.actor.require(Permission.SUBMISSIONS_READ)
    known = done if done in vars(shell.pages.texts.tutor.done) else ""
    return TutorDesk(shell=shell, database=database, reader=request.app.state.reader, done=known)


TutorDep = Annotated[TutorDesk, Depends(get_tutor_desk)]


def read_moment(typed: str) -> datetime | None:
    """What a field for date and time holds, as UTC; None where it is empty.

    Raises:
        ValueError: it is no date and time.
    """
    return datetime.fromisoformat(typed).replace(tzinfo=UTC) if typed.strip() else None


def field_moment(moment: datetime | None) -> str:
    """A moment as a field for date and time takes it."""
    return "" if moment is None else moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M")


def is_ticked(fields: Mapping[str, str], name: str) -> bool:
    """Whether a box of a form was ticked."""
    return fields.get(name) == "yes"
