"""What the pages for administrators share: who asks, where things are kept, and what came of a form."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Path

from service.access.roles import Permission
from service.http.databases import DatabaseDep
from service.storage.database import Database
from service.web.shell import Shell, ShellDep

PEOPLE = "/people"
ID = r"^[0-9a-f-]{36}$"
IdPath = Annotated[str, Path(pattern=ID)]
LONGEST_LINE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """An administrator at work."""

    shell: Shell
    database: Database


def get_office(shell: ShellDep, database: DatabaseDep) -> Office:
    """The office of somebody who may see and change people.

    Raises:
        service.errors.ForbiddenError: they may not.
    """
    shell.actor.require(Permission.USERS_WRITE)
    return Office(shell=shell, database=database)


OfficeDep = Annotated[Office, Depends(get_office)]


def one_line(text: str) -> str:
    """What was typed into a field of one line, without blanks around it, as long as a name may be."""
    return " ".join(text.replace("\x00", "").split())[:LONGEST_LINE]
