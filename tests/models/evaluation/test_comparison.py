import numpy as np

from models.evaluation.bootstrap import Bootstrap
from models.evaluation.comparison import Comparison, compare_marks
from models.evaluation.marks import Marks
from tests.models.evaluation.marking import RUBRIC, build_row


def _by_id(*marks: Marks) -> dict[str, Marks]:
    return {each.id: each for each in marks}


def _compare(first: dict[str, Marks], second: dict[str, Marks]) -> Comparison:
    groups = {"length": {"s1": "short", "s2": "long", "s3": "long"}}
    return compare_marks(RUBRIC, first, second, groups, bootstrap=Bootstrap(rng=np.random.default_rng(1), resamples=10))


def test_only_scripts_with_both_marks_count() -> None:
    first = _by_id(build_row("s1", (0, 1)), build_row("s2", (4, 3)), build_row("s3", (2, 2)))
    second = _by_id(build_row("s2", (4, 3)), build_row("s1", (0, 1)), build_row("s9", (0, 0)))
    found = _compare(first, second)
    assert (found.whole.n, found.whole.band_mean.qwk.value) == (2, 1)
    assert {name: each.n for name, each in found.by_group["length"].items()} == {"short": 1, "long": 1}
    assert sum(row.n for row in found.by_band) == 4


def test_the_order_of_the_marks_does_not_matter() -> None:
    rows = [build_row(f"s{place}", (place, 4 - place)) for place in (1, 2, 3)]
    other = [build_row(f"s{place}", (place - 1, 4 - place)) for place in (1, 2, 3)]
    assert repr(_compare(_by_id(*rows), _by_id(*other))) == repr(_compare(_by_id(*rows[::-1]), _by_id(*other)))
