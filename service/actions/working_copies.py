"""What a student has written so far: saved as they write, handed in when they say so."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.sight import see_assignment, see_case
from service.actions.submissions import NewSubmission, open_submission
from service.errors import ConflictError, InvalidValueError
from service.storage import drafts, submissions
from service.storage.tables import WorkingCopy
from service.storage.types import utc_now
from service.storage.working_copies import add_working_copy, find_working_copy

MOST_CHARACTERS = 400_000
"""Far more than any draft that is read, so that writing is never stopped, and little enough to be saved often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingText:
    """The text as it was last saved."""

    submission_id: str | None
    """None where nothing was begun."""
    text: str
    version: int
    """0 where nothing was saved."""
    saved_at: datetime | None


class OverlookedSaveError(ConflictError):
    """The text was saved from somewhere else in between."""

    title = "Saved somewhere else meanwhile"
    code = "overlooked_save"

    def __init__(self) -> None:
        """Say what happened."""
        super().__init__("This text was changed in another window or on another device. Both versions are kept.")


def read_working_text(actor: Actor, session: Session, assignment_id: str) -> WorkingText:
    """What the actor has written for an assignment: as saved, or the newest draft where nothing was saved.

    Raises:
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor hands nothing in.
    """
    actor.require(Permission.SUBMISSIONS_OWN)
    see_assignment(session, actor, assignment_id)
    submission = submissions.find_submission_of(session, assignment_id, actor.id)
    if submission is None:
        return WorkingText(submission_id=None, text="", version=0, saved_at=None)
    found = find_working_copy(session, submission.id)
    if found is not None:
        return _show(found)
    newest = drafts.newest_draft(session, submission.id)
    text = "" if newest is None else newest.text
    return WorkingText(submission_id=submission.id, text=text, version=0, saved_at=None)


def save_working_text(actor: Actor, session: Session, assignment_id: str, *, text: str, based_on: int) -> WorkingText:
    """Save what the actor has written, if nobody else saved since the version it is based on.

    Raises:
        OverlookedSaveError: it was saved from somewhere else in between.
        NotFoundError: there is no such assignment.
        ConflictError: the assignment is archived.
        InvalidValueError: the text is too long.
        ForbiddenError: the actor hands nothing in.
    """
    actor.require(Permission.SUBMISSIONS_OWN)
    if len(text) > MOST_CHARACTERS:
        raise InvalidValueError(f"A text has at most {MOST_CHARACTERS:,} characters.")
    submission_id = open_submission(actor, session, NewSubmission(assignment_id=assignment_id)).submission.id
    see_case(session, actor, submission_id, for_change=True)
    row = find_working_copy(session, submission_id, for_change=True)
    if row is None:
        return _show(_add(actor, session, submission_id, text))
    if row.text == text:
        return _show(row)
    if row.version != based_on:
        raise OverlookedSaveError
    row.text, row.version, row.saved_at = text, row.version + 1, utc_now()
    session.flush()
    return _show(row)


def _add(actor: Actor, session: Session, submission_id: str, text: str) -> WorkingCopy:
    row = WorkingCopy(
        submission_id=submission_id,
        institution_id=actor.institution_id,
        text=text,
        version=1,
        saved_at=utc_now(),
    )
    return add_working_copy(session, row)


def _show(row: WorkingCopy) -> WorkingText:
    return WorkingText(submission_id=row.submission_id, text=row.text, version=row.version, saved_at=row.saved_at)
