"""`markpoint batch`: a class in, feedback out; stopped or killed, it goes on and scores nothing twice."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli import app
from service.commands.batch_journal import Journal

ROOT = Path(__file__).parents[3]
DATA = ROOT / "tests" / "data"
DRAFT = (DATA / "readme_draft.txt").read_text(encoding="utf-8")
COMMAND = [sys.executable, "-c", "from service.commands.batch import app; app()"]
"""The command by itself: the others take seconds to load."""
SCRIPTS = 10
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `markpoint batch` with arguments, in a terminal too wide to break a line."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("TERM", "dumb")

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, ["batch", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Scripts that all differ, two that are the same, one that cannot be read, and a picture."""
    folder = tmp_path / "scripts"
    folder.mkdir()
    for number in range(SCRIPTS):
        (folder / f"s{number:02}.txt").write_text(f"{DRAFT}\n\nThis is plan {number}.\n", encoding="utf-8")
    (folder / "same.txt").write_bytes((folder / "s00.txt").read_bytes())
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 cut short")
    (folder / "logo.png").write_bytes(b"\x89PNG")
    return folder


def start(scripts: Path, out: Path, processes: int = 2) -> subprocess.Popen[bytes]:
    command = [*COMMAND, str(scripts), "--out", str(out), "--processes", str(processes)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )


def finish(process: subprocess.Popen[bytes]) -> tuple[int, str]:
    """The exit status and everything it said."""
    said, complained = process.communicate(timeout=120)
    return process.returncode, (said + complained).decode()


def lines_of(out: Path) -> list[bytes]:
    path = out / "results.jsonl"
    return path.read_bytes().splitlines(keepends=True) if path.exists() else []


def wait_for_lines(out: Path, count: int) -> None:
    deadline = time.monotonic() + 90
    while len(lines_of(out)) < count:
        assert time.monotonic() < deadline, "no results came"
        time.sleep(0.01)


def children_of(process: subprocess.Popen[bytes]) -> list[int]:
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    return [int(each) for each in listed.read_text().split()] if listed.exists() else []


def is_alive(process_id: int) -> bool:
    status = Path(f"/proc/{process_id}/stat")
    try:
        return status.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def exports_of(out: Path) -> dict[str, bytes]:
    """Everything that was written, save for the results as they came."""
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != "results.jsonl"
    }


@pytest.mark.slow
def test_killed_and_stopped_it_goes_on_and_scores_nothing_twice(scripts: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(scripts, out)
    wait_for_lines(out, 2)
    children = children_of(process)
    process.kill()
    finish(process)
    killed = lines_of(out)
    assert 2 <= len(killed) < SCRIPTS
    deadline = time.monotonic() + 60
    while any(map(is_alive, children)):
        assert time.monotonic() < deadline, "a process outlives its batch"
        time.sleep(0.05)
    with (out / "results.jsonl").open("ab") as handle:
        handle.write(killed[0][:200])  # as if it had been killed while it wrote

    process = start(scripts, out)
    wait_for_lines(out, len(killed) + 2)
    process.send_signal(signal.SIGINT)
    status, said = finish(process)
    assert (status, "The same command goes on from there." in said) == (130, True), said

    status, said = finish(start(scripts, out))
    assert (status, f"{SCRIPTS + 2} scripts (plain names), {SCRIPTS + 1} with feedback." in said) == (1, True), said
    assert "broken.docx: the file is damaged or cut short." in said
    assert "logo.png: no script, left out." in said
    lines = lines_of(out)
    assert lines[: len(killed)] == killed  # only ever added to
    whole = [json.loads(line) for line in lines if line.endswith(b"}\n") and line.startswith(b'{"content"')]
    assert len({row["content"] for row in whole if "text" in row}) == SCRIPTS
    assert len(lines) == SCRIPTS + 1  # the line that was cut short

    done = exports_of(out)
    assert finish(start(scripts, out))[0] == 1
    assert (lines_of(out), exports_of(out)) == (lines, done)  # all is there: nothing is scored
    afresh = tmp_path / "afresh"
    assert finish(start(scripts, afresh, processes=1))[0] == 1
    assert exports_of(afresh) == done


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_stopped_with_all_its_processes_while_they_start_it_ends(
    scripts: Path, tmp_path: Path, number: signal.Signals
) -> None:
    process = start(scripts, tmp_path / "out")
    deadline = time.monotonic() + 60
    while len(children_of(process)) < 2:  # the first of them keeps track of the others
        assert time.monotonic() < deadline, "no process was started"
        time.sleep(0.01)
    os.killpg(process.pid, number)
    status, said = finish(process)
    assert (status, "The same command goes on from there." in said) == (130, True), said


@pytest.mark.slow
def test_a_moodle_zip_comes_back_as_moodle_wants_it(run: Run, tmp_path: Path) -> None:
    source, out = tmp_path / "submissions.zip", tmp_path / "out"
    with zipfile.ZipFile(source, "w") as archive:
        archive.writestr("Zoë Ångström_2101_assignsubmission_file/plan.txt", DRAFT)
        archive.writestr("Ada Lovelace_2102_assignsubmission_onlinetext/onlinetext.html", f"<p>{DRAFT}</p>")
        archive.writestr("Bo_2105_assignsubmission_file/plan.docx", b"no document")
        archive.writestr("../../Eve_2106_assignsubmission_file/plan.txt", DRAFT)
    sheet, given = DATA / "exchange" / "moodle_worksheet.csv", DATA / "pages" / "article.txt"
    result = run(
        source, "--out", out, "--processes", 1, "--reports", "pdf", "--estimates-as-marks", "--worksheet", sheet,
        "--given", given,
    )  # fmt: skip
    assert result.exit_code == 1
    assert "moodle_worksheet.csv: 3 rows filled in" in result.stdout
    assert "its path leads out of the archive" in result.stderr
    rows = {
        row["participant id"]: row for row in csv.DictReader(io.StringIO((out / "results.csv").read_text("utf-8-sig")))
    }
    assert [(each, row["participant"], bool(row["problem"])) for each, row in sorted(rows.items())] == [
        ("2101", "Zoë Ångström", False),
        ("2102", "Ada Lovelace", False),
        ("2105", "Bo", False),  # the ending promises what the content is not: it is read as text
        ("2106", "Eve", True),
    ]
    assert sorted(path.name for path in (out / "reports").iterdir()) == [
        "Ada Lovelace, onlinetext.html.pdf",
        "Bo, plan.docx.pdf",
        "Zoë Ångström, plan.txt.pdf",
    ]
    with zipfile.ZipFile(out / "moodle_feedback.zip") as archive:
        assert "Zoë Ångström_2101_assignfeedback_file_feedback.pdf" in archive.namelist()


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (("nowhere", "--out", "out"), 2, "does not exist"),
        (("empty", "--out", "out"), 1, "There is no script in"),
        (("no.zip", "--out", "out"), 1, "It is not a zip archive"),
        (("scripts", "--out", "no.zip"), 2, "File exists"),
        (("scripts", "--out", "scripts"), 2, "name another folder"),
        (("scripts", "--out", "."), 2, "name another folder"),
        (("scripts", "--out", "out", "--rubric", "no.rubric"), 2, "no.rubric"),
        (("scripts", "--out", "out", "--gradebook", "no.zip"), 2, "--estimates-as-marks"),
        (("scripts", "--out", "out", "--worksheet", "no.zip"), 1, "no grading worksheet of Moodle"),
        (("scripts", "--out", "out", "--processes", "0"), 2, "--processes"),
    ],
)
def test_a_call_that_cannot_work_says_so_at_once(
    arguments: tuple[str, ...], status: int, message: str, run: Run, scripts: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "no.zip").write_text("no zip", encoding="utf-8")
    result = run(*arguments)
    assert (result.exit_code, message in result.stderr) == (status, True), result.stderr


def test_a_second_run_in_the_same_folder_is_kept_out(run: Run, scripts: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Journal(tmp_path / "out" / "results.jsonl"):
        result = run(scripts, "--out", tmp_path / "out")
    assert (result.exit_code, "another run is writing there" in result.stderr) == (1, True)
