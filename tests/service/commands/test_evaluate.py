"""`markpoint evaluate` at the command line."""

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from models.evaluation.marks import Marks
from models.evaluation.spans import SentenceLabel
from service.commands.evaluate import app
from tests.builders import build_rubric_data
from tests.models.evaluation.marking import build_marks

BUDGET = "The budget was cut by half because the venue raised its price in the last week."
TEXTS = {
    "s1.txt": f"{BUDGET} So we moved to a smaller venue and kept the same number of guests.",
    "s2.md": "A venue is a place for events. A budget is a sum of money for the events of a year.",
    "s3.txt": "Nothing here says anything of the kind, however long anybody may look for it in these lines.",
    "s5.txt": "",
    "s9.txt": "Nobody marked this one.",
}
MARKS = (
    build_marks("s1", bands={"MP1": 4, "MP2": 1}, levels={"MP1.budget": 2, "MP1.venue": 2}, overall=70),
    build_marks("s2", bands={"MP1": 1}, levels={"MP1.budget": 1, "MP1.venue": 1}, overall=30),
    build_marks("s3", overall=5, on_topic=False),
    build_marks("s4", bands={"MP1": 2}, overall=50),
    build_marks("s5", overall=0, on_topic=False),
)
SECOND = (build_marks("s1", bands={"MP1": 4, "MP2": 1}, overall=70), build_marks("s3", overall=10, on_topic=False))
LABEL = SentenceLabel(
    script="s1",
    n=1,
    start=0,
    end=len(BUDGET),
    text=BUDGET,
    functions=("explain",),
    elements={"MP1.budget": 2},
    misconceptions=(),
)


def invoke(*arguments: object) -> Result:
    """Run the command in a terminal too wide to break a line."""
    result = CliRunner().invoke(app, [*map(str, arguments)], env={"COLUMNS": "300", "TERM": "dumb"})
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def write_lines(path: Path, rows: tuple[Marks | SentenceLabel, ...]) -> Path:
    """One JSON object a line."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("".join(f"{row.model_dump_json()}\n" for row in rows), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Scripts, marks, labels, writers and a rubric, as a user would have them."""
    root = tmp_path_factory.mktemp("evaluation")
    (root / "scripts").mkdir()
    for name, text in TEXTS.items():
        (root / "scripts" / name).write_text(text, encoding="utf-8")
    write_lines(root / "first.jsonl", MARKS)
    write_lines(root / "second.jsonl", SECOND)
    write_lines(root / "labels" / "s1.jsonl", (LABEL,))
    (root / "writers.csv").write_text(
        "id,writer\n" + "".join(f"s{n},w{n % 2}\n" for n in range(1, 6)), encoding="utf-8"
    )
    (root / "rubric.yaml").write_text(yaml.safe_dump(build_rubric_data(), sort_keys=False), encoding="utf-8")
    return root


def arguments(folder: Path, **changes: Path | str) -> list[str]:
    """The options of a sound call, with some added or changed."""
    options: dict[str, Path | str] = {
        "scripts": folder / "scripts",
        "marks": folder / "first.jsonl",
        "rubric": folder / "rubric.yaml",
    }
    return [word for name, value in (options | changes).items() for word in (f"--{name}", str(value))]


@pytest.fixture(scope="module")
def whole(folder: Path) -> Result:
    """A run with everything: a second marker, writers, labels and a report to write."""
    return invoke(
        *arguments(
            folder,
            second=folder / "second.jsonl",
            writers=folder / "writers.csv",
            sentences=folder / "labels",
            output=folder / "report.md",
        )
    )


def test_scripts_that_cannot_be_read_are_named_counted_and_set_the_exit_status(whole: Result) -> None:
    assert whole.exit_code == 1
    assert "Marked scripts: 5, of which not read: 2." in whole.output
    assert re.search(r"^s4 +there is no file of this name in the folder of scripts$", whole.output, re.MULTILINE)
    assert re.search(r"^s5 +s5\.txt: the file is empty", whole.output, re.MULTILINE)


def test_human_human_stands_beside_human_machine(whole: Result) -> None:
    assert "Marked twice: 2." in whole.output
    for heading in ("human-machine, n=5", "human-machine, marked twice, n=2", "human-human, n=2"):
        assert heading in whole.output


def test_a_run_measures_by_band_by_length_by_writer_and_by_sentence(whole: Result) -> None:
    for title in (
        "By band, human-machine",
        "By length, human-machine",
        "By writer, human-machine",
        "By writer, human-human",
        "Sentences shown as evidence, against sentence labels",
    ):
        assert f"\n{title}\n" in whole.output


def test_scripts_that_nobody_marked_are_named(whole: Result) -> None:
    assert "Scripts without marks, left out: 1 (s9)." in whole.output


def test_the_report_is_written_as_markdown(whole: Result, folder: Path) -> None:
    report = (folder / "report.md").read_text(encoding="utf-8")
    assert report.startswith("# Agreement with human marks\n")
    assert "| s5 | s5.txt: the file is empty" in report


def test_the_same_marks_get_the_same_figures_to_the_last_digit(whole: Result, folder: Path) -> None:
    options = arguments(
        folder, second=folder / "second.jsonl", writers=folder / "writers.csv", sentences=folder / "labels"
    )
    assert invoke(*options).output == whole.output


def test_some_scripts_may_be_chosen(folder: Path) -> None:
    result = invoke(*arguments(folder, only="s[1-3]"))
    assert result.exit_code == 0
    assert "Marked scripts: 3, of which not read: 0." in result.output
    assert "None of them was marked twice." in result.output
    assert "human-human" not in result.output


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("scripts", "nowhere", "nowhere"),
        ("marks", "nowhere.jsonl", "nowhere.jsonl"),
        ("marks", "writers.csv", "writers.csv, line 1: "),
        ("second", "rubric.yaml", "rubric.yaml, line 1: "),
        ("rubric", "no.such_rubric", "there is no rubric 'no.such_rubric'"),
        ("rubric", "nowhere.yaml", "nowhere.yaml: there is no such file"),
        ("only", "t*", "'t*' fits no script that was marked"),
        ("ids", "s7", "'s7' fits no script that was marked"),
        ("writers", "first.jsonl", "the first line has to be 'id,writer'"),
        ("sentences", "scripts", "the folder has labels of none of the scripts"),
        ("output", "nowhere/report.md", "there is no folder"),
    ],
)
def test_wrong_input_is_named_and_nothing_is_measured(folder: Path, option: str, value: str, said: str) -> None:
    named = value if option in {"only", "ids"} or value == "no.such_rubric" else str(folder / value)
    result = invoke(*arguments(folder, **{option: named}))
    assert result.exit_code == 2
    assert said in result.output
    assert "Headline" not in result.output


def test_every_chosen_script_needs_a_writer(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "writers.csv").write_text("id,writer\ns1,Ann\n", encoding="utf-8")
    result = invoke(*arguments(folder, writers=tmp_path / "writers.csv", only="s1,s2,s3"))
    assert result.exit_code == 2
    assert "writers.csv: no writer is named for s2, s3" in result.output
