"""Releases: what students see from then on, one submission or a whole assignment."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.moderation import moderation_of
from service.actions.sight import see_assignment, see_case
from service.errors import ConflictError, NotFoundError
from service.storage import judgements
from service.storage.paging import Page, PageRequest
from service.storage.tables import Assignment, Release


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseView:
    """One release."""

    id: str
    assignment_id: str
    submission_id: str | None
    """None for the whole assignment."""
    user_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeRelease:
    """A release, and whether it was made just now."""

    release: ReleaseView
    is_new: bool


def release(actor: Actor, session: Session, assignment_id: str, submission_id: str | None = None) -> MadeRelease:
    """Let students see; names may be known from then on, and nothing can be taken back.

    Raises:
        NotFoundError: there is no such assignment, or no such submission of it.
        ConflictError: two markers have not settled what is to be released.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.RELEASES_WRITE)
    assignment = see_assignment(session, actor, assignment_id, for_change=True)
    if submission_id is not None and see_case(session, actor, submission_id).assignment.id != assignment.id:
        raise NotFoundError("submission")
    found = judgements.find_release(session, assignment.id, submission_id)
    if found is not None:
        return MadeRelease(release=_show(found), is_new=False)
    _require_settled(session, assignment, submission_id)
    row = judgements.add_release(
        session,
        Release(
            institution_id=actor.institution_id,
            assignment_id=assignment.id,
            submission_id=submission_id,
            user_id=actor.id,
        ),
    )
    record(session, actor, "release.created", row.id, {"assignment_id": assignment.id, "submission_id": submission_id})
    return MadeRelease(release=_show(row), is_new=True)


def list_releases(actor: Actor, session: Session, assignment_id: str, asked: PageRequest) -> Page[ReleaseView]:
    """A page of an assignment's releases, the newest first.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    assignment = see_assignment(session, actor, assignment_id)
    return judgements.list_releases(session, assignment.id, asked).map(_show)


def _require_settled(session: Session, assignment: Assignment, submission_id: str | None) -> None:
    if not assignment.needs_two_markers:
        return
    table = judgements.markings_by_submission(session, assignment.id)
    if submission_id is not None:
        table = {submission_id: table.get(submission_id, [])}
    open_ones = sum(not moderation_of(markings).is_settled for markings in table.values())
    if open_ones:
        raise ConflictError(f"The markers have not settled {open_ones} of {len(table)} submissions.")


def _show(row: Release) -> ReleaseView:
    return ReleaseView(
        id=row.id,
        assignment_id=row.assignment_id,
        submission_id=row.submission_id,
        user_id=row.user_id,
        created_at=row.created_at,
    )
