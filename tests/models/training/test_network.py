from dataclasses import replace

import numpy as np
import pytest

from models.evidence import Function
from models.training.network import FEWEST_SENTENCES, Examples, fit_network

CHANCE = np.random.default_rng(7)
COUNT = 8 * FEWEST_SENTENCES


def _examples(count: int) -> Examples:
    """Sentences that earn something where a number is high and "not" is missing; of every second no more is known."""
    numbers = CHANCE.normal(size=(count, 4))
    denied = CHANCE.random(count) < 0.5
    words = [("not", "plan") if each else ("plan",) for each in denied]
    reached = (numbers[:, 0] > 0) & ~denied
    levels = np.column_stack([reached.astype(float), np.zeros(count)])
    weights = np.column_stack([np.ones(count), (np.arange(count) % 2).astype(float)])
    return Examples(numbers, words, levels, weights)


def test_a_number_and_a_word_together_count_otherwise_than_each_alone() -> None:
    found = fit_network([_examples(COUNT)])
    assert found is not None
    assert found.words == ("not", "plan")
    numbers = np.array([[1.0, 0, 0, 0], [1.0, 0, 0, 0], [-1.0, 0, 0, 0]])
    plain, denied, low = found.probabilities(numbers, [[1], [0, 1], [1]])[:, 0]
    assert plain > 0.8
    assert denied < 0.2
    assert low < 0.2


@pytest.mark.parametrize("found", [[], [_examples(FEWEST_SENTENCES // 2)]])
def test_too_few_sentences_make_no_network(found: list[Examples]) -> None:
    assert fit_network(found) is None


def test_what_short_texts_leave_open_is_learned_from_the_rest() -> None:
    known = _examples(COUNT)
    told = replace(known, truth=np.column_stack([known.truth, known.numbers[:, 1] > 0]))
    told = replace(told, weights=np.column_stack([known.weights, np.ones(COUNT)]))
    found = fit_network([known, told], functions=(Function.PLAN,))
    assert found is not None
    assert found.functions == (Function.PLAN,)
    high, low = found.probabilities(np.array([[0.0, 1, 0, 0], [0.0, -1, 0, 0]]), [[1], [1]])[:, 2]
    assert high > 0.8
    assert low < 0.2


def test_what_is_not_known_teaches_nothing() -> None:
    known = _examples(COUNT)
    never = Examples(known.numbers, known.words, 1 - known.truth, np.zeros_like(known.weights))
    found = fit_network([known, never])
    assert found is not None
    assert found.probabilities(np.array([[1.0, 0, 0, 0]]), [[1]])[0, 0] > 0.8


def test_the_same_sentences_make_the_same_networks() -> None:
    examples = _examples(COUNT)
    one, other = fit_network([examples]), fit_network([examples])
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.front, other.front)
