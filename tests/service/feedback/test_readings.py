"""What to read next."""

import pytest

from rubric.readings import readings_for
from service.feedback.readings import read_next
from tests.builders import build_criterion, build_element, build_rubric


@pytest.mark.parametrize(("ids", "most"), [((), 0), (("MP1.nothing",), 0), (("MC1",), 2), (("MC1", "MC1"), 2)])
def test_notes_are_named_once_and_two_at_most(ids: tuple[str, ...], most: int) -> None:
    notes = read_next(ids, build_rubric(misconceptions=()))
    assert len(notes) <= most
    assert len({note.note_id for note in notes}) == len(notes)


def test_a_note_comes_whole() -> None:
    [first, *_] = readings_for("MC1")
    rubric = build_rubric(
        misconceptions=(build_rubric().misconceptions[0].model_copy(update={"sources": (first.source_id,)}),)
    )
    [reading, *_] = read_next(("MC1",), rubric)
    assert (reading.note_id, reading.title, reading.text) == (first.id, first.title, first.text)


def test_notes_on_sources_that_the_rubric_does_not_name_are_left_out() -> None:
    criterion = build_criterion("MP1", (build_element("MP1.budget", sources=("other-page",)),))
    rubric = build_rubric(
        criteria=(criterion.model_copy(update={"sources": ("other-page",)}),), support=(), misconceptions=()
    )
    assert read_next(("MC1", "MP1.cost"), rubric) == ()
