"""True scores and degradation against figures worked out by hand."""

import numpy as np
import pytest

from models.evaluation.agreement import measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.double_marking import measure_degradation, measure_true_scores, prmse, variance_of_errors
from models.evaluation.marks import Marks
from tests.models.evaluation.marking import RUBRIC, build_series

HUMAN = np.array([[1.0, 1.0], [2.0, 4.0], [3.0, np.nan], [4.0, 4.0]])


def by_id(marks: list[Marks]) -> dict[str, Marks]:
    return {each.id: each for each in marks}


def test_errors_vary_as_the_marks_of_one_script_do() -> None:
    assert variance_of_errors(HUMAN) == pytest.approx((0 + 2 + 0) / 3)


def test_prmse_is_1_where_scores_are_the_true_scores_and_markers_never_err() -> None:
    human = np.array([[0.0, 0.0], [2.0, 2.0], [4.0, 4.0]])
    assert prmse(human[:, 0], human, error_variance=variance_of_errors(human)) == pytest.approx(1)


def test_prmse_takes_the_markers_errors_out_of_the_gap() -> None:
    # means 1, 3, 3, 4 by 2, 2, 1, 2 marks; grand mean 19/7; error variance 2/3
    between = 2 * (1 - 19 / 7) ** 2 + 2 * (3 - 19 / 7) ** 2 + (3 - 19 / 7) ** 2 + 2 * (4 - 19 / 7) ** 2 - 3 * 2 / 3
    true_variance = between / (7 - 13 / 7)
    gap = (2 * 1 + 0 + 0 + 2 * 1 - 4 * 2 / 3) / 7
    scores = np.array([2.0, 3.0, 3.0, 3.0])
    assert prmse(scores, HUMAN, error_variance=2 / 3) == pytest.approx(1 - gap / true_variance)


def test_prmse_is_undefined_where_true_scores_never_vary() -> None:
    human = np.array([[2.0, 2.0], [2.0, 2.0]])
    assert np.isnan(prmse(np.array([2.0, 3.0]), human, error_variance=0.0))


def test_true_scores_are_told_for_every_marking_point_and_the_whole() -> None:
    first, second = by_id(build_series([0, 1, 2, 3, 4])), by_id(build_series([0, 1, 3, 3]))
    machine = by_id(build_series([0, 1, 2, 3, None]))
    found = measure_true_scores(RUBRIC, first, second, machine)
    assert [each.criterion_id for each in found] == ["MP1", "MP2", "overall"]
    assert (found[0].n, found[0].marked_twice) == (5, 4)
    assert found[1].prmse == pytest.approx(1)


def test_without_a_second_marker_nothing_is_told() -> None:
    marks = by_id(build_series([0, 1]))
    assert measure_true_scores(RUBRIC, marks, {}, marks) == ()


def test_degradation_is_below_0_where_the_machine_agrees_less() -> None:
    bootstrap = Bootstrap(rng=np.random.default_rng(1), resamples=0)
    first = build_series([0, 1, 2, 3])
    human = measure_agreement(RUBRIC, first, build_series([0, 1, 2, 3]), bootstrap=bootstrap)
    machine = measure_agreement(RUBRIC, first, build_series([0, 1, 2, 2]), bootstrap=bootstrap)
    mp1, mp2, overall = measure_degradation(human, machine)
    assert mp1.exact == pytest.approx(-0.25)
    assert mp1.qwk < 0
    assert (mp2.qwk, mp2.exact) == (0, 0)
    assert overall.exact is None
