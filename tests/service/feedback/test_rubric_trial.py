"""A rubric tried out: what fires and by which words, and where people judged otherwise."""

import pytest

from models.engine import ScoringEngine
from service.feedback.rubric_trial import MarkedText, Trial, compare_with_people, describe_trial

TEXT = (
    "Dependability matters most here, because a late lunch cannot be served. The second van raises unit cost by 14 "
    "pence, so the kitchen gives up some margin in order to keep its promise. It has no approach to flexibility."
)


@pytest.fixture(scope="module")
def trial(engine: ScoringEngine) -> Trial:
    evidence = engine.find_evidence(TEXT)
    return describe_trial(engine.rubric, evidence, engine.judge(evidence))


def test_what_fires_is_told_with_its_words_its_sentence_and_its_entry(trial: Trial) -> None:
    fired = {one.element_id: one for one in trial.fired}
    first = fired["MP1.dependability"].firings[0]
    assert (first.words, first.before) == ("Dependability", "")
    assert first.after.startswith(" matters most here")
    assert "dependability" in first.entries
    assert any("unit cost" in one.entries for one in fired["MP1.cost"].firings)


def test_every_element_either_fires_or_is_silent(trial: Trial, engine: ScoringEngine) -> None:
    ids = [one.element_id for one in (*trial.fired, *trial.silent)]
    assert sorted(ids) == sorted(one.id for one in engine.rubric.elements)
    assert "MP3.tqm" in {one.element_id for one in trial.silent}


@pytest.mark.parametrize(
    ("element_id", "people", "fate"),
    [
        ("MP3.tqm", "developed", "missed"),
        ("MP3.tqm", "absent", "same"),
        ("MP1.dependability", "absent", "unfounded"),
    ],
)
def test_people_and_program_are_compared(
    trial: Trial, engine: ScoringEngine, element_id: str, people: str, fate: str
) -> None:
    marked = MarkedText(label="Script 1", text=TEXT, levels={element_id: people})
    test = compare_with_people(engine.rubric, [(marked, trial)])
    found = next(one for one in test.elements if one.element_id == element_id)
    counts = {"same": found.same, "missed": len(found.missed), "unfounded": len(found.unfounded)}
    assert counts == {"same": 0, "missed": 0, "unfounded": 0} | {fate: 1}
    assert (test.scripts, test.judged, test.same) == (1, 1, found.same)
    assert "dependability" not in next(one for one in test.elements if one.element_id == "MP1.dependability").unused
