"""How parts are judged goes into a form and comes back out of it, and nonsense is told."""

import pytest

from rubric.library import load_by_id
from rubric.parts import parts_of
from rubric.schema import Rubric
from service.config import Settings
from service.web.workbench.judging import JUDGED, change_rules, needs_of, read_rules


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_by_id(Settings().rubric_id, None)


def test_a_form_that_nobody_touched_changes_nothing(rubric: Rubric) -> None:
    judged = [part for part in parts_of(rubric).values() if part.kind in JUDGED]
    assert judged
    for part in judged:
        changed = change_rules(rubric, part, read_rules(rubric, part))
        assert not changed.problems, part.id
        assert changed.rubric == rubric, part.id


def test_points_bands_and_conditions_are_taken_over(rubric: Rubric) -> None:
    part = parts_of(rubric)["MP1"]
    fields = read_rules(rubric, part) | {
        "name:4": "outstanding",
        "points:MP1.cost:developed": "2,5",
        "need:new:band": "3",
        "need:new:count": "1",
        "need:new:level": "developed",
        "need:new:MP1.cost": "yes",
    }
    changed = change_rules(rubric, part, fields)
    assert changed.rubric is not None
    made = changed.rubric.criteria[0]
    assert made.bands[4].name == "outstanding"
    assert made.band_rule.points["MP1.cost"].developed == 2.5
    assert (made.band_rule.needs[-1].band, made.band_rule.needs[-1].elements) == (3, ("MP1.cost",))
    emptied = {key: value for key, value in fields.items() if not (key.startswith("need:") and value == "yes")}
    assert change_rules(rubric, part, emptied).rubric.criteria[0].band_rule.needs == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("part_id", "fields"),
    [
        ("MP1", {"threshold:1": "many"}),
        ("MP1", {"threshold:4": "9999"}),
        ("MP1", {"points:MP1.cost:mentioned": "-1"}),
        ("MP1", {"points:MP1.cost:mentioned": "nan"}),
        ("MP1", {"name:2": " "}),
        ("MP1.cost", {"judge": "taste"}),
        ("MP1.cost", {"developed_at": "2"}),
    ],
)
def test_what_cannot_stand_is_told(rubric: Rubric, part_id: str, fields: dict[str, str]) -> None:
    part = parts_of(rubric)[part_id]
    assert change_rules(rubric, part, read_rules(rubric, part) | fields).problems


def test_a_made_up_condition_is_left_alone() -> None:
    assert [need.name for need in needs_of({"need:first:band": "1", "need:2:band": "1"})] == ["2", "new"]
