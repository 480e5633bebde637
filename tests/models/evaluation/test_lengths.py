"""Length against error."""

import numpy as np
import pytest

from models.evaluation.bootstrap import Bootstrap
from models.evaluation.lengths import measure_length_bias
from tests.models.evaluation.marking import build_marks


def test_an_error_that_grows_with_length_is_seen() -> None:
    marked = {f"s{n}": build_marks(f"s{n}", overall=50) for n in range(1, 4)}
    machine = {
        "s1": build_marks("s1", overall=70),
        "s2": build_marks("s2", overall=60),
        "s3": build_marks("s3", overall=None),
    }
    words = {"s1": 900, "s2": 600, "s3": 300}
    bias = measure_length_bias(marked, machine, words, bootstrap=Bootstrap(rng=np.random.default_rng(1), resamples=0))
    assert [(each.script_id, each.error) for each in bias.scripts] == [("s3", 0), ("s2", 10), ("s1", 20)]
    assert bias.with_error.value == pytest.approx(1)
    assert bias.with_gap.value == pytest.approx(1)
    assert np.isnan(bias.with_mark.value)
