"""Two people mark without seeing one another or the machine; a third settles where they differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Session

from rubric.schema import Rubric
from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.audit import record
from service.actions.rubrics import rubric_of
from service.actions.sight import MARKERS, Case, is_unblinded, see_case
from service.actions.targets import BANDS, LEVELS
from service.errors import ConflictError, InvalidValueError, NotFoundError
from service.feedback.rulings import AN_ADJUDICATOR, TWO_MARKERS, Judgement
from service.storage import assignments, drafts, judgements
from service.storage.tables import Marking


class State(StrEnum):
    """How far the marking of a submission is."""

    UNMARKED = "unmarked"
    MARKED_ONCE = "marked once"
    AGREED = "agreed"
    DIFFERS = "differs"
    ADJUDICATED = "adjudicated"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMarking:
    """A marking to be handed in: a band for each criterion, and levels of elements where the marker gives them."""

    draft_id: str
    bands: Mapping[str, int]
    elements: Mapping[str, str]
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingView:
    """One marking."""

    id: str
    submission_id: str
    draft_id: str
    marker_id: str | None
    bands: Mapping[str, int]
    elements: Mapping[str, str]
    comment: str | None
    is_adjudication: bool
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderation:
    """What the markings of a submission come to."""

    state: State
    differences: tuple[str, ...]
    """Criteria to which the two markers gave different bands."""
    bands: Mapping[str, int] | None
    """The definitive bands; None until they are settled."""

    @property
    def is_settled(self) -> bool:
        """Whether there are definitive bands."""
        return self.bands is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Markings:
    """The markings of a submission as far as the actor may see them."""

    is_blind: bool
    """Whether others' markings are hidden from the actor, and whether there are any."""
    markings: tuple[MarkingView, ...]
    moderation: Moderation | None
    """None while the actor is blind."""


def judgement_of(changes: Mapping[str, str], moderation: Moderation | None) -> Judgement:
    """What people decided of a draft: a tutor's changes by target, and the bands that its markers came to."""
    is_adjudicated = moderation is not None and moderation.state is State.ADJUDICATED
    return Judgement(
        changes=changes,
        settled=(moderation.bands if moderation else None) or {},
        settled_by=AN_ADJUDICATOR if is_adjudicated else TWO_MARKERS,
    )


def moderation_of(markings: Sequence[Marking]) -> Moderation:
    """What the markings of one submission come to."""
    settled = [one for one in markings if one.is_adjudication]
    first = [one for one in markings if not one.is_adjudication][:MARKERS]
    if len(first) < MARKERS:
        return Moderation(state=State.MARKED_ONCE if first else State.UNMARKED, differences=(), bands=None)
    one, other = first
    differing = tuple(key for key in sorted({*one.bands, *other.bands}) if one.bands.get(key) != other.bands.get(key))
    if settled:
        return Moderation(state=State.ADJUDICATED, differences=differing, bands=settled[-1].bands)
    if differing:
        return Moderation(state=State.DIFFERS, differences=differing, bands=None)
    return Moderation(state=State.AGREED, differences=(), bands=one.bands)


def mark(actor: Actor, session: Session, submission_id: str, new: NewMarking) -> MarkingView:
    """Hand in one's own marking of a submission that two people mark.

    Raises:
        NotFoundError: there is no such submission or draft.
        InvalidValueError: a band or level is missing or not one of the rubric's.
        ConflictError: the assignment has no two markers, the actor or two others have marked, or it is released.
        ForbiddenError: the actor may not.
    """
    case, rubric = _see(actor, session, submission_id, new)
    first = [one for one in judgements.list_markings(session, [case.submission.id]) if not one.is_adjudication]
    if any(one.marker_id == actor.id for one in first):
        raise ConflictError("You have marked this. A marking stays as it was handed in.")
    if len(first) >= MARKERS:
        raise ConflictError("Two people have marked this. What is left is adjudication.")
    if any(one.draft_id != new.draft_id for one in first):
        raise ConflictError("The other marker marked another draft. Mark the same one.")
    return _add(actor, session, case, _checked(rubric, new), is_adjudication=False)


def adjudicate(actor: Actor, session: Session, submission_id: str, new: NewMarking) -> MarkingView:
    """Settle what two markers made of a submission, as somebody who is neither.

    Raises:
        NotFoundError: there is no such submission or draft.
        InvalidValueError: a band or level is missing or not one of the rubric's.
        ConflictError: two have not marked yet, the actor is one of them, it is settled, or it is released.
        ForbiddenError: the actor may not.
    """
    case, rubric = _see(actor, session, submission_id, new)
    markings = judgements.list_markings(session, [case.submission.id])
    first = [one for one in markings if not one.is_adjudication]
    if len(first) < MARKERS:
        raise ConflictError("Two people have to mark this first.")
    if any(one.marker_id == actor.id for one in first):
        raise ConflictError("You are one of the two markers. Somebody else has to settle it.")
    if any(one.is_adjudication for one in markings):
        raise ConflictError("It was settled already.")
    return _add(actor, session, case, _checked(rubric, new), is_adjudication=True)


def list_markings(actor: Actor, session: Session, submission_id: str) -> Markings:
    """The markings of a submission; only the actor's own while the actor must not see the others'.

    Raises:
        NotFoundError: there is no such submission.
        ForbiddenError: the actor may not.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    case = see_case(session, actor, submission_id)
    rows = judgements.list_markings(session, [case.submission.id])
    is_blind = not is_unblinded(session, actor, case)
    shown = [row for row in rows if not is_blind or row.marker_id == actor.id]
    return Markings(
        is_blind=is_blind,
        markings=tuple(map(_show, shown)),
        moderation=None if is_blind else moderation_of(rows),
    )


def _see(actor: Actor, session: Session, submission_id: str, new: NewMarking) -> tuple[Case, Rubric]:
    """The submission to be marked, held against other writers, and the rubric."""
    actor.require(Permission.MARKINGS_WRITE)
    case = see_case(session, actor, submission_id, for_change=True)
    if not case.assignment.needs_two_markers:
        raise ConflictError("One person marks this: take decisions on the report.")
    if case.is_released:
        raise ConflictError("It is released, so its marks stay as they are.")
    draft = drafts.find_draft(session, actor.institution_id, new.draft_id)
    if draft is None or draft.submission_id != case.submission.id:
        raise NotFoundError("draft")
    return case, rubric_of(assignments.find_rubric_version(session, case.assignment).body)


def _checked(rubric: Rubric, new: NewMarking) -> NewMarking:
    wanted = {criterion.id for criterion in rubric.criteria}
    if set(new.bands) != wanted or any(str(band) not in BANDS for band in new.bands.values()):
        raise InvalidValueError(f"Give a band from 0 to 4 for each of: {', '.join(sorted(wanted))}.")
    elements = {element.id for element in rubric.elements}
    if not set(new.elements) <= elements or any(level not in LEVELS for level in new.elements.values()):
        raise InvalidValueError(f"Give elements of the rubric only, each one of: {', '.join(LEVELS)}.")
    return new


def _add(actor: Actor, session: Session, case: Case, new: NewMarking, *, is_adjudication: bool) -> MarkingView:
    row = Marking(
        institution_id=actor.institution_id,
        submission_id=case.submission.id,
        draft_id=new.draft_id,
        marker_id=actor.id,
        bands=dict(new.bands),
        elements=dict(new.elements),
        comment=new.comment,
        is_adjudication=is_adjudication,
    )
    if not judgements.add_marking(session, row):
        raise ConflictError("You have marked this. A marking stays as it was handed in.")
    action = "marking.adjudicated" if is_adjudication else "marking.created"
    record(session, actor, action, row.id, {"submission_id": case.submission.id})
    return _show(row)


def _show(row: Marking) -> MarkingView:
    return MarkingView(
        id=row.id,
        submission_id=row.submission_id,
        draft_id=row.draft_id,
        marker_id=row.marker_id,
        bands=row.bands,
        elements=row.elements,
        comment=row.comment,
        is_adjudication=row.is_adjudication,
        created_at=row.created_at,
    )
