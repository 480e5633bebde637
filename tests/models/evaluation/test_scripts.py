from pathlib import Path

import pytest

from models.evaluation.errors import MarksError
from models.evaluation.scripts import choose_scripts, find_scripts

KNOWN = ("s001", "s002", "s010", "s161")


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        ((), KNOWN),
        (("s002",), ("s002",)),
        (("s00*",), ("s001", "s002")),
        (("s161, s001",), ("s001", "s161")),
        (("s0*", "s010"), ("s001", "s002", "s010")),
        (("s00[2-9]",), ("s002",)),
    ],
)
def test_scripts_are_chosen_by_id_and_pattern(wanted: tuple[str, ...], chosen: tuple[str, ...]) -> None:
    assert choose_scripts(KNOWN, wanted) == chosen


def test_scripts_are_chosen_by_a_file_of_ids(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("s010\n\ns001\n", encoding="utf-8")
    assert choose_scripts(KNOWN, [str(path)]) == ("s001", "s010")


@pytest.mark.parametrize("wanted", ["s999", "S001", "t*", "s001,", "ids.txt"])
def test_a_choice_that_fits_nothing_is_named(wanted: str) -> None:
    with pytest.raises(MarksError, match="fits no script that was marked"):
        choose_scripts(KNOWN, [wanted])


def test_a_wrong_id_in_a_file_is_named_with_the_file(tmp_path: Path) -> None:
    path = tmp_path / "ids.txt"
    path.write_text("s001\ns999\n", encoding="utf-8")
    with pytest.raises(MarksError, match=r"ids\.txt: 's999' fits"):
        choose_scripts(KNOWN, [str(path)])


def test_a_file_s_name_without_its_ending_is_the_script_s_id(tmp_path: Path) -> None:
    for name in ("s002.txt", "s001.docx", ".hidden"):
        (tmp_path / name).touch()
    (tmp_path / "folder").mkdir()
    assert find_scripts(tmp_path) == {"s001": tmp_path / "s001.docx", "s002": tmp_path / "s002.txt"}


def test_two_files_of_one_script_are_named(tmp_path: Path) -> None:
    for name in ("s001.txt", "s001.docx"):
        (tmp_path / name).touch()
    with pytest.raises(MarksError, match=r"s001\.docx and s001\.txt are both script s001"):
        find_scripts(tmp_path)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(MarksError, match="none-here"):
        find_scripts(tmp_path / "none-here")
