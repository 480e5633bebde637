"""Assignments: what students are asked, by which rubric it is read, and what they see of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.rubrics import Library, RubricVersionView, show_version, version_for
from service.actions.sight import see_assignment, sees_all
from service.errors import ConflictError, NotFoundError
from service.feedback.visibility import Visibility
from service.storage import assignments, groups, judgements
from service.storage.paging import Page, PageRequest
from service.storage.tables import Assignment

FIXED = frozenset({"prompt", "case_text", "rubric_id", "rubric_version", "is_anonymous", "needs_two_markers"})
"""What stays as it is once a draft was handed in: what drafts were read against, and what markers were promised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAssignment:
    """An assignment to be made."""

    title: str
    rubric_id: str
    rubric_version: int | None = None
    """None for the newest."""
    prompt: str = ""
    case_text: str = ""
    due_at: datetime | None = None
    visibility: Visibility = Visibility.BANDS
    waits_for_release: bool = False
    is_anonymous: bool = False
    needs_two_markers: bool = False
    group_id: str | None = None
    ask_self_assessment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentView:
    """An assignment."""

    id: str
    title: str
    rubric: RubricVersionView
    prompt: str
    case_text: str
    due_at: datetime | None
    visibility: Visibility
    waits_for_release: bool
    is_anonymous: bool
    needs_two_markers: bool
    group_id: str | None
    ask_self_assessment: bool
    is_archived: bool
    is_released: bool
    """Released as a whole."""
    version: int
    created_at: datetime


def create_assignment(actor: Actor, session: Session, new: NewAssignment, library: Library) -> AssignmentView:
    """Make an assignment.

    Raises:
        NotFoundError: there is no such rubric, version or group.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.ASSIGNMENTS_WRITE)
    rubric = version_for(actor, session, new.rubric_id, new.rubric_version, library)
    _require_group(actor, session, new.group_id)
    row = assignments.add_assignment(
        session,
        Assignment(
            institution_id=actor.institution_id,
            title=new.title,
            rubric_version_id=rubric.id,
            prompt=new.prompt,
            case_text=new.case_text,
            due_at=new.due_at,
            visibility=new.visibility.value,
            waits_for_release=new.waits_for_release,
            is_anonymous=new.is_anonymous,
            needs_two_markers=new.needs_two_markers,
            group_id=new.group_id,
            ask_self_assessment=new.ask_self_assessment,
            created_by=actor.id,
        ),
    )
    record(session, actor, "assignment.created", row.id, {"rubric_version": rubric.version})
    return _show(session, row)


def list_assignments(
    actor: Actor, session: Session, asked: PageRequest, *, with_archived: bool = False
) -> Page[AssignmentView]:
    """A page of the assignments that the actor may see, the newest first."""
    actor.require(Permission.ASSIGNMENTS_READ)
    found = assignments.list_assignments(
        session,
        actor.institution_id,
        asked,
        student_id=None if sees_all(actor) else actor.id,
        with_archived=with_archived,
    )
    return found.map(lambda row: _show(session, row))


def read_assignment(actor: Actor, session: Session, assignment_id: str) -> AssignmentView:
    """One assignment.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    return _show(session, see_assignment(session, actor, assignment_id))


def is_begun(actor: Actor, session: Session, assignment_id: str) -> bool:
    """Whether drafts were handed in, so that what they are read against stays.

    Raises:
        NotFoundError: there is none that the actor may see.
    """
    return assignments.has_drafts(session, see_assignment(session, actor, assignment_id).id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignmentChange:
    """A change: the fields of `NewAssignment` that change, `is_archived` besides."""

    fields: Mapping[str, Any]
    check: Callable[[AssignmentView], None]
    """Called with what is there before anything changes; raises to stop."""


def change_assignment(
    actor: Actor, session: Session, assignment_id: str, change: AssignmentChange, library: Library
) -> AssignmentView:
    """Change an assignment. What drafts were read against stays as it is once there are drafts.

    Raises:
        NotFoundError: there is no such assignment, rubric or group.
        ConflictError: drafts were handed in.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.ASSIGNMENTS_WRITE)
    row = see_assignment(session, actor, assignment_id, for_change=True)
    change.check(_show(session, row))
    if FIXED & change.fields.keys() and assignments.has_drafts(session, row.id):
        raise ConflictError(
            "Drafts were handed in, so the rubric, the prompt, the case, anonymity and the number of markers stay as "
            "they are. Make another assignment."
        )
    fields = dict(change.fields)
    _require_group(actor, session, fields.get("group_id"))
    _set_rubric(actor, session, row, fields, library)
    for name, value in fields.items():
        setattr(row, name, value.value if isinstance(value, Enum) else value)
    row.version += 1
    session.flush()
    record(session, actor, "assignment.changed", row.id, {"version": row.version})
    return _show(session, row)


def _set_rubric(actor: Actor, session: Session, row: Assignment, fields: dict[str, Any], library: Library) -> None:
    """Take the rubric out of the fields and set it."""
    rubric_id, version = fields.pop("rubric_id", None), fields.pop("rubric_version", None)
    if rubric_id is None and version is None:
        return
    rubric_id = rubric_id or assignments.find_rubric_head(session, row).rubric_id
    row.rubric_version_id = version_for(actor, session, rubric_id, version, library).id


def _require_group(actor: Actor, session: Session, group_id: str | None) -> None:
    if group_id is not None and groups.find_group(session, actor.institution_id, group_id) is None:
        raise NotFoundError("group")


def _show(session: Session, row: Assignment) -> AssignmentView:
    return AssignmentView(
        id=row.id,
        title=row.title,
        rubric=show_version(assignments.find_rubric_head(session, row)),
        prompt=row.prompt,
        case_text=row.case_text,
        due_at=row.due_at,
        visibility=Visibility(row.visibility),
        waits_for_release=row.waits_for_release,
        is_anonymous=row.is_anonymous,
        needs_two_markers=row.needs_two_markers,
        group_id=row.group_id,
        ask_self_assessment=row.ask_self_assessment,
        is_archived=row.is_archived,
        is_released=judgements.is_released(session, row.id),
        version=row.version,
        created_at=row.created_at,
    )
