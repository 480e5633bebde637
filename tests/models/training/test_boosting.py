import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

from models.training.boosting import FEWEST_ROWS, Rows, fit_trees, to_plain

CHANCE = np.random.default_rng(7)


def _rows(count: int) -> Rows:
    rows = CHANCE.normal(size=(count, 6))
    levels = (rows[:, 0] + rows[:, 2] * rows[:, 3] > 0).astype(int) + (rows[:, 0] > 1)
    return Rows(rows, levels, np.ones(count))


def test_the_trees_say_what_the_library_says() -> None:
    found = _rows(800)
    others = CHANCE.normal(size=(200, 6))
    with threadpool_limits(1):
        model = HistGradientBoostingClassifier(max_iter=20, random_state=0).fit(found.rows, found.levels > 0)
        np.testing.assert_allclose(to_plain(model).log_odds(others), model.decision_function(others), atol=1e-9)


def test_what_the_first_models_said_is_never_turned_round() -> None:
    trees = fit_trees([_rows(900)])
    assert trees is not None
    rows = CHANCE.normal(size=(100, 6))
    higher = rows + np.eye(6)[0] * 0.8
    assert (trees.earns.log_odds(higher) >= trees.earns.log_odds(rows) - 1e-9).all()


@pytest.mark.parametrize("found", [[], [_rows(FEWEST_ROWS // 2)]])
def test_too_few_rows_make_no_trees(found: list[Rows]) -> None:
    assert fit_trees(found) is None


def test_the_same_rows_make_the_same_trees() -> None:
    rows = _rows(900)
    one, other = fit_trees([rows]), fit_trees([rows])
    assert one is not None
    assert other is not None
    np.testing.assert_array_equal(one.develops.values, other.develops.values)
