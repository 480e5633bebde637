from dataclasses import replace

import numpy as np

from models.evidence import Function
from models.scoring.features import Matrix, SentenceTable
from models.scoring.network import Chances, settle
from models.scoring.third_reading import FAINTEST, Short, ThirdReading, numbers_beside, open_to_doubt

GROUPS = (0, 0, 1)
NO_FUNCTIONS = np.zeros((3, 0))
OWN, DEEP, BEFORE, AFTER, TWO_BEFORE, TWO_AFTER = range(6)
IN_PARAGRAPH, BEST_OTHER, SECOND_OTHER, RELATED = 8, 9, 10, 13
ALIKE = 16
"""Place of the first number that is the same for all elements of a sentence: sum, place, size, words."""


def _chances(*rows: tuple[float, float, float]) -> Matrix:
    there = np.array(rows)
    return np.stack([there, there / 2], axis=-1)


CHANCES = _chances((0.9, 0.2, 0.4), (0.5, 0.7, 0.1), (0.3, 0.6, 0.001))


def _odds(chance: float) -> float:
    return float(np.log(chance / (1 - chance))) / 2


def _reading(**weights: Matrix) -> ThirdReading:
    nothing = {"front_bias": np.zeros((2, 1)), "back_bias": np.zeros((2, 2)), "back": np.zeros((2, 1, 2))}
    size = numbers_beside_size()
    return ThirdReading(groups=GROUPS, **{"front": np.zeros((2, size, 1)), **nothing, **weights})


def numbers_beside_size() -> int:
    """Numbers of each pair where no function was learned and there are three elements."""
    return ALIKE + 4 + len(GROUPS)


def _beside(table: SentenceTable, functions: Matrix) -> Short:
    """Sentence by element by number, all asked for."""
    found = numbers_beside(table, CHANCES, functions, GROUPS, np.ones((3, 3), dtype=np.bool_))
    return found.reshape(3, 3, -1)


def test_neighbours_count_within_their_paragraph(table: SentenceTable) -> None:
    found = _beside(table, NO_FUNCTIONS)
    assert found.shape == (3, 3, numbers_beside_size())
    np.testing.assert_allclose(found[0, 0, [OWN, DEEP]], [_odds(0.9), _odds(0.45)], rtol=1e-5)
    np.testing.assert_allclose(found[1, 0, [BEFORE, AFTER]], [_odds(0.9), FAINTEST], rtol=1e-5)
    np.testing.assert_allclose(found[0, 0, [BEFORE, AFTER]], [FAINTEST, _odds(0.5)], rtol=1e-5)
    assert (found[:, :, [TWO_BEFORE, TWO_AFTER]] == FAINTEST).all()
    np.testing.assert_allclose(found[:, 0, IN_PARAGRAPH], [_odds(0.5), _odds(0.9), FAINTEST], rtol=1e-5)


def test_other_elements_are_set_beside_each(table: SentenceTable) -> None:
    found = _beside(table, NO_FUNCTIONS)
    np.testing.assert_allclose(found[0, :, BEST_OTHER], [_odds(0.4), _odds(0.9), _odds(0.9)], rtol=1e-5)
    np.testing.assert_allclose(found[0, :, SECOND_OTHER], [_odds(0.2), _odds(0.4), _odds(0.2)], rtol=1e-5)
    np.testing.assert_allclose(found[0, :, RELATED], [_odds(0.2), _odds(0.9), FAINTEST], rtol=1e-5)


def test_only_what_is_asked_for_is_told(table: SentenceTable) -> None:
    wanted = CHANCES[:, :, 0] > 0.45
    found = numbers_beside(table, CHANCES, NO_FUNCTIONS, GROUPS, wanted)
    assert (found == _beside(table, NO_FUNCTIONS)[wanted]).all()


def test_a_sentence_has_its_place_and_size_and_what_it_does(table: SentenceTable) -> None:
    found = _beside(table, np.array([[0.5], [0.0], [1.0]]))
    assert found[:, 0, ALIKE + 1].tolist() == [0.0, 0.25, 0.0]
    assert found[:, 0, ALIKE + 2].tolist() == [0.5, 0.5, 0.25]
    assert found[:, 1, ALIKE + 4].tolist() == [1.5, 0.0, 3.0]
    assert (found[:, :, ALIKE + 5 :] == np.eye(3)).all()


def test_what_is_next_to_nothing_stays_as_it_was(table: SentenceTable) -> None:
    assert open_to_doubt(CHANCES).sum() == 8
    settled = _reading().settle(table, CHANCES, NO_FUNCTIONS)
    assert settled[2, 2].tolist() == CHANCES[2, 2].tolist()
    assert (np.delete(settled.reshape(9, 2), 8, axis=0) == 0.5).all()


def test_the_mean_of_the_networks_counts_and_developed_is_never_likelier(table: SentenceTable) -> None:
    front = np.zeros((2, numbers_beside_size(), 1))
    front[0, OWN, 0] = 1.0
    back = np.zeros((2, 1, 2))
    back[0, 0] = [1.0, 3.0]
    settled = _reading(front=front, back=back).settle(table, CHANCES, NO_FUNCTIONS)
    there = 1 / (1 + np.exp(-_odds(0.9)))
    np.testing.assert_allclose(settled[0, 0], [(there + 0.5) / 2] * 2, rtol=1e-6)


def test_without_a_third_reading_nothing_changes(table: SentenceTable) -> None:
    chances = Chances(elements=CHANCES, functions={}, shown={})
    assert settle(None, table, chances) is chances
    assert settle(_reading(), table, chances).elements is not chances.elements


def test_a_draft_of_which_nothing_can_be_credited_has_nothing_to_settle(table: SentenceTable) -> None:
    none = Chances(elements=np.zeros((0, 3, 2)), functions={}, shown={})
    assert replace(none, functions={Function.PLAN: np.zeros(0)}).functions_table.shape == (0, 1)
    assert settle(_reading(), replace(table, contexts=()), none).elements.shape == (0, 3, 2)
