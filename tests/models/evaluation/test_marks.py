import json
from pathlib import Path
from typing import Any

import pytest

from models.evaluation.errors import MarksError
from models.evaluation.marks import abstaining_marks, load_marks, parse_marks
from models.scores import Status
from tests.models.evaluation.marking import RUBRIC, build_marks


def _data(script_id: str = "s1", **changes: Any) -> dict[str, Any]:
    return build_marks(script_id).model_dump(mode="json") | changes


def _line(script_id: str = "s1", **changes: Any) -> str:
    return json.dumps(_data(script_id, **changes), ensure_ascii=False)


def test_marks_are_read_line_by_line_in_their_order() -> None:
    found = parse_marks(f"{_line('s2')}\n\n{_line('s1')}\n", RUBRIC, name="m")
    assert list(found) == ["s2", "s1"]
    assert found["s1"] == build_marks("s1")


def test_nulls_stay_untold() -> None:
    row = _data(overall=None, on_topic=None)
    row["bands"]["MP1"] = row["elements"]["MP1.budget"] = row["misconceptions"]["MC1"] = None
    (found,) = parse_marks(json.dumps(row), RUBRIC, name="m").values()
    told = (
        found.bands["MP1"],
        found.elements["MP1.budget"],
        found.misconceptions["MC1"],
        found.overall,
        found.on_topic,
    )
    assert told == (None, None, None, None, None)


def test_statuses_evidence_and_review_are_kept() -> None:
    line = _line(misconceptions={"MC1": "na"}, evidence={"MP1": ["its own words"]}, review="two pages repeat")
    (found,) = parse_marks(line, RUBRIC, name="m").values()
    assert found.misconceptions["MC1"] is Status.NOT_APPLICABLE
    assert (found.evidence["MP1"], found.review) == (("its own words",), "two pages repeat")


def test_only_a_line_feed_ends_a_line() -> None:
    text = f"{_line('s1', review='one' + chr(0x2028) + 'two')}\r\n{_line('s2')}"
    assert list(parse_marks(text, RUBRIC, name="m")) == ["s1", "s2"]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Invalid JSON"),
        ("[]", "line 2"),
        (_line(grade=3), "unknown key 'grade'"),
        (json.dumps({key: value for key, value in _data().items() if key != "overall"}), "'overall' is missing"),
        (_line(bands={"MP1": 1}), "s1: bands: missing MP2"),
        (_line(bands={"MP1": 1, "MP2": 1, "MP9": 1}), "s1: bands: unknown MP9"),
        (_line(elements={"MP1.budget": 1}), "elements: missing MP1.venue, MP2.advice, X.risk"),
        (_line(misconceptions={}), "misconceptions: missing MC1"),
        (_line(bands={"MP1": 5, "MP2": 0}), "bands > MP1"),
        (_line(bands={"MP1": "2", "MP2": 0}), "bands > MP1"),
        (_line(bands={"MP1": True, "MP2": 0}), "bands > MP1"),
        (_line(misconceptions={"MC1": "maybe"}), "misconceptions > MC1"),
        (_line(overall=101), "overall"),
        (_line(on_topic="yes"), "on_topic"),
        (_line(id=""), "id: "),
        (_line("s0"), "s0 was marked in line 1 already"),
    ],
)
def test_a_line_that_does_not_fit_is_named_with_its_problem(line: str, words: str) -> None:
    with pytest.raises(MarksError) as caught:
        parse_marks(f"{_line('s0')}\n{line}", RUBRIC, name="marks.jsonl")
    assert str(caught.value).startswith("marks.jsonl, line 2: ")
    assert words in str(caught.value)


def test_many_problems_are_cut_short() -> None:
    with pytest.raises(MarksError, match="and 3 more"):
        parse_marks(json.dumps(_data() | {f"k{number}": 1 for number in range(8)}), RUBRIC, name="m")


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_a_file_without_marks_is_no_file_of_marks(text: str) -> None:
    with pytest.raises(MarksError, match="there are no marks in it"):
        parse_marks(text, RUBRIC, name="m")


def test_a_file_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "marks.jsonl"
    path.write_text(_line(), encoding="utf-8-sig")
    assert list(load_marks(path, RUBRIC)) == ["s1"]


@pytest.mark.parametrize(("body", "words"), [(None, "cannot be read"), (b"\xff\xfe\x00", "not UTF-8")])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, body: bytes | None, words: str) -> None:
    path = tmp_path / "marks.jsonl"
    if body is not None:
        path.write_bytes(body)
    with pytest.raises(MarksError, match=words) as caught:
        load_marks(path, RUBRIC)
    assert "marks.jsonl" in str(caught.value)


def test_marks_of_an_unread_script_leave_everything_untold() -> None:
    marks = abstaining_marks(RUBRIC, "s1")
    assert {*marks.bands.values(), *marks.elements.values(), *marks.misconceptions.values()} == {None}
    assert (marks.overall, marks.on_topic) == (None, None)
    assert parse_marks(marks.model_dump_json(), RUBRIC, name="m") == {"s1": marks}
