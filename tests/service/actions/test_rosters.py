"""Rosters and groups from CSV files: every row by itself."""

import pytest

from service.access.roles import Role
from service.actions.groups import list_all_groups, list_group_members
from service.actions.people import list_people
from service.actions.rosters import (
    NO_ADDRESS,
    NO_GROUP,
    NO_NAME,
    NOBODY,
    PROTECTED,
    TOO_LONG,
    TWICE,
    UNKNOWN_ROLE,
    import_groups,
    import_roster,
)
from service.errors import ForbiddenError, InvalidValueError
from service.storage.database import Database
from service.storage.paging import PageRequest
from tests.people import Campus, found_campus

ALL = PageRequest(limit=100)


@pytest.fixture
def campus(database: Database) -> Campus:
    found_campus(database, "Elsewhere")
    return found_campus(database, "Hill")


def outcomes(campus: Campus, text: str, *, encoding: str = "utf-8") -> list[tuple[int, str, str | None]]:
    with campus.database.writing() as session:
        result = import_roster(campus.actor(Role.ADMINISTRATOR), session, text.encode(encoding))
    return [(row.row, row.outcome, row.detail) for row in result.rows]


def roles_by_email(campus: Campus) -> dict[str, str]:
    with campus.database.reading() as session:
        return {one.email: one.role for one in list_people(campus.actor(Role.ADMINISTRATOR), session, ALL).items}


def members(campus: Campus) -> dict[str, list[str]]:
    actor = campus.actor(Role.TUTOR)
    with campus.database.reading() as session:
        found = list_all_groups(actor, session, ALL).items
        return {group.name: [one.email for one in list_group_members(actor, session, group.id)] for group in found}


def test_each_row_says_what_became_of_it(campus: Campus) -> None:
    text = f"""Email,Name,Role,Group
Ada@Hill.example,"Lovelace, Ada",,Monday
bo@hill.example,Bo,Tutor,
student@hill.example,Student of Hill,,Monday
tutor@hill.example,New Name,,

nobody,No Address,,
cy@hill.example,,,
di@hill.example,Di,boss,
ada@hill.example,Ada again,,
administrator@hill.example,Me,student,
ed@hill.example,{"x" * 255},,
"""
    assert outcomes(campus, text) == [
        (2, "added", None),
        (3, "added", None),
        (4, "changed", None),
        (5, "changed", None),
        (7, "refused", NO_ADDRESS),
        (8, "refused", NO_NAME),
        (9, "refused", UNKNOWN_ROLE),
        (10, "refused", TWICE),
        (11, "refused", PROTECTED),
        (12, "refused", TOO_LONG),
    ]
    assert roles_by_email(campus) == {
        "ada@hill.example": "student",
        "bo@hill.example": "tutor",
        "student@hill.example": "student",
        "tutor@hill.example": "tutor",
        "administrator@hill.example": "administrator",
    }
    assert members(campus) == {"Monday": ["ada@hill.example", "student@hill.example"]}


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("email,name\nada@hill.example,Zoë\n", "utf-8"),
        ("email,name\r\nada@hill.example,Zoë\r\n", "utf-8-sig"),
        ("Name;Email;Phone\nZoë;ada@hill.example;7\n", "utf-8"),
        ("email\tname\nada@hill.example\tZoë", "utf-16"),
    ],
)
def test_files_are_read_as_spreadsheets_save_them(campus: Campus, text: str, encoding: str) -> None:
    assert outcomes(campus, text, encoding=encoding) == [(2, "added", None)]
    assert outcomes(campus, text, encoding=encoding) == [(2, "unchanged", None)]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"name,role\nAda,\n",
        b"email,email,name\na@b.c,a@b.c,A\n",
        b'email,name\na@b.c,"A\n',
        b"email,name\na@b.c,Zo\xeb\n",
        b"email,name\n\x00\n",
        b"PK\x03\x04 email,name",
        b"email,name\n" + b"a@b.c,A\n" * 20_001,
    ],
)
def test_a_file_that_cannot_be_read_changes_nothing(campus: Campus, body: bytes) -> None:
    before = roles_by_email(campus)
    with pytest.raises(InvalidValueError), campus.database.writing() as session:
        import_roster(campus.actor(Role.ADMINISTRATOR), session, body)
    assert roles_by_email(campus) == before


def test_a_dry_run_says_the_same_and_keeps_nothing(campus: Campus) -> None:
    text = "email,name,role,group\nada@hill.example,Ada,,Monday\nstudent@hill.example,Other,tutor,Monday\n"
    before = roles_by_email(campus)
    with campus.database.writing() as session:
        tried = import_roster(campus.actor(Role.ADMINISTRATOR), session, text.encode(), is_dry_run=True)
    assert (roles_by_email(campus), members(campus)) == (before, {})
    assert [(row.row, row.outcome, row.detail) for row in tried.rows] == outcomes(campus, text)


def test_groups_take_those_who_are_known(campus: Campus) -> None:
    text = """group,email
Monday,student@hill.example
Monday,STUDENT@hill.example
,student@hill.example
B,x@y.z
B,tutor@hill.example
B,student@elsewhere.example
"""
    with campus.database.writing() as session:
        result = import_groups(campus.actor(Role.ADMINISTRATOR), session, text.encode())
    assert [(row.outcome, row.detail) for row in result.rows] == [
        ("added", None),
        ("refused", TWICE),
        ("refused", NO_GROUP),
        ("refused", NOBODY),
        ("added", None),
        ("refused", NOBODY),
    ]
    assert members(campus) == {"B": ["tutor@hill.example"], "Monday": ["student@hill.example"]}


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR])
def test_only_administrators_import(campus: Campus, role: Role) -> None:
    for take in (import_roster, import_groups):
        with pytest.raises(ForbiddenError), campus.database.writing() as session:
            take(campus.actor(role), session, b"email,name,group\n")
