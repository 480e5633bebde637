"""`markpoint evidence` at the command line: a card, a record, and a gate that models have to pass."""

import json
from pathlib import Path

import pytest
import typer
import yaml
from typer.testing import CliRunner

from models.evaluation.findings import Findings
from models.evaluation.release import load_release
from service.commands.evidence import CARD, PAGE, RECORD, app, publish
from tests.builders import build_rubric_data
from tests.models.evaluation.marking import RUBRIC, build_marks
from tests.models.evaluation.measured import build_findings


@pytest.fixture(scope="module")
def findings() -> Findings:
    return build_findings(lift=1)


def release(findings: Findings, output: Path, *, reason: str = "") -> None:
    """Publish what was measured into a folder that may hold a release already."""
    publish(RUBRIC, findings, load_release(output / RECORD), output=output, reason=reason)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def raise_the_bar(output: Path) -> None:
    """Make the last release better than models can be."""
    record = json.loads((output / RECORD).read_text(encoding="utf-8"))
    record["figures"]["mean band QWK"]["to_beat"] = 2.0
    (output / RECORD).write_text(json.dumps(record), encoding="utf-8")


def test_a_release_is_a_card_a_page_and_a_record(findings: Findings, tmp_path: Path) -> None:
    release(findings, tmp_path)
    found = contents(tmp_path)
    assert set(found) == {CARD, PAGE, RECORD}
    assert b"6 draft answers by 2 writers" in found[CARD]
    assert b"6 draft answers by 2 writers" in found[PAGE]
    record = json.loads(found[RECORD])
    assert (record["scripts"], record["writers"], record["rubric_id"]) == (6, 2, RUBRIC.id)


def test_the_same_findings_give_the_same_bytes(findings: Findings, tmp_path: Path) -> None:
    release(findings, tmp_path)
    before = contents(tmp_path)
    release(build_findings(lift=1), tmp_path)
    assert contents(tmp_path) == before


def test_worse_models_are_refused_and_nothing_is_written(
    findings: Findings, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    release(findings, tmp_path)
    raise_the_bar(tmp_path)
    before = contents(tmp_path)
    with pytest.raises(typer.Exit) as stopped:
        release(findings, tmp_path)
    said = capsys.readouterr().err
    assert stopped.value.exit_code == 1
    assert "Refused: these figures are worse than the last release's. Nothing was written." in said
    assert "the last release has 2.0000 (tolerance 0.01)" in said
    assert "ACCEPT=" in said
    assert contents(tmp_path) == before


def test_worse_models_are_taken_with_a_reason_that_stays_on_record(findings: Findings, tmp_path: Path) -> None:
    release(findings, tmp_path)
    raise_the_bar(tmp_path)
    release(findings, tmp_path, reason="the scripts are harder now")
    release(findings, tmp_path)
    (accepted,) = json.loads((tmp_path / RECORD).read_text(encoding="utf-8"))["accepted"]
    assert (accepted["figure"], accepted["reason"]) == ("mean band QWK", "the scripts are harder now")
    assert "the scripts are harder now" in (tmp_path / CARD).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("data/marks.jsonl", "{}", "marks.jsonl, line 1:"),
        ("data/writers.csv", "id,writer\n", "there is no writer in writers.csv for s1"),
        ("release.json", "{}", "release.json: 'engine_version' is missing"),
        ("rates.yaml", "- 1", "rates.yaml: the file has to hold groups of rates"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_written(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / "data" / "scripts").mkdir(parents=True)
    (tmp_path / "data" / "scripts" / "s1.txt").write_text("A budget.", encoding="utf-8")
    (tmp_path / "data" / "marks.jsonl").write_text(build_marks("s1").model_dump_json(), encoding="utf-8")
    (tmp_path / "data" / "writers.csv").write_text("id,writer\ns1,a\n", encoding="utf-8")
    (tmp_path / f"{RUBRIC.id}.yaml").write_text(yaml.safe_dump(build_rubric_data()), encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    options = {"data": tmp_path / "data", "output": tmp_path, "rates": tmp_path / "rates.yaml"}
    result = CliRunner().invoke(
        app,
        [word for option, value in options.items() for word in (f"--{option}", str(value))],
        env={"MARKPOINT_RUBRIC_DIR": str(tmp_path), "MARKPOINT_RUBRIC_ID": RUBRIC.id, "TERM": "dumb"},
    )
    assert result.exit_code == 2
    assert said in result.output
    assert not (tmp_path / CARD).exists()
