"""The release gate: what is refused, what is accepted and what stays on record."""

from pathlib import Path

import pytest

from models.evaluation.errors import MarksError
from models.evaluation.release import (
    HeadlineFigure,
    Release,
    describe_release,
    list_setbacks,
    load_release,
    render_release,
    succeed,
)
from tests.models.evaluation.measured import build_findings


def figure(
    value: float, *, better: str = "higher", tolerance: float = 0.01, to_beat: float | None = None
) -> HeadlineFigure:
    return HeadlineFigure.model_validate(
        {"value": value, "better": better, "tolerance": tolerance, "to_beat": value if to_beat is None else to_beat}
    )


def release(**figures: HeadlineFigure) -> Release:
    return Release(
        engine_version="1",
        rubric_id="r",
        rubric_fingerprint="f",
        data_digest="d",
        scripts=2,
        writers=2,
        versions={},
        figures=figures,
    )


@pytest.mark.parametrize(
    ("better", "before", "now", "is_refused"),
    [
        ("higher", 0.80, 0.785, True),
        ("higher", 0.80, 0.795, False),
        ("higher", 0.80, 0.90, False),
        ("lower", 8.0, 8.02, True),
        ("lower", 8.0, 8.005, False),
        ("lower", 8.0, 7.0, False),
        ("near one", 0.98, 0.95, True),
        ("near one", 0.98, 1.05, True),
        ("near one", 0.98, 1.025, False),
        ("near one", 0.90, 1.0, False),
    ],
)
def test_a_figure_is_refused_when_it_falls_by_more_than_its_tolerance(
    better: str, before: float, now: float, is_refused: bool
) -> None:
    last, new = release(qwk=figure(before, better=better)), release(qwk=figure(now, better=better))
    assert bool(list_setbacks(new, last)) is is_refused


def test_the_first_release_has_nothing_to_reach() -> None:
    new = release(qwk=figure(0.1))
    assert list_setbacks(new, None) == ()
    assert succeed(new, None, reason="") == new


def test_a_figure_that_is_no_longer_measured_is_refused() -> None:
    (setback,) = list_setbacks(release(), release(qwk=figure(0.8)))
    assert str(setback) == "qwk is no longer measured; the last release has 0.8000 (tolerance 0.01)"


def test_small_falls_do_not_add_up() -> None:
    first = release(qwk=figure(0.80))
    second = succeed(release(qwk=figure(0.795)), first, reason="")
    assert second.figures["qwk"].to_beat == 0.80
    assert list_setbacks(release(qwk=figure(0.788)), second)


def test_a_better_figure_is_the_one_to_beat_from_then_on() -> None:
    assert succeed(release(qwk=figure(0.9)), release(qwk=figure(0.8)), reason="").figures["qwk"].to_beat == 0.9


def test_an_accepted_fall_is_on_record_for_good_and_sets_a_new_mark() -> None:
    last = release(qwk=figure(0.8))
    accepted = succeed(release(qwk=figure(0.7)), last, reason="harder scripts were added")
    assert accepted.figures["qwk"].to_beat == 0.7
    assert [(each.figure, each.value, each.to_beat, each.reason) for each in accepted.accepted] == [
        ("qwk", 0.7, 0.8, "harder scripts were added")
    ]
    assert succeed(release(qwk=figure(0.7)), accepted, reason="again").accepted == accepted.accepted


def test_findings_are_described_with_every_headline_figure() -> None:
    described = describe_release(build_findings())
    assert (described.scripts, described.writers) == (6, 2)
    assert set(described.figures) >= {
        "mean band QWK",
        "MP1 QWK",
        "mean element QWK",
        "mean element presence F1",
        "MC1 F1",
        "evidence sentences F1",
        "coverage",
        "robustness, pairs",
        "overall mean absolute error",
        "overall SD ratio",
    }
    assert described.figures["overall mean absolute error"].better == "lower"


def test_a_record_is_read_as_it_was_written(tmp_path: Path) -> None:
    described = describe_release(build_findings())
    path = tmp_path / "release.json"
    assert load_release(path) is None
    path.write_text(render_release(described), encoding="utf-8")
    assert load_release(path) == described


def test_a_broken_record_is_named(tmp_path: Path) -> None:
    (tmp_path / "release.json").write_text('{"format": 2}', encoding="utf-8")
    with pytest.raises(MarksError, match=r"release\.json: format"):
        load_release(tmp_path / "release.json")
