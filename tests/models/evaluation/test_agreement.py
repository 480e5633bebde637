from math import isnan

import numpy as np
import pytest

from models.evaluation.agreement import Agreement, coverage_of, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.marks import Marks, abstaining_marks
from models.scores import Status
from tests.models.evaluation.marking import RUBRIC, build_marks, build_row, build_series


def _measure(first: list[Marks], second: list[Marks], *, resamples: int = 50) -> Agreement:
    return measure_agreement(
        RUBRIC, first, second, bootstrap=Bootstrap(rng=np.random.default_rng(1), resamples=resamples)
    )


def test_a_marker_agrees_with_itself() -> None:
    marks = [
        build_marks(
            f"s{place}",
            bands={"MP1": place % 5, "MP2": place % 4},
            levels={"MP1.budget": place % 3},
            statuses={"MC1": Status.PRESENT if place % 2 else Status.NOT_APPLICABLE},
            overall=10 * place,
        )
        for place in range(8)
    ]
    found = _measure(marks, marks)
    assert found.n == 8
    assert found.band_mean.qwk.value == found.band_mean.exact.value == 1
    assert found.element_qwk_mean.value == found.misconception_f1_mean.value == 1
    assert found.overall.r.value == pytest.approx(1)
    assert (found.overall.mean_absolute_error.value, found.overall.sd_ratio.value, found.on_topic.value) == (0, 1, 1)
    assert found.coverage == 1


def test_each_marking_point_is_measured_and_their_mean() -> None:
    first = [build_row("s1", (1, 0)), build_row("s2", (2, 4)), build_row("s3", (3, 0))]
    second = [build_row("s1", (2, 0)), build_row("s2", (3, 4)), build_row("s3", (4, 4))]
    found = _measure(first, second)
    assert found.bands["MP1"].qwk.value == pytest.approx(4 / 7)
    assert found.bands["MP1"].exact.value == 0
    assert found.bands["MP1"].adjacent.value == 1
    assert found.bands["MP2"].exact.value == pytest.approx(2 / 3)
    assert found.band_mean.exact.value == pytest.approx(1 / 3)
    assert found.band_mean.qwk.value == pytest.approx((4 / 7 + found.bands["MP2"].qwk.value) / 2)


@pytest.mark.parametrize(
    ("untold", "told"),
    [
        (build_row("s1", (None, 1)), build_row("s1", (2, 1))),
        (build_marks("s1", levels={"MP1.budget": None}), build_marks("s1", levels={"MP1.budget": 0})),
        (build_marks("s1", statuses={"MC1": None}), build_marks("s1", statuses={"MC1": Status.ABSENT})),
        (build_marks("s1", overall=None), build_marks("s1", overall=50)),
        (build_marks("s1", on_topic=None), build_marks("s1", on_topic=False)),
    ],
    ids=["band", "element", "misconception", "overall", "on topic"],
)
def test_what_is_untold_counts_as_the_marking_guide_says(untold: Marks, told: Marks) -> None:
    first = [
        build_marks(
            f"s{place}",
            bands={"MP1": place, "MP2": place},
            levels={"MP1.budget": 2},
            statuses={"MC1": Status.PRESENT},
            overall=20 * place,
        )
        for place in (1, 2, 4)
    ]
    with_untold, with_told = _measure(first, [untold, *first[1:]]), _measure(first, [told, *first[1:]])
    assert with_untold.bands == with_told.bands
    assert with_untold.elements["MP1.budget"] == with_told.elements["MP1.budget"]
    assert with_untold.misconceptions == with_told.misconceptions
    assert with_untold.overall == with_told.overall
    assert with_untold.on_topic == with_told.on_topic


def test_coverage_is_the_share_of_judgements_that_are_told() -> None:
    judgements = len(RUBRIC.criteria) + len(RUBRIC.elements) + len(RUBRIC.misconceptions)
    untold = build_marks("s1", bands={"MP1": None}, levels={"X.risk": None}, overall=None)
    assert coverage_of(untold) == pytest.approx(1 - 2 / judgements)
    assert coverage_of(abstaining_marks(RUBRIC, "s1")) == 0
    assert _measure([build_marks("s1")], [untold]).coverage == coverage_of(untold)


def test_support_counts_what_the_first_marker_saw() -> None:
    first = [
        build_marks(f"s{level}", levels={"MP1.budget": level}, statuses={"MC1": status})
        for level, status in enumerate((Status.PRESENT, Status.NOT_APPLICABLE, Status.PRESENT))
    ]
    found = _measure(first, [build_marks(marks.id) for marks in first])
    assert (found.elements["MP1.budget"].support, found.elements["MP1.budget"].developed) == (2, 1)
    assert (found.elements["MP1.venue"].support, found.elements["MP1.venue"].developed) == (0, 0)
    assert found.misconceptions["MC1"].support == 2


def test_means_over_elements_leave_out_those_that_nobody_saw() -> None:
    first = [build_marks("s1", levels={"MP1.budget": 2}), build_marks("s2")]
    found = _measure(first, first)
    assert isnan(found.elements["MP1.venue"].f1.value)
    assert (found.element_qwk_mean.value, found.element_f1_mean.value) == (1, 1)


def test_not_applicable_is_not_present() -> None:
    first = [
        build_marks("s1", statuses={"MC1": Status.NOT_APPLICABLE}),
        build_marks("s2", statuses={"MC1": Status.PRESENT}),
    ]
    second = [build_marks("s1"), build_marks("s2", statuses={"MC1": Status.PRESENT})]
    assert _measure(first, second).misconceptions["MC1"].f1.value == 1


def test_intervals_hold_the_figure_and_are_the_same_every_time() -> None:
    first, second = build_series([0, 1, 2, 3, 4] * 6), build_series([0, 2, 2, 3, 3] * 6)
    found = _measure(first, second, resamples=200)
    assert found.band_mean.qwk.low < found.band_mean.qwk.value < found.band_mean.qwk.high <= 1
    assert repr(found) == repr(_measure(first, second, resamples=200))


def test_figures_do_not_depend_on_the_number_of_resamples() -> None:
    first, second = build_series([0, 1, 2, 3, 4]), build_series([1, 1, 2, 3, 3])
    assert _measure(first, second, resamples=0).bands["MP1"].qwk.value == _measure(first, second).bands["MP1"].qwk.value
