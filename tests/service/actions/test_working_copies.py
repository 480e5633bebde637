"""What a student has written is theirs, is saved in order, and never overwrites what another window saved."""

from dataclasses import dataclass

import pytest

from rubric.library import load_by_id
from service.access.roles import Role
from service.actions.actors import Actor
from service.actions.assignments import NewAssignment, create_assignment
from service.actions.rubrics import PackagedRubric
from service.actions.working_copies import (
    MOST_CHARACTERS,
    OverlookedSaveError,
    WorkingText,
    read_working_text,
    save_working_text,
)
from service.config import Settings
from service.errors import ForbiddenError, InvalidValueError, NotFoundError
from service.storage.database import Database
from tests.people import Campus, found_campus


@dataclass(frozen=True, slots=True)
class Desk:
    """A student with an assignment, and another institution beside."""

    campus: Campus
    other: Campus
    assignment_id: str

    def save(self, text: str, *, based_on: int) -> WorkingText:
        """Save as the student."""
        with self.campus.database.writing() as session:
            actor = self.campus.actor(Role.STUDENT)
            return save_working_text(actor, session, self.assignment_id, text=text, based_on=based_on)

    def read(self, actor: Actor) -> WorkingText:
        """Read as somebody."""
        with self.campus.database.reading() as session:
            return read_working_text(actor, session, self.assignment_id)


@pytest.fixture
def desk(database: Database) -> Desk:
    rubric_id = Settings().rubric_id
    library = {rubric_id: PackagedRubric(load_by_id(rubric_id, None))}
    campus, other = found_campus(database, "North"), found_campus(database, "South")
    with database.writing() as session:
        new = NewAssignment(title="Operations", rubric_id=rubric_id)
        made = create_assignment(campus.actor(Role.TUTOR), session, new, library)
    return Desk(campus, other, made.id)


def test_what_was_saved_last_is_there_again(desk: Desk) -> None:
    student = desk.campus.actor(Role.STUDENT)
    assert (desk.read(student).text, desk.read(student).version) == ("", 0)
    assert desk.save("One.", based_on=0).version == 1
    assert desk.save("One. Two.", based_on=1).version == 2
    assert desk.read(student).text == "One. Two."


def test_a_save_that_overlooks_another_changes_nothing(desk: Desk) -> None:
    desk.save("Here.", based_on=0)
    desk.save("Here, later.", based_on=1)
    with pytest.raises(OverlookedSaveError):
        desk.save("There.", based_on=1)
    assert desk.save("Here, later.", based_on=1).version == 2  # the same words are no conflict
    assert desk.read(desk.campus.actor(Role.STUDENT)).text == "Here, later."


def test_nobody_else_reads_it(desk: Desk) -> None:
    desk.save("Mine.", based_on=0)
    with pytest.raises(ForbiddenError):
        desk.read(desk.campus.actor(Role.TUTOR))
    with pytest.raises(NotFoundError):
        desk.read(desk.other.actor(Role.STUDENT))


def test_a_text_that_is_far_too_long_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidValueError):
        desk.save("x" * (MOST_CHARACTERS + 1), based_on=0)
