from dataclasses import replace

import numpy as np

from models.artefacts.files import load_packaged
from models.evidence import Function
from models.scoring.features import SentenceTable
from models.scoring.judge import judge_sentences
from models.scoring.network import SecondReading, numbers_of, places_of, read_again, word_weight
from rubric.library import load_by_id

RUBRIC = load_by_id("operations_management.level7")
PARTS = ("shared", "own", "named", "ideas")
ONE_WORD = SecondReading(
    words=("late",),
    scale=np.array([2.0, 1.0]),
    front=np.array([[[2.0], [0.0], [1.0]], [[0.0], [0.0], [0.0]]]),
    front_bias=np.array([[-1.0], [0.0]]),
    back=np.array([[[1.0]], [[0.0]]]),
    back_bias=np.array([[0.5], [0.0]]),
)


def _even(odds: float) -> float:
    return 1 / (1 + float(np.exp(-odds)))


def test_networks_add_up_numbers_and_words_and_their_mean_counts() -> None:
    found = ONE_WORD.probabilities(np.array([[3.0, 7.0], [0.0, 7.0], [0.0, 7.0]]), [[], [0], []])
    lit = [3.0 - 1.0, word_weight(1) - 1.0, 0.0]
    expected = [(_even(0.5 + each) + 0.5) / 2 for each in lit]
    np.testing.assert_allclose(found[:, 0], expected)


def test_words_count_less_in_long_sentences() -> None:
    assert word_weight(3) > word_weight(30) > 0


def test_without_networks_the_first_word_stays(table: SentenceTable) -> None:
    first = np.full((len(table.contexts), len(RUBRIC.elements), 2), 0.4)
    found = read_again(None, table, first)
    assert found.elements is first
    assert (found.functions, found.shown) == ({}, {})


def test_known_words_are_found_in_their_plain_form(table: SentenceTable) -> None:
    assert places_of({"programme": 0, "cost": 1, "train": 2, "%": 3, "ship": 4}, table) == [[3, 0], [1], [2]]


def test_neighbours_are_those_of_the_same_paragraph(table: SentenceTable) -> None:
    first = np.full((3, len(RUBRIC.elements), 2), 0.5)
    each = 2 * len(RUBRIC.elements)
    before, after = numbers_of(table, first)[:, -2 * each : -each], numbers_of(table, first)[:, -each:]
    assert [bool(row.any()) for row in before] == [False, True, False]
    assert [bool(row.any()) for row in after] == [True, False, False]


def test_developed_is_never_likelier_than_there_at_all(table: SentenceTable) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert judge.again is not None
    again = read_again(judge.again, table, judge_sentences(judge.sentences, table)).elements
    assert (again[:, :, 1] <= again[:, :, 0]).all()
    assert ((again >= 0) & (again <= 1)).all()


def test_what_sentences_do_and_show_is_told_sentence_by_sentence(table: SentenceTable) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    again = read_again(judge.again, table, judge_sentences(judge.sentences, table))
    assert set(again.shown) == {"MC1", "MC2"}
    assert all(len(each) == len(table.contexts) for each in (*again.functions.values(), *again.shown.values()))
    recommends = again.functions[Function.RECOMMEND]
    assert recommends[2] > 0.5 > max(recommends[:2])
    assert again.functions[Function.EXPLAIN][0] > again.functions[Function.EXPLAIN][2]


def test_a_few_sentences_are_read_by_networks_of_their_own(table: SentenceTable) -> None:
    judge = load_packaged(RUBRIC.id)
    assert judge is not None
    assert judge.again is not None
    assert judge.again.short is not None
    first = judge_sentences(judge.sentences, table)
    assert table.words < 80
    as_short = read_again(judge.again, table, first).elements
    nothing_of_drafts = replace(judge.again.long, back=judge.again.long.back * 0)
    np.testing.assert_array_equal(
        read_again(replace(judge.again, long=nothing_of_drafts), table, first).elements, as_short
    )
    long = replace(
        table, contexts=table.contexts * 4, **{name: np.repeat(getattr(table, name), 4, 0) for name in PARTS}
    )
    as_long = read_again(judge.again, long, np.repeat(first, 4, 0)).elements
    np.testing.assert_array_equal(
        read_again(replace(judge.again, short=None), long, np.repeat(first, 4, 0)).elements, as_long
    )
