"""Reading notes by element."""

import pytest

from rubric.readings import reading_tags, readings_for
from seeds.notes import load_notes


@pytest.mark.parametrize("tag", ["MP1.cost", "MC1", "X.culture"])
def test_readings_are_the_sections_tagged_with_the_id(tag: str) -> None:
    sections = readings_for(tag)
    assert sections
    assert sections == tuple(section for section in load_notes() if tag in section.elements)


@pytest.mark.parametrize("tag", ["MP1", "MP1.cos", "", "none"])
def test_an_id_without_notes_has_no_readings(tag: str) -> None:
    assert readings_for(tag) == ()
    assert tag not in reading_tags()
