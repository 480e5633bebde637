"""Scores in the marking guide's form."""

import json
from typing import Any

import pytest
from fastapi import FastAPI

from models.evidence import Flag
from models.scores import CriterionScore, Status
from rubric.schema import Rubric
from service.rendering.marks import marks_of, render_marks
from tests.builders import build_rubric, build_scored, span_of

TEXT = "One. Two three four five six seven eight nine ten. " + "word " * 60 + "end."


def marks(rubric: Rubric | None = None, **changes: Any) -> dict[str, Any]:
    rubric = rubric or build_rubric()
    line = render_marks(rubric, build_scored(rubric, TEXT, **changes), script_id="s001")
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    found: dict[str, Any] = json.loads(line)
    return found


def evidence(*words: str, band: int | None = 2) -> dict[str, list[str]]:
    judged = CriterionScore(
        criterion_id="MP1", band=band, reason="", elements=(), evidence=tuple(span_of(TEXT, each) for each in words)
    )
    found: dict[str, list[str]] = marks(criteria=(judged,))["evidence"]
    return found


def test_the_object_is_the_marking_guides() -> None:
    levels = {"MP1.budget": (2, ""), "X.risk": (1, "")}
    assert marks(levels=levels, bands={"MP1": 3}, present={"MC1": "Two three four five six seven eight nine"}) == {
        "id": "s001",
        "bands": {"MP1": 3, "MP2": 0},
        "elements": {"MP1.budget": 2, "MP1.venue": 0, "MP2.advice": 0, "X.risk": 1},
        "misconceptions": {"MC1": "present"},
        "evidence": {"MP1": [], "MP2": [], "MC1": ["Two three four five six seven eight nine"]},
        "overall": 40,
        "on_topic": True,
        "review": "",
    }


def test_null_stands_for_what_the_program_cannot_tell() -> None:
    found = marks(levels={"MP1.budget": (None, "")}, bands={"MP1": None}, misconceptions=(), overall=None)
    assert found["bands"] == {"MP1": None, "MP2": 0}
    assert found["elements"]["MP1.budget"] is None
    assert found["misconceptions"] == {"MC1": None}
    assert found["overall"] is None


def test_whatever_was_not_scored_is_null_and_never_left_out() -> None:
    found = marks(criteria=(), support=(), misconceptions=())
    assert set(found["bands"].values()) == set(found["elements"].values()) == {None}


def test_a_misconception_by_what_is_missing_has_no_quote() -> None:
    unmeasured = build_rubric().misconceptions[0].model_copy(update={"judge": "unmeasured_proposal"})
    assert "MC1" not in marks(build_rubric(misconceptions=(unmeasured,)), present={"MC1": "One."})["evidence"]


@pytest.mark.parametrize(
    ("words", "copied"),
    [
        (["Two three four five six seven eight nine ten."], ["Two three four five six seven eight nine ten."]),
        (["One."], ["One. Two three four five six seven eight"]),  # runs on to eight words
        (["One.", "Two three four five six seven eight nine"], ["Two three four five six seven eight nine"]),
        (["word " * 60], [("word " * 40).strip()]),  # cut to forty
        (["Two three four five six seven eight nine"] * 2, ["Two three four five six seven eight nine"]),
    ],
)
def test_quotes_have_eight_to_forty_words_to_the_letter(words: list[str], copied: list[str]) -> None:
    assert evidence(*words)["MP1"] == copied


def test_four_quotes_are_the_most() -> None:
    words = TEXT.split()
    assert len(evidence(*(" ".join(words[at : at + 8]) for at in range(6)))["MP1"]) == 4


def test_a_band_with_nothing_to_credit_has_no_evidence() -> None:
    assert evidence("Two three four five six seven eight nine", band=0)["MP1"] == []


def test_flags_are_named_for_review() -> None:
    flags = (Flag(id="repeated_text", message="Said twice."), Flag(id="addresses_marker", message="It speaks to you."))
    assert marks(flags=flags)["review"] == "repeated text; addresses marker"


def test_an_unjudged_draft_is_all_null(application: FastAPI) -> None:
    engine = application.state.desk.engine()
    found = json.loads(render_marks(engine.rubric, engine.score("El coste es alto. " * 60), script_id="s002"))
    assert set(found["bands"].values()) == {None}
    assert {Status(each) if each else None for each in found["misconceptions"].values()} == {None}
    assert found["on_topic"] is False


def test_scores_are_marks_by_script_id() -> None:
    rubric = build_rubric()
    found = marks_of(rubric, {"s001": build_scored(rubric, TEXT, bands={"MP1": 3})})
    assert found["s001"].bands == {"MP1": 3, "MP2": 0}
    assert marks_of(rubric, {}) == {}
