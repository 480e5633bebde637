"""What a student expects of a draft, asked before the program's bands are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.rubrics import rubric_of
from service.actions.sight import see_draft
from service.actions.targets import BANDS
from service.errors import ConflictError, InvalidValueError, NotFoundError
from service.storage import assignments, drafts
from service.storage.tables import SelfAssessment

ONCE = "You have said what you expect of this draft."


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfAssessmentView:
    """The bands that a student expects."""

    draft_id: str
    bands: Mapping[str, int]


def assess_oneself(actor: Actor, session: Session, draft_id: str, bands: Mapping[str, int]) -> SelfAssessmentView:
    """Say which bands one expects of one's own draft, once.

    Raises:
        NotFoundError: there is no such draft of the actor's.
        InvalidValueError: a band is missing or not one from 0 to 4.
        ConflictError: it was said.
    """
    actor.require(Permission.SUBMISSIONS_OWN)
    case, draft = see_draft(session, actor, draft_id)
    if not case.is_owner:
        raise NotFoundError("draft")
    rubric = rubric_of(assignments.find_rubric_version(session, case.assignment).body)
    wanted = {criterion.id for criterion in rubric.criteria}
    if set(bands) != wanted or any(str(band) not in BANDS for band in bands.values()):
        raise InvalidValueError(f"Give a band from 0 to 4 for each of: {', '.join(sorted(wanted))}.")
    row = SelfAssessment(draft_id=draft.id, institution_id=actor.institution_id, user_id=actor.id, bands=dict(bands))
    if drafts.find_self_assessment(session, draft.id, actor.id) is not None:
        raise ConflictError(ONCE)
    try:
        drafts.add_self_assessment(session, row)
    except IntegrityError as error:
        raise ConflictError(ONCE) from error
    record(session, actor, "self_assessment.created", row.id, {"draft_id": draft.id})
    return SelfAssessmentView(draft_id=draft.id, bands=dict(bands))


def read_self_assessment(actor: Actor, session: Session, draft_id: str) -> SelfAssessmentView:
    """What the writer of a draft expected of it.

    Raises:
        NotFoundError: there is no such draft that the actor may see, or nothing was said.
    """
    case, draft = see_draft(session, actor, draft_id)
    bands = drafts.find_self_assessment(session, draft.id, case.submission.user_id or "")
    if bands is None:
        raise NotFoundError("self-assessment")
    return SelfAssessmentView(draft_id=draft.id, bands=bands)
