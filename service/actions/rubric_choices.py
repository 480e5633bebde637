"""The rubrics that an assignment may be read by, and what a marker has to know of the one that it is read by."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from rubric.errors import RubricError
from rubric.schema import Criterion
from service.access.roles import Permission
from service.actions.actors import Actor
from service.actions.rubrics import Library, rubric_of
from service.actions.sight import see_assignment
from service.storage.assignments import find_rubric_version
from service.storage.rubric_ids import list_rubric_ids
from service.storage.rubric_versions import find_version


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricChoice:
    """A rubric to choose."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkingScheme:
    """What a marker gives bands for, without the words that the program looks for."""

    title: str
    criteria: tuple[Criterion, ...]


def read_scheme(actor: Actor, session: Session, assignment_id: str) -> MarkingScheme:
    """The marking scheme of an assignment.

    Raises:
        service.errors.NotFoundError: there is no such assignment.
        service.errors.ForbiddenError: the actor may not.
    """
    actor.require(Permission.MARKINGS_WRITE)
    assignment = see_assignment(session, actor, assignment_id)
    rubric = rubric_of(find_rubric_version(session, assignment).body)
    return MarkingScheme(title=rubric.title, criteria=rubric.criteria)


def list_choices(actor: Actor, session: Session, library: Library) -> tuple[RubricChoice, ...]:
    """Every rubric that the actor may choose, by title."""
    actor.require(Permission.RUBRICS_READ)
    titles = {rubric_id: packaged.rubric.title for rubric_id, packaged in library.items()}
    for rubric_id in list_rubric_ids(session, actor.institution_id):
        if rubric_id not in titles:
            titles[rubric_id] = _title_of(session, actor, rubric_id)
    choices = [RubricChoice(id=rubric_id, title=title) for rubric_id, title in titles.items()]
    return tuple(sorted(choices, key=lambda choice: (choice.title, choice.id)))


def _title_of(session: Session, actor: Actor, rubric_id: str) -> str:
    row = find_version(session, actor.institution_id, rubric_id)
    try:
        return rubric_of(row.body).title if row is not None else rubric_id
    except RubricError:
        return rubric_id
