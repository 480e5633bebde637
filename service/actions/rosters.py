"""Rosters and groups from CSV files: every row is taken or refused by itself, and the answer says which and why."""

import csv
import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from sqlalchemy.orm import Session

from service.access.roles import Permission, Role
from service.actions.actors import Actor
from service.actions.audit import record
from service.errors import InvalidValueError
from service.storage import groups, users
from service.storage.tables import Group, User

MOST_ROWS = 20_000
LONGEST_CELL = 254
AT_ONCE = 500
"""Addresses looked up in one statement."""
ROLES = {"": Role.STUDENT, "student": Role.STUDENT, "tutor": Role.TUTOR}
Outcome = Literal["added", "changed", "unchanged", "refused"]

NO_ADDRESS = "The e-mail address is missing or is none."
TOO_LONG = f"A cell has more than {LONGEST_CELL} characters."
TWICE = "The same stands in an earlier row."
UNKNOWN_ROLE = "The role is not student or tutor. Administrators are made one by one."
PROTECTED = "The account is an administrator's or a service's, which a roster does not change."
NO_NAME = "The name is missing."
NO_GROUP = "The name of the group is missing."
NOBODY = "No user has this e-mail address. Add them by a roster first."


@dataclass(frozen=True, slots=True, kw_only=True)
class RowResult:
    """What became of one row. `row` counts as a spreadsheet does: the header is row 1."""

    row: int
    outcome: Outcome
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What became of a file, row by row. After a dry run nothing of it was kept."""

    rows: tuple[RowResult, ...]
    is_dry_run: bool

    def count(self, outcome: Outcome) -> int:
        """How many rows came out so."""
        return sum(row.outcome == outcome for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    number: int
    cells: Mapping[str, str]

    @property
    def email(self) -> str:
        return self.cells["email"].lower()

    def fault(self) -> str | None:
        """What is wrong with the row as it stands."""
        if any(len(cell) > LONGEST_CELL for cell in self.cells.values()):
            return TOO_LONG
        name, _, domain = self.email.partition("@")
        return None if name and domain and len(self.email.split()) == 1 else NO_ADDRESS

    def refused(self, why: str) -> RowResult:
        return RowResult(row=self.number, outcome="refused", detail=why)

    def done(self, outcome: Outcome) -> RowResult:
        return RowResult(row=self.number, outcome=outcome)


def import_roster(actor: Actor, session: Session, body: bytes, *, is_dry_run: bool = False) -> ImportResult:
    """Add and change people by the columns `email`, `name`, `role` and `group`; the last two may be left out.

    An empty role is a student's. A group that is not there is added. Nobody is ever taken out by a roster.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        InvalidValueError: the file as a whole cannot be read.
    """
    actor.require(Permission.USERS_WRITE)
    actor.require(Permission.GROUPS_WRITE)
    rows = _read(body, needed=("email", "name"), optional=("role", "group"))
    with _attempt(session, is_dry_run=is_dry_run):
        return _finish(actor, session, list(_take_roster(actor, session, rows)), is_dry_run=is_dry_run)


def import_groups(actor: Actor, session: Session, body: bytes, *, is_dry_run: bool = False) -> ImportResult:
    """Put people into groups by the columns `group` and `email`. A group that is not there is added.

    Raises:
        service.errors.ForbiddenError: the actor may not.
        InvalidValueError: the file as a whole cannot be read.
    """
    actor.require(Permission.GROUPS_WRITE)
    rows = _read(body, needed=("group", "email"), optional=())
    with _attempt(session, is_dry_run=is_dry_run):
        return _finish(actor, session, list(_take_groups(actor, session, rows)), is_dry_run=is_dry_run)


@contextmanager
def _attempt(session: Session, *, is_dry_run: bool) -> Iterator[None]:
    """Keep what is written inside, or take it back where it was only tried."""
    with session.begin_nested() as tried:
        yield
        if is_dry_run:
            tried.rollback()


def _take_roster(actor: Actor, session: Session, rows: list[_Row]) -> Iterator[RowResult]:
    known = _known_users(actor, session, rows)
    places = _Groups(actor, session)
    seen: set[str] = set()
    for row in rows:
        fault = row.fault() or (TWICE if row.email in seen else None) or _roster_fault(row, known.get(row.email))
        seen.add(row.email)
        yield row.refused(fault) if fault is not None else _take(actor, session, row, known, places)


def _take_groups(actor: Actor, session: Session, rows: list[_Row]) -> Iterator[RowResult]:
    known = _known_users(actor, session, rows)
    places = _Groups(actor, session)
    seen: set[tuple[str, str]] = set()
    for row in rows:
        name, user = row.cells["group"], known.get(row.email)
        fault = row.fault() or _group_fault(name, is_twice=(name, row.email) in seen)
        seen.add((name, row.email))
        if fault is not None or user is None:
            yield row.refused(fault or NOBODY)
        else:
            yield row.done("added" if places.put(name, user) else "unchanged")


def _group_fault(name: str, *, is_twice: bool) -> str | None:
    if not name:
        return NO_GROUP
    return TWICE if is_twice else None


class _Groups:
    """The groups of an institution by name, added as they are needed."""

    def __init__(self, actor: Actor, session: Session) -> None:
        self._actor = actor
        self._session = session
        self._found: dict[str, Group] = {}

    def put(self, name: str, user: User) -> bool:
        """Put somebody into a group; whether they were not in it."""
        if name not in self._found:
            self._found[name] = self._find_or_add(name)
        return groups.add_member(self._session, self._found[name].id, user.id)

    def _find_or_add(self, name: str) -> Group:
        group = groups.find_group_by_name(self._session, self._actor.institution_id, name)
        if group is None:
            group = groups.add_group(self._session, self._actor.institution_id, name)
            record(self._session, self._actor, "group.added", group.id)
        return group


def _read(body: bytes, *, needed: tuple[str, ...], optional: tuple[str, ...]) -> list[_Row]:
    """The rows of a file with a header; separated by commas, semicolons or tabs, as spreadsheets save them."""
    text = _decode(body)
    header, _, _ = text.partition("\n")
    separator = max(",;\t", key=header.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        lines = list(reader)
    except csv.Error as error:
        raise InvalidValueError(
            "The file is not CSV: a quotation mark is not closed, or stands inside a cell."
        ) from error
    names = [name.strip().lower() for name in lines[0]] if lines else []
    missing = [name for name in needed if name not in names]
    if missing or len(set(names)) < len(names):
        raise InvalidValueError(f"The first row must name the columns {', '.join((*needed, *optional))}, each once.")
    if len(lines) > MOST_ROWS + 1:
        raise InvalidValueError(f"The file has more than {MOST_ROWS:,} rows. Send it in parts.")
    return list(_rows(lines, names, (*needed, *optional)))


def _decode(body: bytes) -> str:
    """The text of a file, as spreadsheets save it: UTF-8, or UTF-16 with its mark."""
    encoding = "utf-16" if body.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError as error:
        raise InvalidValueError("The file is not UTF-8. Save it as 'CSV UTF-8'.") from error
    if "\0" in text:
        raise InvalidValueError("The file is not text. Save it as 'CSV UTF-8'.")
    return text


def _rows(lines: list[list[str]], names: list[str], wanted: tuple[str, ...]) -> Iterator[_Row]:
    for number, line in enumerate(lines[1:], start=2):
        cells = dict.fromkeys(wanted, "")
        cells |= {name: cell.strip() for name, cell in zip(names, line, strict=False) if name in cells}
        if any(cell.strip() for cell in line):
            yield _Row(number=number, cells=cells)


def _known_users(actor: Actor, session: Session, rows: list[_Row]) -> dict[str, User]:
    emails = sorted({row.email for row in rows})
    known: dict[str, User] = {}
    for start in range(0, len(emails), AT_ONCE):
        known |= users.find_users_by_email(session, emails[start : start + AT_ONCE], actor.institution_id)
    return known


def _roster_fault(row: _Row, user: User | None) -> str | None:
    if not row.cells["name"] and user is None:
        return NO_NAME
    if row.cells["role"].lower() not in ROLES:
        return UNKNOWN_ROLE
    return PROTECTED if user is not None and user.role in {Role.ADMINISTRATOR, Role.SERVICE} else None


def _take(actor: Actor, session: Session, row: _Row, known: dict[str, User], places: _Groups) -> RowResult:
    user = known.get(row.email)
    role = ROLES[row.cells["role"].lower()]
    outcome: Outcome = "unchanged"
    if user is None:
        user = User(institution_id=actor.institution_id, email=row.email, name=row.cells["name"], role=role)
        users.add_user(session, user)
        known[row.email] = user
        record(session, actor, "user.added", user.id, {"role": role})
        outcome = "added"
    elif _change(actor, session, user, row, role):
        outcome = "changed"
    if row.cells["group"] and places.put(row.cells["group"], user) and outcome == "unchanged":
        outcome = "changed"
    return row.done(outcome)


def _change(actor: Actor, session: Session, user: User, row: _Row, role: Role) -> bool:
    """Take over a name and a role that the row gives; an empty cell leaves what is there."""
    name = row.cells["name"] or user.name
    new_role = role if row.cells["role"] else Role(user.role)
    if (name, new_role) == (user.name, user.role):
        return False
    if new_role != user.role:
        record(session, actor, "user.changed", user.id, {"from": user.role, "to": new_role})
    user.name, user.role = name, new_role
    return True


def _finish(actor: Actor, session: Session, results: list[RowResult], *, is_dry_run: bool) -> ImportResult:
    result = ImportResult(rows=tuple(results), is_dry_run=is_dry_run)
    counts = {"added": result.count("added"), "changed": result.count("changed"), "refused": result.count("refused")}
    record(session, actor, "roster.imported", None, counts)
    session.flush()
    return result
