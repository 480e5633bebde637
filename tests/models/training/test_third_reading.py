import numpy as np
import pytest

from models.training.third_reading import FEWEST_EXAMPLES, Doubtful, fit_third_reading

CHANCE = np.random.default_rng(11)
GROUPS = (0, 0)


def _examples(count: int) -> Doubtful:
    """Pairs that belong together where one number is high and another low: neither tells it alone."""
    numbers = CHANCE.normal(size=(count, 5)).astype(np.float32)
    earns = (numbers[:, 0] > 0) & (numbers[:, 1] < 0)
    return Doubtful(numbers=numbers, truth=np.column_stack([earns, earns & (numbers[:, 2] > 0)]).astype(float))


def test_two_numbers_together_count_otherwise_than_each_alone() -> None:
    found = fit_third_reading([_examples(6 * FEWEST_EXAMPLES), _examples(6 * FEWEST_EXAMPLES)], GROUPS)
    assert found is not None
    assert found.groups == GROUPS
    rows = np.array([[1.0, -1, 1, 0, 0], [1, 1, 1, 0, 0], [-1, -1, 1, 0, 0], [1, -1, -1, 0, 0]])
    hidden = np.maximum(rows @ found.front + found.front_bias[:, None], 0)
    odds = (hidden @ found.back + found.back_bias[:, None]).mean(axis=0)
    assert (odds > 0).tolist() == [[True, True], [False, False], [False, False], [True, False]]


@pytest.mark.parametrize("found", [[], [_examples(FEWEST_EXAMPLES // 2)]])
def test_too_few_pairs_make_no_network(found: list[Doubtful]) -> None:
    assert fit_third_reading(found, GROUPS) is None


def test_the_same_pairs_make_the_same_networks() -> None:
    examples = [_examples(2 * FEWEST_EXAMPLES)]
    first, again = fit_third_reading(examples, GROUPS), fit_third_reading(examples, GROUPS)
    assert first is not None
    assert again is not None
    np.testing.assert_array_equal(first.front, again.front)
    np.testing.assert_array_equal(first.back, again.back)
