"""`markpoint check`: drafts in, feedback out."""

import csv
import io
import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from models.engine import ScoringEngine, build_engine
from rubric.library import load_by_id
from service.cli import app
from service.commands import check
from service.feedback.report import FeedbackReport
from service.workflow import open_engine
from tests.builders import build_rubric_data

ROOT = Path(__file__).parents[3]
DRAFT = (ROOT / "tests" / "data" / "readme_draft.txt").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-c", "from service.start import main; main()", "check"]
HEADINGS = ["DO FIRST", "MP1", "MP2", "MP3", "MP4", "OVERALL ESTIMATE"]
Run = Callable[..., Result]


@pytest.fixture(scope="module")
def engine() -> ScoringEngine:
    """The engine for the first rubric, built once: the command builds one for every call."""
    return build_engine(load_by_id("operations_management.level7"))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, engine: ScoringEngine) -> Run:
    """Runs `markpoint check` with arguments, in a terminal too wide to break a line."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr(
        check,
        "open_engine",
        lambda rubric, settings: engine if rubric == engine.rubric else open_engine(rubric, settings),
    )

    def run(*arguments: object, given: str | None = None) -> Result:
        result = CliRunner().invoke(app, ["check", *map(str, arguments)], input=given)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "plan.txt"
    path.write_text(DRAFT, encoding="utf-8")
    return path


def test_a_draft_gets_its_feedback_as_text(run: Run, draft: Path) -> None:
    result = run(draft)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("Feedback on plan.txt\n")
    places = [result.stdout.index(f"\n{heading}\n") for heading in HEADINGS]
    assert places == sorted(places)


def test_details_unfold_the_rest(run: Run, draft: Path) -> None:
    assert "IN DETAIL" in run(draft, "--details").stdout
    assert "IN DETAIL" not in run(draft).stdout


def test_standard_input_is_a_draft(run: Run) -> None:
    assert run("-", given=DRAFT).stdout.startswith("Feedback on standard input\n")


def test_json_is_one_report_a_line(run: Run, draft: Path) -> None:
    lines = run(draft, draft, "--format", "json").stdout.splitlines()
    assert [FeedbackReport.model_validate_json(line).draft_name for line in lines] == ["plan.txt", "plan.txt"]


def test_csv_has_one_header_and_a_row_a_draft(run: Run, draft: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(draft, draft, "--format", "csv").stdout)))
    assert [row["draft"] for row in rows] == ["plan.txt", "plan.txt"]


def test_marks_are_the_marking_guides_object_by_the_files_name(run: Run, draft: Path) -> None:
    [line] = run(draft, "--format", "marks").stdout.splitlines()
    marks = json.loads(line)
    assert list(marks) == ["id", "bands", "elements", "misconceptions", "evidence", "overall", "on_topic", "review"]
    assert marks["id"] == "plan"
    assert list(marks["bands"]) == ["MP1", "MP2", "MP3", "MP4"]
    assert len(marks["elements"]) == 30
    assert list(marks["evidence"]) == ["MP1", "MP2", "MP3", "MP4", "MC1", "MC2"]
    assert all(quote in DRAFT for quotes in marks["evidence"].values() for quote in quotes)


def test_html_is_one_page(run: Run, draft: Path) -> None:
    assert run(draft, "--format", "html").stdout.startswith("<!doctype html>")


def test_one_bad_file_is_reported_and_does_not_stop_the_rest(run: Run, draft: Path, tmp_path: Path) -> None:
    picture = tmp_path / "picture.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run(tmp_path / "missing.txt", picture, draft)
    assert result.exit_code == 1
    assert result.stdout.startswith("Feedback on plan.txt\n")
    said = result.stderr.splitlines()
    assert said[0].startswith("missing.txt: it cannot be read (No such file or directory).")
    assert said[1].startswith("picture.docx: it is a picture.")


def test_a_draft_that_cannot_be_judged_is_no_failure(run: Run) -> None:
    result = run("-", given="One word more.")
    assert result.exit_code == 0
    assert "THIS DRAFT COULD NOT BE JUDGED" in result.stdout


def test_a_fault_that_nobody_foresaw_does_not_stop_the_rest(run: Run, draft: Path) -> None:
    result = run("no\0name.txt", draft)  # no path can hold this character, and no message is written for it
    assert result.exit_code == 1
    assert (
        result.stderr
        == "no\ufffdname.txt: a fault inside Markpoint (ValueError). Please report it; the rest goes on.\n"
    )
    assert result.stdout.startswith("Feedback on plan.txt\n")


def test_a_folder_of_drafts_becomes_a_folder_of_pages(run: Run, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "second.txt").write_text(DRAFT, encoding="utf-8")
    assert run(tmp_path, "--format", "html", "--output", f"{tmp_path}/pages/").exit_code == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == [
        "plan.feedback.html",
        "second.feedback.html",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Missing argument"),
        (["{draft}", "--format", "pdf"], "'pdf' is not one of"),
        (["{draft}", "{draft}", "--format", "html"], "several pages need a folder"),
        (["{draft}", "--output", "{draft}"], "is one of the drafts"),
        (["{draft}", "--rubric", "nothing.here"], "there is no rubric 'nothing.here'"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(run: Run, draft: Path, arguments: list[str], said: str) -> None:
    result = run(*(argument.format(draft=draft) for argument in arguments))
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [("MARKPOINT_MAX_WORDS", "many", "MARKPOINT_MAX_WORDS"), ("MARKPOINT_RUBRIC_DIR", "/nowhere", "no such folder")],
)
def test_a_bad_setting_is_named(
    run: Run, draft: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, said: str
) -> None:
    monkeypatch.setenv(variable, value)
    result = run(draft)
    assert result.exit_code == 1
    assert said in result.stderr


def test_an_empty_folder_is_said_to_be_one(run: Run, tmp_path: Path) -> None:
    result = run(tmp_path)
    assert (result.exit_code, result.stderr[:36]) == (1, "There is no draft in that folder. Na")


def test_a_rubric_file_of_ones_own_is_read_by(run: Run, draft: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(yaml.safe_dump(build_rubric_data(), sort_keys=False), encoding="utf-8")
    [line] = run(draft, "--rubric", file, "--format", "marks").stdout.splitlines()
    assert list(json.loads(line)["bands"]) == ["MP1", "MP2"]


@pytest.mark.slow
def test_a_reader_that_stops_listening_ends_the_command_quietly(draft: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, *[draft] * 40], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.stderr.read() == b""
        process.wait(timeout=60)


def _hear_interrupts() -> None:
    """A shell's background jobs ignore interrupts, and so would the command that such a job starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.slow
def test_an_interrupt_ends_the_command_quietly(draft: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, *[draft] * 400],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=_hear_interrupts,
    ) as process:
        assert process.stdout is not None
        process.stdout.read(10)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said


@pytest.mark.slow
@pytest.mark.parametrize(("drafts", "shows_bar"), [(6, True), (1, False)])
def test_many_drafts_show_a_progress_bar_on_a_terminal_and_nothing_else_does(
    draft: Path, drafts: int, shows_bar: bool
) -> None:
    terminal, theirs = pty.openpty()
    with subprocess.Popen([*COMMAND, *[draft] * drafts], cwd=ROOT, stdout=subprocess.PIPE, stderr=theirs) as process:
        os.close(theirs)
        assert process.stdout is not None
        shown = process.stdout.read()
        process.wait(timeout=60)
    time.sleep(0.1)
    try:
        bar = os.read(terminal, 100_000)
    except OSError:
        bar = b""
    os.close(terminal)
    assert (b"Drafts" in bar) is shows_bar
    assert shown.count(b"Feedback on") == drafts
    assert b"Drafts " not in shown
