"""Deletion at once, on request: a submission, or everything that is held about a person; and the export before it."""

from typing import Any

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.sight import see_case, waits
from service.errors import ConflictError, NotFoundError
from service.storage import assignments, deletion, judgements, personal_data, submissions, users
from service.storage.deletion import Deleted
from service.storage.paging import PageRequest

_MOST = 10_000


def remove_submission(actor: Actor, session: Session, submission_id: str) -> Deleted:
    """Delete a submission with its drafts, reports and everything derived; one's own, or anybody's with the right to.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may not.
    """
    case = see_case(session, actor, submission_id, for_change=True)
    actor.require(Permission.PERSONAL_DATA_OWN if case.is_owner else Permission.PERSONAL_DATA_ANY)
    gone = deletion.delete_submissions(session, actor.institution_id, [case.submission.id])
    record(session, actor, "submission.deleted", submission_id, {"drafts": gone.drafts, "reports": gone.reports})
    return gone


def export_person(actor: Actor, session: Session, user_id: str) -> dict[str, Any]:
    """Everything that is held about a person; what is not released is left out for the person, and said to be.

    Raises:
        NotFoundError: there is nobody with this id whom the actor may ask about.
        ForbiddenError: the actor may not.
    """
    _require(actor, user_id)
    withheld = () if actor.may(Permission.PERSONAL_DATA_ANY) else _unreleased(session, actor, user_id)
    found = personal_data.export_person(session, actor.institution_id, user_id, withheld=withheld)
    if found is None:
        raise NotFoundError("person")
    return found


def delete_person(actor: Actor, session: Session, user_id: str) -> Deleted:
    """Delete a person with everything that is held about them.

    Raises:
        NotFoundError: there is nobody with this id whom the actor may delete.
        ConflictError: they are the last who may administer the institution.
        ForbiddenError: the actor may not.
    """
    _require(actor, user_id)
    user = users.find_user(session, actor.institution_id, user_id)
    if user is None:
        raise NotFoundError("person")
    if user.role == "administrator" and users.count_active(session, actor.institution_id, user.role) < 2:
        raise ConflictError("This is the last administrator. Appoint another one first.")
    record(session, actor, "user.deleted", user_id)
    session.flush()
    gone = personal_data.delete_person(session, actor.institution_id, user_id)
    if gone is None:
        raise NotFoundError("person")
    return gone


def _require(actor: Actor, user_id: str) -> None:
    """Go on with oneself, or with the right to ask about anybody; nobody else's existence is told.

    Raises:
        NotFoundError: it is somebody else.
        ForbiddenError: the actor may not even ask about themselves.
    """
    if actor.may(Permission.PERSONAL_DATA_ANY):
        return
    actor.require(Permission.PERSONAL_DATA_OWN)
    if user_id != actor.id:
        raise NotFoundError("person")


def _unreleased(session: Session, actor: Actor, user_id: str) -> tuple[str, ...]:
    """The person's submissions whose feedback waits for a release."""
    asked = PageRequest(limit=_MOST)
    own = submissions.list_submissions(session, actor.institution_id, asked, student_id=user_id).items
    waiting = []
    for one in own:
        assignment = assignments.find_assignment(session, actor.institution_id, one.assignment_id)
        if assignment and waits(assignment) and not judgements.is_released(session, assignment.id, one.id):
            waiting.append(one.id)
    return tuple(waiting)
