"""A folder of marked scripts, read."""

from pathlib import Path

import pytest

from models.evaluation.errors import MarksError
from models.evaluation.marked_data import digest_of, load_marked_data
from tests.models.evaluation.marking import RUBRIC, build_marks
from tests.models.evaluation.measured import LABEL, TEXT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("scripts", "sentences"):
        (tmp_path / name).mkdir()
    for script_id in ("s1", "s2", "s3"):
        (tmp_path / "scripts" / f"{script_id}.txt").write_text(TEXT, encoding="utf-8")
    lines = [build_marks(script_id).model_dump_json() for script_id in ("s2", "s1")]
    (tmp_path / "marks.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (tmp_path / "marks.first.jsonl").write_text(lines[0], encoding="utf-8")
    (tmp_path / "writers.csv").write_text("id,writer\ns1,a\ns2,b\ns3,b\n", encoding="utf-8")
    (tmp_path / "sentences" / "s1.jsonl").write_text(LABEL.model_dump_json(), encoding="utf-8")
    return tmp_path


def test_marked_scripts_come_with_their_writers_and_labels(folder: Path) -> None:
    data = load_marked_data(folder, RUBRIC)
    assert data.texts == {"s1": TEXT, "s2": TEXT}
    assert data.writers == {"s1": "a", "s2": "b"}
    assert data.labels == {"s1": (LABEL,)}
    assert list(data.first) == ["s2"]
    assert data.second == {}


@pytest.mark.parametrize(
    ("name", "what"), [("scripts/s1.txt", "text in scripts"), ("writers.csv", "writer in writers")]
)
def test_a_marked_script_needs_a_text_and_a_writer(folder: Path, name: str, what: str) -> None:
    if name == "writers.csv":
        (folder / name).write_text("id,writer\ns2,b\n", encoding="utf-8")
    else:
        (folder / name).unlink()
    with pytest.raises(MarksError, match=f"there is no {what}.* for s1"):
        load_marked_data(folder, RUBRIC)


def test_the_digest_changes_with_any_file_but_documents(folder: Path) -> None:
    before = digest_of(folder)
    (folder / "README.md").write_text("About the scripts.", encoding="utf-8")
    (folder / ".hidden").write_text("x", encoding="utf-8")
    assert digest_of(folder) == before
    (folder / "scripts" / "s3.txt").write_text("Other words.", encoding="utf-8")
    assert digest_of(folder) != before
