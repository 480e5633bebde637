"""What somebody sees of an assignment and its submissions: the one place where objects are checked."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.errors import MarkFirstError, NotReleasedError
from service.errors import ForbiddenError, NotFoundError
from service.storage import assignments, drafts, groups, judgements, submissions
from service.storage.tables import Assignment, Draft, Report, Submission

MARKERS = 2
"""How many mark a submission before their marks may be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A submission as somebody sees it."""

    assignment: Assignment
    submission: Submission
    is_owner: bool
    is_released: bool
    is_program: bool
    """A records system, which has to know whose is what, and not a marker."""

    @property
    def hides_names(self) -> bool:
        """Whether the reader must not know whose it is."""
        return self.assignment.is_anonymous and not (self.is_released or self.is_owner or self.is_program)


def see_assignment(session: Session, actor: Actor, assignment_id: str, *, for_change: bool = False) -> Assignment:
    """The assignment, if the actor may see it: students see those they are set or have begun.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may read no assignments.
    """
    actor.require(Permission.ASSIGNMENTS_READ)
    found = assignments.find_assignment(session, actor.institution_id, assignment_id, for_change=for_change)
    if found is None or not (sees_all(actor) or _is_set(session, actor, found)):
        raise NotFoundError("assignment")
    return found


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees what every student of the institution hands in."""
    return actor.may(Permission.SUBMISSIONS_READ) or actor.may(Permission.ASSIGNMENTS_WRITE)


def see_case(session: Session, actor: Actor, submission_id: str, *, for_change: bool = False) -> Case:
    """The submission, if the actor may see it: students see their own.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may read no submissions at all.
    """
    if not (actor.may(Permission.SUBMISSIONS_READ) or actor.may(Permission.SUBMISSIONS_OWN)):
        raise ForbiddenError
    found = submissions.find_submission(session, actor.institution_id, submission_id, for_change=for_change)
    if found is None or not (actor.may(Permission.SUBMISSIONS_READ) or found.user_id == actor.id):
        raise NotFoundError("submission")
    assignment = assignments.find_assignment(session, actor.institution_id, found.assignment_id)
    if assignment is None:
        raise NotFoundError("submission")
    return Case(
        assignment=assignment,
        submission=found,
        is_owner=found.user_id == actor.id,
        is_program=actor.kind == "key",
        is_released=judgements.is_released(session, assignment.id, found.id),
    )


def see_draft(session: Session, actor: Actor, draft_id: str) -> tuple[Case, Draft]:
    """The draft and its submission, if the actor may see them.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may read no submissions at all.
    """
    draft = drafts.find_draft(session, actor.institution_id, draft_id)
    try:
        case = see_case(session, actor, draft.submission_id if draft else "")
    except NotFoundError:
        raise NotFoundError("draft") from None
    if draft is None:
        raise NotFoundError("draft")
    return case, draft


def see_report(session: Session, actor: Actor, report_id: str) -> tuple[Case, Draft, Report]:
    """The report with its draft and submission, if the actor may see them now.

    Raises:
        NotFoundError: there is none that the actor may see.
        ForbiddenError: the actor may read no submissions, must mark first, or has to wait for the release.
    """
    report = drafts.find_report(session, actor.institution_id, report_id)
    try:
        case, draft = see_draft(session, actor, report.draft_id if report else "")
    except NotFoundError:
        raise NotFoundError("report") from None
    if report is None:
        raise NotFoundError("report")
    require_feedback(session, actor, case)
    return case, draft, report


def require_feedback(session: Session, actor: Actor, case: Case) -> None:
    """Go on only when the actor may see what the program says of the submission now.

    Raises:
        NotReleasedError: a student has to wait.
        MarkFirstError: a marker has not marked yet.
    """
    if case.is_owner and not actor.may(Permission.SUBMISSIONS_READ):
        if waits(case.assignment) and not case.is_released:
            raise NotReleasedError
        return
    if not is_unblinded(session, actor, case):
        raise MarkFirstError


def waits(assignment: Assignment) -> bool:
    """Whether students see feedback only once it is released."""
    return assignment.waits_for_release or assignment.needs_two_markers


def is_unblinded(session: Session, actor: Actor, case: Case) -> bool:
    """Whether the actor may see the others' marks and the machine's: after having marked, or when both have."""
    if not case.assignment.needs_two_markers or case.is_released or actor.kind == "key":
        return True
    first = [one for one in judgements.list_markings(session, [case.submission.id]) if not one.is_adjudication]
    return len(first) >= MARKERS or any(one.marker_id == actor.id for one in first)


def _is_set(session: Session, actor: Actor, assignment: Assignment) -> bool:
    if assignment.group_id is None or groups.is_member(session, assignment.group_id, actor.id):
        return True
    return submissions.find_submission_of(session, assignment.id, actor.id) is not None
