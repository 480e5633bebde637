"""Judgements by confidence, and accuracy by coverage, on counts small enough to work out by hand."""

import numpy as np
import pytest

from models.evaluation.bootstrap import Bootstrap
from models.evaluation.calibration import (
    Judgement,
    JudgementKind,
    list_judgements,
    measure_coverage,
    measure_reliability,
)
from models.scores import Confidence, Status
from tests.builders import build_rubric, build_scored
from tests.models.evaluation.marking import build_marks

CLEAR, LIKELY, UNTOLD = Confidence.CLEAR, Confidence.LIKELY, Confidence.CANNOT_TELL


def judge(confidence: Confidence, *, is_right: bool) -> Judgement:
    return Judgement(kind=JudgementKind.BAND, confidence=confidence, is_right=is_right)


SCRIPTS = [
    [judge(CLEAR, is_right=True), judge(LIKELY, is_right=True)],
    [judge(CLEAR, is_right=True), judge(LIKELY, is_right=False), judge(UNTOLD, is_right=False)],
]


def draw(resamples: int = 0) -> Bootstrap:
    return Bootstrap(rng=np.random.default_rng(1), resamples=resamples)


def test_reliability_is_the_share_right_of_each_confidence() -> None:
    lines = measure_reliability(SCRIPTS, bootstrap=draw())
    assert [(each.confidence, each.n, each.right.value) for each in lines] == [
        (CLEAR, 2, 1.0),
        (LIKELY, 2, 0.5),
        (UNTOLD, 1, 0.0),
    ]
    assert sum(each.share for each in lines) == pytest.approx(1)


def test_coverage_grows_as_less_certain_judgements_are_told() -> None:
    points = measure_coverage(SCRIPTS, bootstrap=draw())
    assert [each.least for each in points] == [CLEAR, LIKELY, UNTOLD]
    assert [each.coverage for each in points] == pytest.approx([0.4, 0.8, 1.0])
    assert [each.accuracy.value for each in points] == pytest.approx([1.0, 0.75, 0.6])


def test_intervals_come_from_drawing_scripts() -> None:
    (clear, likely, _) = measure_reliability(SCRIPTS, bootstrap=draw(200))
    assert (clear.right.low, clear.right.high) == (1.0, 1.0)
    assert likely.right.low < 0.5 < likely.right.high


@pytest.mark.parametrize(
    ("marked", "scored", "confidence", "is_right"),
    [(3, 3, LIKELY, True), (3, 2, LIKELY, False), (2, None, UNTOLD, True), (3, None, UNTOLD, False)],
)
def test_a_band_is_right_when_it_is_the_markers_and_untold_counts_as_band_2(
    marked: int, scored: int | None, confidence: Confidence, is_right: bool
) -> None:
    rubric = build_rubric()
    found = list_judgements(
        build_marks("s1", bands={"MP1": marked}), build_scored(rubric, "Some words.", bands={"MP1": scored})
    )
    assert found[0] == judge(confidence, is_right=is_right)


def test_every_element_and_misconception_is_judged_once() -> None:
    rubric = build_rubric()
    marks = build_marks(
        "s1", levels={"MP1.budget": 2}, statuses={each.id: Status.PRESENT for each in rubric.misconceptions}
    )
    found = list_judgements(marks, build_scored(rubric, "A budget.", levels={"MP1.budget": (2, "budget")}))
    by_kind = {kind: [each.is_right for each in found if each.kind is kind] for kind in JudgementKind}
    assert len(by_kind[JudgementKind.ELEMENT]) == len(rubric.elements)
    assert all(by_kind[JudgementKind.ELEMENT])
    assert by_kind[JudgementKind.MISCONCEPTION] == [False] * len(rubric.misconceptions)
