import random

import pytest

from models.fluency import load_fluency, parse_fluency, render_fluency

COUNTS = {(): {"the": 3, "NN": 3, "<": 2}, ("<",): {"the": 2}, ("the",): {"NN": 3}, ("#", "the"): {"NN": 2}}
PROSE = ["the", "NN", "of", "the", "NN", "is", "JJ", "because", "the", "NNS", "in", "the", "NN", "are", "JJ"]


def test_what_is_written_is_read_again() -> None:
    assert parse_fluency(render_fluency(["the"], COUNTS)).counts == COUNTS


def test_a_small_word_stands_for_itself_and_any_other_for_its_class() -> None:
    model = load_fluency()
    assert (model.symbol("The", "DT"), model.symbol("kiln", "NN")) == ("the", "NN")


@pytest.mark.parametrize("seed", range(5))
def test_words_in_order_gain_more_than_shuffled_ones(seed: int) -> None:
    shuffled = PROSE.copy()
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    model = load_fluency()
    assert model.gain(PROSE) > 0
    assert model.gain(shuffled) < model.gain(PROSE) - 5


def test_no_words_gain_next_to_nothing() -> None:
    assert load_fluency().gain([]) < 0
