"""Working on rubrics: what there is, one to read or change, the next version, and scripts that people have marked."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rubric.schema import Rubric
from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.rubrics import (
    Library,
    PackagedRubric,
    RubricVersionView,
    create_version,
    read_version,
    rubric_of,
    version_for,
)
from service.actions.sight import is_unblinded, see_case
from service.actions.submissions import label_of
from service.errors import ConflictError, NotFoundError
from service.feedback.rubric_trial import MarkedText
from service.storage import assignments, drafts, judgements, rubric_versions
from service.storage.paging import PageRequest
from service.storage.tables import Assignment, Marking

MOST_SCRIPTS = 20
"""Marked scripts on which a rubric is tried at once."""
_MOST_LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricCard:
    """A rubric in the list. `newest` is None for one that comes with the program and was not put to use."""

    rubric_id: str
    title: str
    level: str
    newest: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRubric:
    """A rubric to read or change. `version` is None for one that comes with the program and was not put to use."""

    rubric: Rubric
    body: str
    fingerprint: str
    version: int | None


def list_rubrics(actor: Actor, session: Session, library: Library) -> tuple[RubricCard, ...]:
    """The rubrics that come with the program and those of the institution, by id."""
    actor.require(Permission.RUBRICS_WRITE)
    newest = rubric_versions.count_versions(session, actor.institution_id)
    found = (open_rubric(actor, session, library, rubric_id) for rubric_id in sorted({*newest, *library}))
    return tuple(
        RubricCard(rubric_id=one.rubric.id, title=one.rubric.title, level=one.rubric.level, newest=one.version)
        for one in found
    )


def open_rubric(
    actor: Actor, session: Session, library: Library, rubric_id: str, version: int | None = None
) -> OpenRubric:
    """A version of a rubric; the newest without a number, and where there is none, the one that comes with the program.

    Raises:
        NotFoundError: neither the institution nor the program has it.
        service.errors.ForbiddenError: the actor may not.
    """
    actor.require(Permission.RUBRICS_WRITE)
    row = rubric_versions.find_version(session, actor.institution_id, rubric_id, version)
    if row is not None:
        found = read_version(actor, session, rubric_id, row.version)
        return OpenRubric(
            rubric=rubric_of(found.body), body=found.body, fingerprint=row.fingerprint, version=row.version
        )
    if version is not None or rubric_id not in library:
        raise NotFoundError("rubric")
    packaged = library[rubric_id]
    return OpenRubric(rubric=packaged.rubric, body=packaged.body, fingerprint=packaged.fingerprint, version=None)


def keep_next(
    actor: Actor, session: Session, library: Library, rubric: Rubric, *, base: int | None
) -> RubricVersionView:
    """Keep a changed rubric as the next version. One that came with the program is kept first, as it was.

    Raises:
        ConflictError: somebody made another version since `base`.
        service.errors.ForbiddenError: the actor may not.
    """
    newest = rubric_versions.find_version(session, actor.institution_id, rubric.id)
    if (newest.version if newest else None) != base:
        raise ConflictError("Somebody has made another version meanwhile.")
    if newest is None and rubric.id in library:
        version_for(actor, session, rubric.id, None, library)
    return create_version(actor, session, PackagedRubric(rubric)).version


def list_marked(actor: Actor, session: Session, rubric_id: str) -> tuple[MarkedText, ...]:
    """Scripts of assignments by this rubric that people have marked, as far as the actor may see their marks.

    They carry no names. Where two have marked, it is the one who settled it, else the first.
    """
    actor.require(Permission.SUBMISSIONS_READ)
    page = assignments.list_assignments(
        session, actor.institution_id, PageRequest(limit=_MOST_LOOKED_AT), student_id=None, with_archived=True
    )
    found: list[MarkedText] = []
    for assignment in page.items:
        if assignments.find_rubric_head(session, assignment).rubric_id == rubric_id:
            found += _marked_in(actor, session, assignment)
    return tuple(found[:MOST_SCRIPTS])


def _marked_in(actor: Actor, session: Session, assignment: Assignment) -> list[MarkedText]:
    found = []
    for submission_id, markings in judgements.markings_by_submission(session, assignment.id).items():
        case = see_case(session, actor, submission_id)
        if not markings or not is_unblinded(session, actor, case):
            continue
        marking = _settled(markings)
        draft = drafts.find_draft(session, actor.institution_id, marking.draft_id or "")
        if draft is not None and marking.elements:
            found.append(MarkedText(label=label_of(submission_id), text=draft.text, levels=dict(marking.elements)))
    return found


def _settled(markings: list[Marking]) -> Marking:
    settled = [one for one in markings if one.is_adjudication]
    return settled[-1] if settled else markings[0]
