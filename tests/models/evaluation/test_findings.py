"""Everything that the evidence card shows is measured, the same every time."""

import pytest

from tests.models.evaluation.measured import build_findings


def test_models_rules_and_markers_stand_side_by_side() -> None:
    findings = build_findings()
    assert findings.models.whole.band_mean.qwk.value == 1
    assert findings.rules.band_mean.qwk.value < 1
    assert findings.ceiling is not None
    assert (findings.ceiling.human_human.n, findings.ceiling.human_machine.n) == (3, 3)
    assert findings.ceiling.human_human.overall.qwk.value < 1


def test_scripts_are_grouped_by_writer_and_by_length() -> None:
    findings = build_findings()
    assert list(findings.models.by_group["writer"]) == ["a", "b"]
    assert len(findings.models.by_group["length"]) == 3
    assert findings.standardized_gaps["writer"] == pytest.approx({"a": 0, "b": 0})


def test_without_a_second_marker_there_is_no_ceiling() -> None:
    assert build_findings(is_marked_twice=False).ceiling is None


def test_the_same_scripts_get_the_same_figures() -> None:
    assert repr(build_findings(lift=1)) == repr(build_findings(lift=1))
