"""Loading a rubric, and what is said when that fails."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from rubric.errors import InvalidRubricError, UnreadableFileError
from rubric.loader import load_rubric, load_rubric_file, parse_rubric
from tests.builders import build_rubric, build_rubric_data

Change = tuple[tuple[str | int, ...], Any]


def changed_text(path: tuple[str | int, ...], value: Any) -> str:
    """The YAML of the test rubric with one value replaced, added, or (when None) taken out."""
    data: Any = build_rubric_data()
    holder = data
    for step in path[:-1]:
        holder = holder[step]
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return yaml.safe_dump(data, sort_keys=False)


ELEMENT = ("criteria", 0, "elements", 0)
SIX_BANDS = [{"band": 4, "name": "top", "descriptor": f"way {number}"} for number in range(6)]
IN_WORDS = "criteria > MP1 > elements > MP1.budget"


def test_a_written_rubric_loads_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "level7.yaml"
    file.write_text(yaml.safe_dump(build_rubric_data()), encoding="utf-8")
    assert load_rubric(file) == build_rubric()


@pytest.mark.parametrize(
    ("path", "value", "where", "message"),
    [
        (("titel",), "x", "titel", "did you mean 'title'?"),
        ((*ELEMENT, "wording", "absnt"), {}, f"{IN_WORDS} > wording > absnt", "did you mean 'absent'?"),
        ((*ELEMENT, "lexicon", "Terms"), [], f"{IN_WORDS} > lexicon > Terms", "did you mean 'terms'?"),
        ((*ELEMENT, "lexicon", "xyz"), [], f"{IN_WORDS} > lexicon > xyz", "Keys there are: terms, phrases"),
        ((*ELEMENT, "credits"), None, f"{IN_WORDS} > credits", "is missing. Add it. What the examiner credits"),
        ((*ELEMENT, "credits"), 5, f"{IN_WORDS} > credits", 'found a number. Put it in quotes: "5"'),
        ((*ELEMENT, "credits"), ["a"], f"{IN_WORDS} > credits", "expected text, found a list"),
        ((*ELEMENT, "lexicon", "terms"), "cost", f"{IN_WORDS} > lexicon > terms", "expected a list, found 'cost'"),
        ((*ELEMENT, "lexicon", "terms"), [2030], f"{IN_WORDS} > lexicon > terms > entry 1", 'quotes: "2030"'),
        (
            (*ELEMENT, "lexicon", "frames"),
            [{"head": ["cut"]}],
            f"{IN_WORDS} > lexicon > frames > entry 1 > with",
            "'with'",
        ),
        ((*ELEMENT, "lexicon"), "cost", f"{IN_WORDS} > lexicon", "expected a group of keys, found 'cost'"),
        ((*ELEMENT, "id"), "MP1-cost", "criteria > MP1 > elements > MP1-cost > id", "an id such as MP1.unit_cost"),
        ((*ELEMENT, "sources"), ["Topic Page"], f"{IN_WORDS} > sources > entry 1", "a source id such as topic-page"),
        ((*ELEMENT, "sources"), [], f"{IN_WORDS} > sources", "at least 1 entries and has 0"),
        ((*ELEMENT, "judge"), "tensoin", f"{IN_WORDS} > judge", "did you mean 'tension'?"),
        ((*ELEMENT, "judge"), "zzz", f"{IN_WORDS} > judge", "Write one of: concept, tension, "),
        ((*ELEMENT, "name"), "a" * 70, f"{IN_WORDS} > name", "70 characters long, and at most 60 are read. Cut 10."),
        (("criteria", 0, "weight"), "heavy", "criteria > MP1 > weight", "expected a number, found 'heavy'"),
        (("criteria", 0, "weight"), 0, "criteria > MP1 > weight", "greater than 0 (found 0)"),
        (("criteria", 0, "bands"), [], "criteria > MP1 > bands", "at least 5 entries and has 0"),
        (("criteria", 0, "bands"), SIX_BANDS, "criteria > MP1 > bands", "at most 5 entries and has 6"),
        (
            ("criteria", 0, "band_rule", "points", "cost"),
            {},
            "criteria > MP1 > band_rule > points > cost",
            "MP1.unit_cost",
        ),
        ((*ELEMENT, "lexicon", "terms"), {}, f"{IN_WORDS} > lexicon > terms", "found a group of keys"),
        (
            ("criteria", 0, "band_rule", "thresholds"),
            [1, 2],
            "criteria > MP1 > band_rule > thresholds > entry 3",
            "an entry is missing",
        ),
        (("grades", 0, "name"), {"a": 1}, "grades > entry 1 > name", "found a group of keys"),
        (("grades", 0, "at_least"), [1], "grades > entry 1 > at_least", "expected a number, found a list"),
        (("schema_version",), 2, "schema_version", "2 is not a choice. Write one of: 1."),
    ],
)
def test_an_error_names_file_line_key_and_remedy(
    path: tuple[str | int, ...], value: Any, where: str, message: str
) -> None:
    text = changed_text(path, value)
    with pytest.raises(InvalidRubricError) as caught:
        parse_rubric(text, "level7.yaml")
    problem = next(problem for problem in caught.value.problems if message in problem.message)
    assert problem.where == where
    assert problem.line is not None
    assert f"level7.yaml: line {problem.line}: {where}: " in str(caught.value)
    key = str(path[-1])
    if value is not None and not isinstance(value, list):
        assert key in text.splitlines()[problem.line - 1]


def test_every_problem_is_listed_in_the_order_of_the_file() -> None:
    data = build_rubric_data()
    data["misconceptions"][0]["judge"] = "wrong"
    data["criteria"][0]["weight"] = -1
    del data["title"]
    with pytest.raises(InvalidRubricError) as caught:
        parse_rubric(yaml.safe_dump(data, sort_keys=False), "x.yaml")
    assert [problem.where for problem in caught.value.problems] == [
        "title",
        "criteria > MP1 > weight",
        "misconceptions > MC1 > judge",
    ]


def test_a_key_without_a_value_is_said_to_be_empty() -> None:
    text = changed_text((*ELEMENT, "credits"), "gone").replace("credits: gone", "credits:")
    with pytest.raises(InvalidRubricError, match=r"MP1\.budget > credits: this is empty\. Write"):
        parse_rubric(text, "x.yaml")


def test_a_hundred_problems_are_not_all_listed() -> None:
    data = build_rubric_data()
    data["topic"] = {f"key{number}": [] for number in range(100)}
    with pytest.raises(InvalidRubricError) as caught:
        parse_rubric(yaml.safe_dump(data, sort_keys=False), "x.yaml")
    assert len(caught.value.problems) == 41
    assert caught.value.problems[-1].message == "60 more problems follow."


@pytest.mark.parametrize("text", ["just words", "- a\n- b\n", "# nothing\n", "5"])
def test_a_file_without_keys_is_told_how_a_rubric_begins(text: str) -> None:
    with pytest.raises(InvalidRubricError, match="schema_version: 1"):
        parse_rubric(text, "x.yaml")


def test_words_that_yaml_takes_for_truth_stay_words(tmp_path: Path) -> None:
    file = tmp_path / "level7.yaml"
    text = changed_text((*ELEMENT, "lexicon", "terms"), ["budget"]).replace("- budget", "- no")
    file.write_text(text, encoding="utf-8")
    loaded = load_rubric_file(file)
    assert loaded.rubric.elements[0].lexicon.terms == ("no",)
    assert loaded.document.line(("criteria", 0)) is not None


def test_a_folder_is_not_a_rubric(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="folder"):
        load_rubric(tmp_path)
