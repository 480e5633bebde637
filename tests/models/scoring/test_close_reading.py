"""The close reading of short texts, as it comes with the program."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from models.artefacts.files import load_packaged
from models.encoder import PARTS, load_encoder
from models.engine import ScoringEngine
from models.low_rank import change
from models.scores import DraftScore
from models.scoring.close_reading import CloseReading, ShortText, averaged, settled
from models.scoring.judge import Misconceptions, MisconceptionWeights, apply_judge, judge_misconception
from models.scoring.trained import tabulate_draft
from rubric.library import load_by_id

DATA = Path(__file__).parents[3] / "models" / "data"
RUBRIC = load_by_id("operations_management.level7")
MADE = "Each crate of the brewery now costs 9p less to fill, because the two night crews were put on one line."
DENIED = "Nobody at the brewery asked what a crate costs to fill, and the two night crews were put on one line."


@pytest.fixture(scope="module")
def close() -> CloseReading:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert judge.close is not None
    return judge.close


def test_a_point_that_is_made_is_told_from_one_that_is_denied(close: CloseReading) -> None:
    cost = [element.id for element in RUBRIC.elements].index("MP1.cost")
    made, denied = (close.read(text).levels[:, cost, 1] for text in (MADE, DENIED))
    assert (made > 0.5).all()
    assert (denied < 0.5).all()


def test_every_element_and_misconception_is_told_and_developed_is_never_likelier(close: CloseReading) -> None:
    found = close.read(MADE)
    assert found.levels.shape == (2, len(RUBRIC.elements), 2)
    assert (found.levels[:, :, 1] <= found.levels[:, :, 0]).all()
    assert sorted(found.misconceptions) == [item.id for item in RUBRIC.misconceptions]
    assert all(((chances >= 0) & (chances <= 1)).all() for chances in found.misconceptions.values())
    np.testing.assert_array_equal(found.levels, close.read(MADE).levels)


@pytest.mark.parametrize("text", ["", "物 物", "cost " * 2000])
def test_odd_texts_are_read_too(close: CloseReading, text: str) -> None:
    assert np.isfinite(close.read(text).levels).all()


def test_a_change_of_nothing_leaves_a_layer_as_it_was() -> None:
    layer = load_encoder().layers[-1]
    down = {name: np.ones((1, size, 2), dtype=np.float32) for name, (size, _) in PARTS.items()}
    up = {name: np.zeros((1, 2, size), dtype=np.float32) for name, (_, size) in PARTS.items()}
    same = change(layer, down, up, 0)
    for name, (weights, bias) in layer.items():
        np.testing.assert_array_equal(same[name][0], weights)
        np.testing.assert_array_equal(same[name][1], bias)


def test_opinions_count_alike() -> None:
    np.testing.assert_allclose(averaged(np.array([[0.9, 0.5, 0.2], [0.1, 0.5, 0.2]])), [0.5, 0.5, 0.2])


def test_what_is_usual_in_what_was_learned_from_is_not_held_for_usual_elsewhere() -> None:
    closely = ShortText(levels=np.array([[[0.6, 0.6]]]), readiness=1.0, misconceptions={})
    found = settled(np.array([[0.6, 0.6]]), closely)
    assert found[0, 0] < 0.5
    assert found[0, 1] == pytest.approx(0.6)


def test_a_misconception_of_a_short_text_is_judged_by_both() -> None:
    unsure = MisconceptionWeights(weights=np.ones(1), bias=0, threshold=0.5)
    readings, inputs = Misconceptions(long=unsure, short=unsure), np.zeros(1)
    chance, threshold = judge_misconception(readings, inputs, words=40, closely=np.array([0.9, 0.9]))
    assert threshold == 0.5
    assert 0.5 < chance < 0.9
    assert judge_misconception(readings, inputs, words=81, closely=np.array([0.9, 0.9])) == (0.5, 0.5)


def test_drafts_are_not_read_closely(engine: ScoringEngine) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    draft = (DATA / "scripts" / "s005.txt").read_text(encoding="utf-8")
    for text, is_read in ((MADE, True), (draft, False)):
        table = tabulate_draft(RUBRIC, engine.find_evidence(text))
        found = apply_judge(judge, RUBRIC, table.sentences, table.standings, table.prose)
        assert (found.closely is not None) is is_read
        without = apply_judge(replace(judge, close=None), RUBRIC, table.sentences, table.standings, table.prose)
        assert np.array_equal(without.levels, found.levels) is not is_read


def test_a_short_text_is_not_credited_with_what_it_does_not_speak_of(engine: ScoringEngine) -> None:
    scored = engine.score(MADE)
    found = [each.element_id for criterion in scored.criteria for each in criterion.elements if each.level]
    assert "MP1.cost" in found
    assert not {"MP3.lean", "MP3.agile", "MP3.tqm", "MP4.alignment"} & set(found)


def test_the_same_short_text_always_gets_the_same_answer(engine: ScoringEngine) -> None:
    first: DraftScore = engine.score(MADE)
    assert engine.score(MADE) == first
