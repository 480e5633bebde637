import json
from dataclasses import replace
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.evaluation.bootstrap import Bootstrap
from models.evaluation.errors import MarksError
from models.evaluation.spans import SentenceLabel, SpanAgreement, load_sentence_labels, measure_spans
from models.scores import DraftScore
from tests.builders import build_scored, span_of
from tests.models.evaluation.marking import RUBRIC

TEXT = "The budget is small. We hired a hall. The hall has a stage and lights."
BUDGET, HALL, STAGE = "The budget is small.", "We hired a hall.", "The hall has a stage and lights."


def _label(sentence: str, *elements: str, text: str = TEXT, **changes: Any) -> SentenceLabel:
    start = text.index(sentence)
    data: dict[str, Any] = {
        "script": "s1",
        "n": 1,
        "start": start,
        "end": start + len(sentence),
        "text": sentence,
        "functions": ("describe",),
        "elements": dict.fromkeys(elements, 1),
        "misconceptions": (),
    }
    return SentenceLabel(**(data | changes))


def _scored(**levels: str) -> DraftScore:
    """Scores with one evidence sentence for an element of MP1."""
    return build_scored(RUBRIC, TEXT, levels={f"MP1.{name}": (1, words) for name, words in levels.items()})


def _measure(scored: dict[str, DraftScore], labels: dict[str, list[SentenceLabel]]) -> dict[str, SpanAgreement]:
    return dict(measure_spans(RUBRIC, scored, labels, bootstrap=Bootstrap(rng=np.random.default_rng(1), resamples=20)))


def _figures(found: SpanAgreement) -> tuple[float, float, float]:
    return found.precision.value, found.recall.value, found.f1.value


def test_evidence_is_right_where_its_sentence_earns_the_element() -> None:
    labels = {"s1": [_label(BUDGET, "MP1.budget"), _label(HALL, "MP1.venue"), _label(STAGE, "MP1.venue")]}
    found = _measure({"s1": _scored(budget=BUDGET, venue=HALL)}, labels)
    assert _figures(found["MP1"]) == pytest.approx((1, 2 / 3, 0.8))
    assert (found["all"].shown, found["all"].labelled) == (2, 3)


def test_evidence_for_another_element_is_wrong() -> None:
    found = _measure({"s1": _scored(budget=HALL)}, {"s1": [_label(HALL, "MP1.venue")]})
    assert _figures(found["MP1"])[:2] == (0, 0)
    assert isnan(found["MP1"].f1.value)


def test_an_element_at_level_0_is_no_label() -> None:
    found = _measure({"s1": _scored(budget=BUDGET)}, {"s1": [_label(BUDGET, elements={"MP1.budget": 0})]})
    assert (found["MP1"].labelled, found["MP1"].precision.value) == (0, 0)


@pytest.mark.parametrize(
    ("shown", "is_right"),
    [
        (STAGE, True),
        ("has a stage and lights", True),
        (f"{HALL} {STAGE}", True),
        (HALL, False),
        ("hired a hall. The hall", False),
    ],
)
def test_sentences_are_the_same_when_they_share_half_of_the_shorter(shown: str, is_right: bool) -> None:
    found = _measure({"s1": _scored(venue=shown)}, {"s1": [_label(STAGE, "MP1.venue")]})
    assert found["MP1"].precision.value == is_right


def test_scripts_without_labels_do_not_count() -> None:
    scored = {"s1": _scored(budget=BUDGET), "s2": _scored(budget=HALL)}
    assert _measure(scored, {"s1": [_label(BUDGET, "MP1.budget")]})["MP1"].shown == 1
    assert _measure(scored, {"s9": [_label(BUDGET, "MP1.budget")]}) == {}


def test_support_elements_count_with_their_group() -> None:
    scored = _scored()
    risk = replace(scored.support[0], evidence=(span_of(TEXT, HALL),))
    found = _measure({"s1": replace(scored, support=(risk,))}, {"s1": [_label(HALL, "X.risk")]})
    assert list(found) == ["MP1", "MP2", "X", "all"]
    assert _figures(found["X"]) == _figures(found["all"]) == (1, 1, 1)


def test_labels_are_read_line_by_line(tmp_path: Path) -> None:
    labels = [_label(BUDGET, "MP1.budget"), _label(HALL)]
    path = tmp_path / "s1.jsonl"
    path.write_text("\n".join(label.model_dump_json() for label in labels), encoding="utf-8")
    assert list(load_sentence_labels(path, RUBRIC, TEXT)) == labels


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"elements": {"MP9.magic": 1}}, "elements: unknown MP9.magic"),
        ({"elements": {"MP1.budget": 3}}, "elements > MP1.budget"),
        ({"start": 1}, "other words at 1 to 20"),
        ({"mood": "glad"}, "unknown key 'mood'"),
        ({"n": 0}, "n: "),
    ],
)
def test_a_label_that_does_not_fit_is_named_with_its_line(tmp_path: Path, changes: dict[str, Any], words: str) -> None:
    path = tmp_path / "s1.jsonl"
    path.write_text(json.dumps(_label(BUDGET).model_dump(mode="json") | changes), encoding="utf-8")
    with pytest.raises(MarksError, match=words) as caught:
        load_sentence_labels(path, RUBRIC, TEXT)
    assert str(caught.value).startswith("s1.jsonl, line 1: ")
