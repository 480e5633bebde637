"""`markpoint rubric` at the command line."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from rubric.importers.examiner_sheet import import_page
from rubric.library import rubric_files
from rubric.loader import load_rubric
from service.cli import app
from tests.builders import build_rubric_data

PAGES = Path(__file__).parents[2] / "data" / "pages"
Run = Callable[..., Result]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `markpoint rubric` with arguments, in a terminal too wide to break a line."""
    monkeypatch.setenv("COLUMNS", "300")
    monkeypatch.setenv("TERM", "dumb")

    def run(*arguments: object) -> Result:
        result = CliRunner().invoke(app, ["rubric", *map(str, arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


@pytest.fixture
def rubric_file(tmp_path: Path) -> Path:
    """A sound rubric in its place."""
    file = tmp_path / "rubrics" / "events" / "level7.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(build_rubric_data(), sort_keys=False), encoding="utf-8")
    return file


def change(file: Path, old: str, new: str) -> None:
    """Replace words in a file that holds them."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_sound_file_passes(run: Run, rubric_file: Path) -> None:
    result = run("check", rubric_file)
    assert result.exit_code == 0
    assert result.output == f"{rubric_file}: 2 marking points, 4 elements, nothing found.\n"


@pytest.mark.parametrize(
    ("old", "new", "options", "exit_code", "said"),
    [
        ("at_least: 60", "at_least: 50", [], 1, "error: grades: list the grades from the lowest boundary up"),
        ("weight: 50.0", "weihgt: 50.0", [], 1, "the key 'weihgt' is not known; did you mean 'weight'?"),
        ("schema_version: 1", "schema_version: 1\nid: x", [], 1, "line 3: the key 'id' is already on line 2"),
        ("- topic-page", "- new-page", [], 0, "warning: MP1: sources: the source 'new-page' is not in the catalogue"),
        ("- topic-page", "- new-page", ["--strict"], 1, "0 errors, 1 warning."),
    ],
)
def test_findings_name_the_line_and_set_the_exit_status(
    run: Run, rubric_file: Path, old: str, new: str, options: list[str], exit_code: int, said: str
) -> None:
    change(rubric_file, old, new)
    result = run("check", rubric_file, *options)
    assert result.exit_code == exit_code
    assert said in result.output
    assert str(rubric_file) in result.output


def test_one_bad_file_does_not_stop_the_rest(run: Run, rubric_file: Path, tmp_path: Path) -> None:
    result = run("check", tmp_path / "none.yaml", rubric_file)
    assert result.exit_code == 1
    assert "none.yaml: there is no such file" in result.output
    assert "nothing found" in result.output


def test_without_files_everything_that_comes_with_the_program_is_checked(run: Run) -> None:
    result = run("check")
    assert all(path.name in result.output for path in rubric_files().values())
    assert "JSON Schema and reading notes: " in result.output


def test_rubrics_are_listed_by_id(run: Run, rubric_file: Path) -> None:
    result = run("list", "--folder", rubric_file.parents[1])
    assert result.exit_code == 0
    assert "events.level7  Planning events (2 marking points, version 1)\n" in result.output


def test_the_folder_of_rubrics_is_a_setting(run: Run, rubric_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARKPOINT_RUBRIC_DIR", str(rubric_file.parents[1]))
    assert "events.level7" in run("list").output


@pytest.mark.parametrize("by_id", [True, False])
def test_a_rubric_is_shown_by_id_or_file(run: Run, rubric_file: Path, by_id: bool) -> None:
    result = run("show", "events.level7" if by_id else rubric_file, "--folder", rubric_file.parents[1])
    assert result.exit_code == 0
    for words in (
        "Events, 7. Id events.level7, version 1, ",
        "MP1  criterion MP1 (weight 50)",
        "    MP1.budget  budget: what the answer makes of budget",
        "    band 4, band 4: what earns 4",
        "    X.risk  risk: what the answer makes of risk",
        "    MC1  party and purpose confused",
        "    TIP.guests  Begin with the guests.",
        "    KC.music  Music",
        "    merit from 60",
    ):
        assert f"{words}" in result.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["show", "none"], "there is no rubric 'none'. Rubrics there are: "),
        (["show", "none.yaml"], "none.yaml: there is no such file"),
        (["list", "--folder", "none"], "none: there is no such folder of rubrics"),
        (["import", "none.txt", "-o", "out.yaml"], "none.txt: there is no such file"),
        (["import", PAGES, "-o", "out.yaml"], "this is a folder"),
        (["import", PAGES / "article.txt", "-o", "out.yaml"], "article.txt: no marking points were found"),
        (["import", PAGES / "people.txt", "--force", "-o", "."], "the file cannot be written"),
        (["import", PAGES / "people.txt", "-o", "none/out.yaml"], "the file cannot be written (No such file"),
        (["import", PAGES / "people.txt", "-o", "n" * 5_000], "File name too long"),
    ],
)
def test_what_cannot_be_done_is_said_without_a_traceback(
    run: Run, arguments: list[object], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 1
    assert said in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "arguments", [["import", "page.txt"], ["show"], ["check", "--nonsense"], ["nonsense"], ["import", "-o", "x.yaml"]]
)
def test_a_wrong_call_has_an_exit_status_of_its_own(run: Run, arguments: list[str]) -> None:
    assert run(*arguments).exit_code == 2


def test_an_imported_page_becomes_a_file_that_passes_its_check(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "draft.yaml"
    result = run("import", PAGES / "marketing.txt", "-o", output)
    assert result.exit_code == 0
    for words in (
        "Marketing planning at Level 5: 3 marking points, 5 misconceptions, 2 tips, 3 key concepts.",
        "    MP1  Market segmentation, Targeting, Positioning, Named business",
        "warning: No marking point uses the key concept 'Net Promoter Score'",
        f"The draft is in {output}.",
    ):
        assert words in result.output
    assert output.read_text(encoding="utf-8").startswith("# Drafted from marketing.txt.")
    assert load_rubric(output) == import_page((PAGES / "marketing.txt").read_text(encoding="utf-8")).rubric
    assert run("check", output).exit_code == 0


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "the file is empty"),
        (b"\x89PNG\r\n\x1a\n\x00", "not a text file"),
        (b"a" * 2_000_001, "larger than 2 MB"),
    ],
)
def test_what_is_no_page_is_refused(run: Run, tmp_path: Path, body: bytes, said: str) -> None:
    page = tmp_path / "page.txt"
    page.write_bytes(body)
    result = run("import", page, "-o", tmp_path / "draft.yaml")
    assert (result.exit_code, said in result.stderr) == (1, True)


def test_a_file_is_replaced_only_when_asked_for(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "draft.yaml"
    output.write_text("mine", encoding="utf-8")
    refused = run("import", PAGES / "people.txt", "-o", output)
    assert (refused.exit_code, output.read_text(encoding="utf-8")) == (1, "mine")
    assert "there is such a file already" in refused.stderr
    assert run("import", PAGES / "people.txt", "-o", output, "--force").exit_code == 0
    assert load_rubric(output).id == "managing_people"


def test_a_page_is_never_overwritten_by_its_own_draft(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Shops\nMarking points\n- Credit rent.\n", encoding="utf-8")
    result = run("import", page, "-o", page, "--force")
    assert (result.exit_code, "this is the page itself" in result.stderr) == (1, True)
    assert page.read_text(encoding="utf-8").startswith("Shops")


def test_control_characters_do_not_reach_the_terminal(run: Run, tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text("Shops\x9b31m\nMarking points\n- Credit rent\u202e and tax.\n", encoding="utf-8")
    result = run("import", page, "-o", tmp_path / "draft.yaml")
    assert result.exit_code == 0
    assert "\x9b" not in result.output
    assert "\u202e" not in result.output
