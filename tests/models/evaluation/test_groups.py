from math import isnan
from pathlib import Path

import numpy as np
import pytest

from models.evaluation.bootstrap import Bootstrap
from models.evaluation.errors import MarksError
from models.evaluation.groups import agreement_by_group, count_by_band, group_by_length, load_writers, parse_writers
from tests.models.evaluation.marking import RUBRIC, build_row, build_series


def _sizes(words: list[int]) -> list[int]:
    groups = group_by_length({f"s{place}": count for place, count in enumerate(words)})
    return [list(groups.values()).count(name) for name in dict.fromkeys(groups.values())]


@pytest.mark.parametrize(
    ("words", "sizes"),
    [
        ([100, 200, 300], [1, 1, 1]),
        ([300, 100, 200, 600, 500, 400], [2, 2, 2]),
        ([100, 200, 300, 400], [2, 1, 1]),
        ([100], [1]),
        ([100, 100, 100, 900], [3, 1]),
        ([500, 500, 500], [3]),
        ([], []),
    ],
)
def test_lengths_make_thirds_and_equal_lengths_stay_together(words: list[int], sizes: list[int]) -> None:
    assert _sizes(words) == sizes


def test_groups_of_length_go_from_short_to_long() -> None:
    groups = group_by_length({"a": 1200, "b": 90, "c": 400})
    assert groups == {"b": "short (to 90 words)", "c": "medium (to 400 words)", "a": "long (over 400 words)"}
    assert list(groups) == ["b", "c", "a"]


def test_bands_are_counted_against_the_first_marker_s() -> None:
    first, second = build_series([3, 3, 3, 0]), build_series([3, 4, None, 0])
    rows = {(row.criterion_id, row.band): row for row in count_by_band(RUBRIC, first, second)}
    assert len(rows) == 10
    three = rows["MP1", 3]
    assert (three.counts, three.n) == ((0, 0, 1, 1, 1), 3)
    assert (three.exact, three.adjacent, three.mean_band) == pytest.approx((1 / 3, 1, 3))
    assert (rows["MP1", 0].exact, rows["MP1", 0].mean_band) == (1, 0)


def test_a_band_that_nobody_gave_has_no_figures() -> None:
    row = count_by_band(RUBRIC, build_series([0]), build_series([1]))[4]
    assert (row.band, row.n) == (4, 0)
    assert isnan(row.exact)
    assert isnan(row.adjacent)
    assert isnan(row.mean_band)


def test_each_group_is_measured_on_its_own_scripts() -> None:
    first = [build_row("s1", (0, 0)), build_row("s2", (4, 4)), build_row("s3", (1, 1))]
    second = [build_row("s1", (0, 0)), build_row("s2", (4, 4)), build_row("s3", (3, 3))]
    groups = {"s3": "ann", "s1": "bob", "s2": "bob", "s9": "cyd"}
    found = agreement_by_group(
        RUBRIC, first, second, groups, bootstrap=Bootstrap(rng=np.random.default_rng(1), resamples=10)
    )
    assert {name: each.n for name, each in found.items()} == {"ann": 1, "bob": 2}
    assert found["bob"].band_mean.qwk.value == 1
    assert found["ann"].band_mean.exact.value == 0


def test_writers_are_read_and_sorted(tmp_path: Path) -> None:
    path = tmp_path / "writers.csv"
    path.write_text('id,writer\r\ns2,"Lee, Bo"\r\n\r\ns1, Ann \r\n', encoding="utf-8-sig", newline="")
    assert list(load_writers(path).items()) == [("s1", "Ann"), ("s2", "Lee, Bo")]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "line 1: the first line has to be 'id,writer'"),
        ("script,name\ns1,Ann", "line 1: the first line has to be 'id,writer'"),
        ("id,writer,age\ns1,Ann,9", "line 1: the first line has to be 'id,writer'"),
        ("id,writer\ns1", "line 2: a line has to hold a script's id and its writer"),
        ("id,writer\ns1,", "line 2: a line has to hold a script's id and its writer"),
        ("id,writer\ns1,Ann\ns1,Bo", "line 3: s1 has a writer already"),
    ],
)
def test_a_file_of_writers_that_does_not_fit_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(MarksError, match=words):
        parse_writers(text, name="writers.csv")
