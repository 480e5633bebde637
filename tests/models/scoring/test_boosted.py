import numpy as np
import pytest

from models.artefacts.files import load_packaged
from models.engine import ScoringEngine
from models.scoring.boosted import BoostedTrees, SecondReading, read_again
from models.scoring.features import SentenceTable
from models.scoring.judge import judge_sentences
from models.scoring.trained import tabulate_draft
from rubric.library import load_by_id

RUBRIC = load_by_id("operations_management.level7")
STUMP = BoostedTrees(
    features=np.array([[0.0, -1.0, -1.0]]),
    thresholds=np.array([[2.0, 0.0, 0.0]]),
    left=np.array([[1.0, 0.0, 0.0]]),
    right=np.array([[2.0, 0.0, 0.0]]),
    values=np.array([[0.0, -1.0, 4.0]]),
    start=0.5,
)


@pytest.fixture(scope="module")
def table(engine: ScoringEngine) -> SentenceTable:
    text = (
        "The shop keeps two binders ready, because a late programme is waste paper, and so 95% of its orders go out on "
        "the agreed day. A second binder costs 4 pence a booklet more. The manager should train both printers on it."
    )
    return tabulate_draft(RUBRIC, engine.find_evidence(text)).sentences


def test_a_tree_asks_and_a_leaf_answers() -> None:
    rows = np.array([[1.9, 0.0], [2.0, 9.0], [2.1, 9.0]])
    assert STUMP.log_odds(rows).tolist() == [-0.5, -0.5, 4.5]


def test_without_trees_the_first_word_stays(table: SentenceTable) -> None:
    first = np.full((len(table.contexts), len(RUBRIC.elements), 2), 0.4)
    assert read_again(None, RUBRIC, table, first) is first


def test_what_is_next_to_nothing_is_not_read_again(table: SentenceTable) -> None:
    first = np.full((len(table.contexts), len(RUBRIC.elements), 2), 0.01)
    first[0, 0] = (0.5, 0.2)
    again = read_again(SecondReading(earns=STUMP, develops=STUMP), RUBRIC, table, first)
    changed = np.argwhere((again != first).any(axis=2))
    assert changed.tolist() == [[0, 0]]
    assert first[0, 0].tolist() == [0.5, 0.2]


def test_developed_is_never_likelier_than_there_at_all(table: SentenceTable) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert judge.again is not None
    again = read_again(judge.again, RUBRIC, table, judge_sentences(judge.sentences, table))
    assert (again[:, :, 1] <= again[:, :, 0]).all()
    assert ((again >= 0) & (again <= 1)).all()
