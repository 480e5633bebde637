"""Recorded robustness rates, read."""

from pathlib import Path

import pytest

from models.evaluation.errors import MarksError
from models.evaluation.rates import RecordedRate, load_rates, parse_rates


def test_a_rate_is_a_number_or_says_more() -> None:
    assert parse_rates("pairs:\n  negation: 0.9\ninvariance:\n  typing: {rate: 1, n: 20}\n", name="r") == (
        RecordedRate(group="pairs", name="negation", rate=0.9),
        RecordedRate(group="invariance", name="typing", rate=1, n=20),
    )


def test_no_file_means_not_measured(tmp_path: Path) -> None:
    assert load_rates(tmp_path / "rates.yaml") is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("pairs: [", "the file is no YAML"),
        ("- pairs", "has to hold groups of rates"),
        ("pairs: 0.9", "has to hold groups of rates"),
        ("pairs:\n  negation: 1.2", "rate"),
        ("pairs:\n  negation: {n: 3}", "'rate' is missing"),
        ("pairs:\n  negation: {rate: 1, colour: red}", "unknown key 'colour'"),
    ],
)
def test_what_is_no_rate_is_named(text: str, said: str) -> None:
    with pytest.raises(MarksError, match=said):
        parse_rates(text, name="rates.yaml")
