"""A rubric part by part: what is read from a form is what stands in the file."""

import pytest

from rubric.differences import Change, compare_rubrics
from rubric.library import load_by_id
from rubric.overlaps import shared_entries
from rubric.parts import WHOLE, change_part, parts_of, read_part
from rubric.schema import Rubric


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_by_id("operations_management.level7")


def test_every_part_read_and_written_back_changes_nothing(rubric: Rubric) -> None:
    for part in parts_of(rubric).values():
        changed = change_part(rubric, part, read_part(rubric, part))
        assert (changed.rubric, changed.problems) == (rubric, ()), part.id


@pytest.mark.parametrize(
    ("part_id", "values", "field", "message"),
    [
        ("MP1.cost", {"name": "x" * 61}, "name", "Cut 1"),
        ("MP1.cost", {"name": " "}, "name", ""),
        ("MP1.cost", {"wording.absent.shows": "x" * 141}, "wording.absent.shows", "Cut 1"),
        ("MP1.cost", {"lexicon.terms": "unit cost\nUnit-cost"}, "lexicon.terms", "listed twice"),
        ("MP1.cost", {"lexicon.frames": "cut waste"}, "lexicon.frames", "at least 1"),
        ("MP1", {"weight": "much"}, "weight", "number"),
        ("MP1", {"weight": "0"}, "weight", ""),
        (WHOLE, {"title": ""}, "title", ""),
    ],
)
def test_what_will_not_do_is_told_at_its_field(
    rubric: Rubric, part_id: str, values: dict[str, str], field: str, message: str
) -> None:
    changed = change_part(rubric, parts_of(rubric)[part_id], values)
    assert not changed.is_sound
    assert any(one.field == field and message in one.message for one in changed.problems), changed.problems


@pytest.mark.parametrize(
    ("part_id", "values", "where", "change"),
    [
        ("MP1.cost", {"name": "Costs"}, "MP1.cost: name", Change.CHANGED),
        ("MP1", {"bands.2.descriptor": "half of it"}, "MP1: bands", Change.CHANGED),
        (WHOLE, {"title": "Another"}, "title", Change.CHANGED),
    ],
)
def test_a_change_is_told_by_the_id_of_what_changed(
    rubric: Rubric, part_id: str, values: dict[str, str], where: str, change: Change
) -> None:
    changed = change_part(rubric, parts_of(rubric)[part_id], values).rubric
    assert changed is not None
    assert [(one.where, one.change) for one in compare_rubrics(rubric, changed)] == [(where, change)]


def test_words_that_come_and_go_are_told_apart(rubric: Rubric) -> None:
    part = parts_of(rubric)["MP1.cost"]
    terms = read_part(rubric, part)["lexicon.terms"].splitlines()
    changed = change_part(rubric, part, {"lexicon.terms": "\n".join([*terms[1:], "price of a unit"])}).rubric
    assert changed is not None
    found = [(one.change, one.before, one.after) for one in compare_rubrics(rubric, changed)]
    assert found == [(Change.REMOVED, terms[0], ""), (Change.ADDED, "", "price of a unit")]
    assert compare_rubrics(rubric, rubric) == ()


def test_things_that_come_and_go_are_told_by_name(rubric: Rubric) -> None:
    fewer = rubric.model_copy(update={"tips": rubric.tips[1:]})
    gone = rubric.tips[0]
    assert [(one.where, one.before) for one in compare_rubrics(rubric, fewer)] == [(gone.id, gone.text)]
    assert next((one.where, one.after) for one in compare_rubrics(fewer, rubric)) == (gone.id, gone.text)


def test_an_entry_of_two_elements_is_told_once_with_both(rubric: Rubric) -> None:
    changed = change_part(rubric, parts_of(rubric)["MP1.speed"], {"lexicon.terms": "Velvet-glove speed"}).rubric
    assert changed is not None
    again = change_part(changed, parts_of(rubric)["MP1.cost"], {"lexicon.terms": "velvet glove speed"}).rubric
    assert again is not None
    shared = {one.entry.casefold().replace("-", " "): one.owners for one in shared_entries(again)}
    assert shared["velvet glove speed"] == ("MP1.cost", "MP1.speed")
    assert "velvet glove speed" not in {one.entry for one in shared_entries(changed)}
