from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.evidence import Signals
from models.scoring.depth import depth_of_words, probability, strength_of

PLAIN = Signals(words=20, content=9, specific=4, verbs=2)
depths = st.lists(st.floats(-6, 6), max_size=8)


def _depth(**changes: Any) -> float:
    return depth_of_words(replace(PLAIN, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"cues": frozenset({"cause"})},
        {"cues": frozenset({"contrast"})},
        {"figures": 2},
        {"specific": 9},
    ],
    ids=["cause", "contrast", "figures", "particulars"],
)
def test_reasons_and_particulars_deepen_a_sentence(changes: dict[str, Any]) -> None:
    assert _depth(**changes) > _depth()


@pytest.mark.parametrize("cue", ["generic"])
def test_commonplaces_make_a_sentence_shallower(cue: str) -> None:
    assert _depth(cues=frozenset({cue})) < _depth()


def test_a_cue_without_a_weight_changes_nothing() -> None:
    assert _depth(cues=frozenset({"cause", "no such cue"})) == _depth(cues=frozenset({"cause"}))


@pytest.mark.parametrize(("trait", "much", "more"), [("figures", 10, 100), ("names", 10, 100), ("past", 10, 100)])
def test_no_trait_alone_carries_a_sentence_without_end(trait: str, much: int, more: int) -> None:
    assert _depth(**{trait: much}) == _depth(**{trait: more})


def test_an_empty_sentence_develops_nothing() -> None:
    assert depth_of_words(Signals()) < 0


@given(st.floats(-20, 20), st.floats(-20, 20))
def test_a_deeper_sentence_is_likelier_to_develop(one: float, other: float) -> None:
    shallow, deep = sorted((one, other))
    assert 0 <= probability(shallow) <= probability(deep) <= 1


def test_depth_0_is_as_likely_as_not() -> None:
    assert probability(0) == 0.5


@given(depths, depths, st.floats(-6, 6))
def test_another_sentence_never_makes_an_element_weaker(own: list[float], others: list[float], more: float) -> None:
    pool = own + others
    assert strength_of([*own, more], [*pool, more]) >= strength_of(own, pool) - 1e-12


@given(depths, depths)
def test_strength_lies_between_0_and_1(own: list[float], others: list[float]) -> None:
    assert 0 <= strength_of(own, own + others) <= 1 + 1e-12


def test_without_sentences_there_is_no_strength() -> None:
    assert strength_of([], []) == 0
