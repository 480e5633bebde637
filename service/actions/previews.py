"""Feedback on a text that is still being written: read like a draft, shown as far as a draft's would be, not kept."""

from dataclasses import dataclass

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.errors import NotReleasedError
from service.actions.reading import Reader, brief_of, read_upload
from service.actions.sight import see_assignment, waits
from service.feedback.report import FeedbackReport
from service.feedback.visibility import Visibility, show_report
from service.storage import judgements, submissions
from service.workflow import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Feedback on a text that is not kept."""

    text: str
    """What the offsets of the report point into."""
    report: FeedbackReport
    visibility: Visibility
    """How much of the report is shown here."""


def preview_feedback(actor: Actor, reader: Reader, assignment_id: str, upload: Upload) -> Preview:
    """Read a text as a draft of the assignment would be.

    Bands stay hidden where the assignment asks students for theirs first.

    Raises:
        NotReleasedError: students see no feedback on this assignment yet.
        NotFoundError: there is no such assignment.
        ForbiddenError: the actor hands nothing in.
        service.errors.ServiceError: the text cannot be taken, or there is no time for it.
    """
    actor.require(Permission.SUBMISSIONS_OWN)
    with reader.database.reading() as session:
        assignment = see_assignment(session, actor, assignment_id)
        own = submissions.find_submission_of(session, assignment_id, actor.id)
        is_released = judgements.is_released(session, assignment_id, own.id if own else None)
        if waits(assignment) and not is_released:
            raise NotReleasedError
        hides_bands = assignment.ask_self_assessment
        visibility = Visibility.EVIDENCE if hides_bands else Visibility(assignment.visibility)
        brief = brief_of(session, assignment)
    read = read_upload(reader, upload, brief)
    return Preview(text=read.text, report=show_report(read.report, visibility), visibility=visibility)
