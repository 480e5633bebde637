"""Parts are added to a rubric from a line of words and taken out of it, and what comes of it stays sound."""

import pytest

from rubric.checks import check_rubric
from rubric.findings import Severity
from rubric.library import load_by_id
from rubric.parts import PartKind, parts_of
from rubric.schema import Rubric
from service.config import Settings
from service.errors import InvalidValueError
from service.web.workbench.growing import add_part, take_out


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_by_id(Settings().rubric_id, None)


def errors_in(rubric: Rubric) -> list[str]:
    return [one.message for one in check_rubric(rubric, is_draft=True) if one.severity is Severity.ERROR]


@pytest.mark.parametrize(
    ("kind", "words", "owner", "begins"),
    [
        (PartKind.ELEMENT, "safety stock", "MP1", "MP1.safety_stock"),
        (PartKind.CRITERION, "Explain re-order levels, safety stock and lead time.", "", "MP5"),
        (PartKind.MISCONCEPTION, "Confusing safety stock with dead stock.", "", "MC"),
        (PartKind.MISCONCEPTION, "Proposing changes without KPIs or a roadmap.", "", "MC"),
        (PartKind.TIP, "Use figures from the case.", "", "TIP."),
        (PartKind.KEY_CONCEPT, "sales funnel", "", "KC."),
    ],
)
def test_a_line_of_words_becomes_a_part(rubric: Rubric, kind: PartKind, words: str, owner: str, begins: str) -> None:
    grown, part_id = add_part(rubric, kind, words, owner)
    assert part_id.startswith(begins)
    assert parts_of(grown)[part_id].kind is kind
    assert part_id not in parts_of(rubric)
    assert errors_in(Rubric.model_validate(grown.model_dump(mode="json", by_alias=True))) == []


def test_the_same_idea_twice_gets_an_id_of_its_own(rubric: Rubric) -> None:
    once, first = add_part(rubric, PartKind.ELEMENT, "safety stock", "MP1")
    twice, second = add_part(once, PartKind.ELEMENT, "Safety stock", "MP1")
    assert first != second
    assert errors_in(twice) == []


def test_bands_ask_for_the_same_share_of_the_points(rubric: Rubric) -> None:
    before = rubric.criteria[0].band_rule
    grown, part_id = add_part(rubric, PartKind.ELEMENT, "safety stock", "MP1")
    after = grown.criteria[0].band_rule
    assert all(later > earlier for earlier, later in zip(before.thresholds, after.thresholds, strict=True))
    back = take_out(grown, parts_of(grown)[part_id]).criteria[0].band_rule
    assert back.thresholds == pytest.approx(before.thresholds, abs=0.02)
    assert part_id not in back.points


@pytest.mark.parametrize("part_id", ["MP1.cost", "MP2", "MC1"])
def test_whatever_goes_is_named_nowhere_any_more(rubric: Rubric, part_id: str) -> None:
    left = take_out(rubric, parts_of(rubric)[part_id])
    assert part_id not in parts_of(left)
    assert [message for message in errors_in(left) if "there is no element" in message] == []


@pytest.mark.parametrize(("words", "owner"), [("", "MP1"), ("12 %", "MP1"), ("safety stock", "MP9")])
def test_nothing_is_made_of_nothing(rubric: Rubric, words: str, owner: str) -> None:
    with pytest.raises(InvalidValueError):
        add_part(rubric, PartKind.ELEMENT, words, owner)


def test_the_last_of_its_kind_stays(rubric: Rubric) -> None:
    small = rubric.model_copy(update={"criteria": rubric.criteria[:1], "misconceptions": (), "tips": ()})
    with pytest.raises(InvalidValueError):
        take_out(small, parts_of(small)["MP1"])
