"""Robustness as a release gate: no recorded rate may fall."""

import pytest

from models.engine import ScoringEngine
from tests.robustness.attacks import made_attacks, written_attacks
from tests.robustness.rates import RATES, SAMPLE, fallen, load_recorded, measure_all, seeded, sound_drafts
from tests.robustness.variants import VARIANTS


@pytest.mark.slow
def test_no_recorded_rate_falls(engine: ScoringEngine) -> None:
    measured = measure_all(engine, sample=SAMPLE)
    assert fallen(load_recorded(), measured) == []


def test_every_rate_is_recorded_with_the_number_of_trials() -> None:
    recorded = load_recorded()
    assert RATES.exists()
    assert {"pairs", "pairs_fresh", "paraphrases", "attacks_fresh", "invariance", "honest"} <= recorded.keys()
    assert all(0 <= each["rate"] <= 1 and each["n"] > 0 for rates in recorded.values() for each in rates.values())
    assert {name for name, _ in VARIANTS} == recorded["invariance"].keys()


@pytest.mark.parametrize(
    ("now", "worse"),
    [
        ({"pairs": {"depth": {"rate": 0.5}}}, []),
        ({"pairs": {"depth": {"rate": 0.7}}}, []),
        ({"pairs": {"depth": {"rate": 0.4}}}, ["pairs, depth: 0.4 was 0.5"]),
        ({"pairs": {}}, ["pairs, depth: 0.0 was 0.5"]),
    ],
)
def test_a_rate_that_falls_or_is_gone_is_named(now: dict[str, dict[str, dict[str, float]]], worse: list[str]) -> None:
    assert fallen({"pairs": {"depth": {"rate": 0.5}}}, now) == worse


def test_the_same_seed_makes_the_same_attacks() -> None:
    drafts = sound_drafts(2)
    first, second = ([each.text for each in made_attacks(drafts, {"note": "A note."}, seeded())] for _ in range(2))
    assert first == second
    assert all(text not in drafts for text in first)


def test_a_message_stands_in_the_draft_in_three_places() -> None:
    attacks = [each for each in written_attacks(["One. Two. Three. Four.\n\nFive."]) if each.family == "marker"]
    assert attacks
    assert all(len(each.text) > len(each.base) and "Five" in each.text for each in attacks)
