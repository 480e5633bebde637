"""What the pages for students share: who asks, and where things are kept."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.reading import Reader
from service.http.databases import DatabaseDep
from service.storage.database import Database
from service.web.shell import Shell, ShellDep

WORK = "/work"


@dataclass(frozen=True, slots=True, kw_only=True)
class StudentDesk:
    """A student at work: the frame of the page, the database, and what reads drafts."""

    shell: Shell
    database: Database
    reader: Reader

    @property
    def actor(self) -> Actor:
        """Who asks."""
        return self.shell.actor


def get_student_desk(request: Request, shell: ShellDep, database: DatabaseDep) -> StudentDesk:
    """The desk for those who hand in drafts of their own.

    Raises:
        service.errors.ForbiddenError: they do not.
    """
    shell.actor.require(Permission.SUBMISSIONS_OWN)
    return StudentDesk(shell=shell, database=database, reader=request.app.state.reader)


StudentDep = Annotated[StudentDesk, Depends(get_student_desk)]


def path_of(assignment_id: str) -> str:
    """The address of the page on which an assignment is written."""
    return f"{WORK}/{assignment_id}"


def draft_path(draft_id: str) -> str:
    """The address of one draft with its feedback."""
    return f"{WORK}/drafts/{draft_id}"
