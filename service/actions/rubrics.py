"""Versions of rubrics: a rubric in use never changes, and editing makes the next version."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, lru_cache

from sqlalchemy.orm import Session

from rubric.checks import check_rubric
from rubric.errors import RubricError
from rubric.findings import Severity
from rubric.fingerprint import fingerprint
from rubric.loader import parse_rubric
from rubric.schema import Rubric
from rubric.writer import write_yaml
from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.errors import InvalidValueError, NotFoundError
from service.storage import rubric_versions
from service.storage.paging import Page, PageRequest
from service.storage.tables import RubricVersion

_MOST_FINDINGS = 10


@dataclass(frozen=True)
class PackagedRubric:
    """A rubric that comes with the program or lies in its folder."""

    rubric: Rubric

    @cached_property
    def fingerprint(self) -> str:
        """The hash of what it says."""
        return fingerprint(self.rubric)

    @cached_property
    def body(self) -> str:
        """Its YAML, written when it is first put to use."""
        return write_yaml(self.rubric)


Library = Mapping[str, PackagedRubric]
"""The packaged rubrics by id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersionView:
    """A version of a rubric, without its text."""

    id: str
    rubric_id: str
    version: int
    fingerprint: str
    created_by: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricVersionText:
    """A version of a rubric with its YAML."""

    head: RubricVersionView
    body: str


@lru_cache(maxsize=8)
def rubric_of(body: str) -> Rubric:
    """The rubric that a kept version's YAML holds; the last few stay at hand.

    Raises:
        rubric.errors.RubricError: it holds none.
    """
    return parse_rubric(body, "rubric")


def show_version(row: RubricVersion) -> RubricVersionView:
    """The row as a value."""
    return RubricVersionView(
        id=row.id,
        rubric_id=row.rubric_id,
        version=row.version,
        fingerprint=row.fingerprint,
        created_by=row.created_by,
        created_at=row.created_at,
    )


def list_versions(actor: Actor, session: Session, rubric_id: str, asked: PageRequest) -> Page[RubricVersionView]:
    """A page of the versions of a rubric that the institution has, the newest first."""
    actor.require(Permission.RUBRICS_READ)
    return rubric_versions.list_versions(session, actor.institution_id, rubric_id, asked).map(show_version)


def read_version(actor: Actor, session: Session, rubric_id: str, version: int) -> RubricVersionText:
    """One version with its YAML, which holds the word lists: for those who may write rubrics.

    Raises:
        NotFoundError: the institution has no such version.
    """
    actor.require(Permission.RUBRICS_WRITE)
    row = rubric_versions.find_version(session, actor.institution_id, rubric_id, version)
    if row is None:
        raise NotFoundError("rubric version")
    return RubricVersionText(head=show_version(row), body=row.body)


def require_author(actor: Actor) -> None:
    """Go on only with somebody who may write rubrics.

    Raises:
        service.errors.ForbiddenError: they may not.
    """
    actor.require(Permission.RUBRICS_WRITE)


def check_body(rubric_id: str, body: str) -> Rubric:
    """The rubric written in YAML, sound and under its own id.

    Raises:
        InvalidValueError: it is no rubric, another one, or has errors; the message names the lines.
    """
    try:
        rubric = parse_rubric(body, "rubric")
    except RubricError as error:
        raise InvalidValueError(str(error)) from error
    if rubric.id != rubric_id:
        raise InvalidValueError(f"The rubric's own id is another than {rubric_id!r}. Correct one of the two.")
    faults = [one for one in check_rubric(rubric, is_draft=True) if one.severity is Severity.ERROR]
    if faults:
        raise InvalidValueError(" ".join(f"{one.where}: {one.message}" for one in faults[:_MOST_FINDINGS]))
    return rubric


@dataclass(frozen=True, slots=True)
class MadeVersion:
    """A version, and whether it was made just now."""

    version: RubricVersionView
    is_new: bool


def create_version(actor: Actor, session: Session, packaged: PackagedRubric) -> MadeVersion:
    """Keep a checked rubric as the next version; the newest one where it says just the same."""
    actor.require(Permission.RUBRICS_WRITE)
    newest = rubric_versions.find_version(session, actor.institution_id, packaged.rubric.id)
    if newest is not None and newest.fingerprint == packaged.fingerprint:
        return MadeVersion(show_version(newest), is_new=False)
    return MadeVersion(show_version(_add(actor, session, packaged)), is_new=True)


def version_for(actor: Actor, session: Session, rubric_id: str, version: int | None, library: Library) -> RubricVersion:
    """The version that an assignment asks for; without a number the newest, and a packaged rubric the first time.

    Raises:
        NotFoundError: neither the institution nor the program has it.
    """
    row = rubric_versions.find_version(session, actor.institution_id, rubric_id, version)
    if row is not None:
        return row
    if version is not None or rubric_id not in library:
        raise NotFoundError("rubric version")
    return _add(actor, session, library[rubric_id])


def _add(actor: Actor, session: Session, packaged: PackagedRubric) -> RubricVersion:
    row = rubric_versions.add_version(
        session,
        RubricVersion(
            institution_id=actor.institution_id,
            rubric_id=packaged.rubric.id,
            fingerprint=packaged.fingerprint,
            body=packaged.body,
            created_by=actor.id,
        ),
    )
    record(session, actor, "rubric_version.created", row.id, {"rubric_id": row.rubric_id, "version": row.version})
    return row
