"""Where feedback is written."""

from pathlib import Path

import pytest
import typer

from service.commands.drafts import NamedDraft, list_drafts
from service.commands.outputs import Format, Said, is_folder, open_output

FIRST = Said(header="head\n", body="one\n", divider="---\n")
SECOND = Said(header="head\n", body="two\n", divider="---\n")


def draft(path: str) -> NamedDraft:
    [found] = list_drafts([path])
    return found


def test_one_file_has_one_header_and_dividers_between(tmp_path: Path) -> None:
    output = tmp_path / "out.txt"
    with open_output(str(output), Format.TEXT, []) as write:
        write(draft("a.txt"), FIRST)
        write(draft("b.txt"), SECOND)
    assert output.read_text(encoding="utf-8") == "head\none\n---\ntwo\n"


def test_without_an_output_it_goes_to_standard_output(capsys: pytest.CaptureFixture[str]) -> None:
    with open_output(None, Format.CSV, []) as write:
        write(draft("a.txt"), FIRST)
    assert capsys.readouterr().out == "head\none\n"


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Format.TEXT, "a.feedback.txt"),
        (Format.HTML, "a.feedback.html"),
        (Format.CSV, "a.feedback.csv"),
        (Format.JSON, "a.feedback.json"),
        (Format.MARKS, "a.feedback.json"),
    ],
)
def test_a_folder_gets_a_file_for_each_draft(tmp_path: Path, form: Format, name: str) -> None:
    with open_output(f"{tmp_path}/new/", form, []) as write:
        write(draft("x/a.txt"), FIRST)
    assert (tmp_path / "new" / name).read_text(encoding="utf-8") == "head\none\n"


def test_drafts_of_one_name_do_not_replace_one_another(tmp_path: Path) -> None:
    with open_output(str(tmp_path), Format.TEXT, []) as write:
        for path in ("x/a.txt", "y/a.docx", "-"):
            write(draft(path), FIRST)
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "a-2.feedback.txt", "a.feedback.txt", "standard-input.feedback.txt",
    ]  # fmt: skip


def test_a_draft_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("my words", encoding="utf-8")
    with (
        pytest.raises(typer.BadParameter, match="one of the drafts"),
        open_output(str(path), Format.TEXT, [draft(str(path))]),
    ):
        pass
    assert path.read_text(encoding="utf-8") == "my words"


@pytest.mark.parametrize("output", ["missing/out.txt", "file/in/"])
def test_an_output_that_cannot_be_written_is_a_wrong_call(tmp_path: Path, output: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(typer.BadParameter, match=str(tmp_path)), open_output(f"{tmp_path}/{output}", Format.TEXT, []):
        pass


def test_a_folder_is_one_that_is_there_or_is_named_like_one(tmp_path: Path) -> None:
    assert is_folder(str(tmp_path))
    assert is_folder("new/")
    assert not is_folder(str(tmp_path / "new"))
    assert not is_folder(None)
