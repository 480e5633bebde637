import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import skops.io

from models.artefacts.files import ArtefactError, dump_judge, find_judge, fits, load_judge, load_packaged, save_judge
from models.scoring.judge import Judge
from rubric.library import load_by_id

RUBRIC = load_by_id("operations_management.level7")


@pytest.fixture(scope="module")
def judge() -> Judge:
    found = load_packaged(RUBRIC.id)
    assert found is not None
    return found


def test_the_packaged_models_fit_the_packaged_rubric(judge: Judge) -> None:
    assert fits(judge, RUBRIC)
    assert judge.scripts >= 200


def test_the_packaged_models_are_a_few_megabytes_at_most(judge: Judge) -> None:
    assert len(dump_judge(judge)) < 8_000_000


def test_what_is_saved_is_read_back_and_gives_the_same_bytes(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "again.skops"
    save_judge(judge, path)
    again = load_judge(path)
    assert dump_judge(again) == path.read_bytes()
    assert again.digest == judge.digest
    assert judge.sentences is not None
    assert again.sentences is not None
    np.testing.assert_array_equal(again.sentences.own, judge.sentences.own)


def test_a_file_holds_numbers_and_names_only(judge: Judge, tmp_path: Path) -> None:
    path = tmp_path / "judge.skops"
    save_judge(judge, path)
    assert skops.io.get_untrusted_types(file=path) == []
    assert {Path(name).suffix for name in zipfile.ZipFile(path).namelist()} == {".json", ".npy"}


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x03\x04 cut short"])
def test_a_damaged_file_is_named_with_what_to_do(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.skops"
    path.write_bytes(content)
    with pytest.raises(ArtefactError, match=r"odd\.skops.*make train"):
        load_judge(path)


def test_a_file_with_something_else_in_it_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.skops"
    path.write_bytes(skops.io.dumps({"format": 99}))
    with pytest.raises(ArtefactError, match="another version"):
        load_judge(path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ArtefactError, match="cannot be read"):
        load_judge(tmp_path / "none.skops")


def test_models_beside_a_tutors_rubric_come_first(judge: Judge, tmp_path: Path) -> None:
    assert find_judge(RUBRIC, tmp_path) is load_packaged(RUBRIC.id)
    save_judge(replace(judge, scripts=7), tmp_path / f"{RUBRIC.id}.skops")
    found = find_judge(RUBRIC, tmp_path)
    assert found is not None
    assert found.scripts == 7


def test_models_of_other_elements_do_not_fit(judge: Judge) -> None:
    assert not fits(replace(judge, element_ids=judge.element_ids[1:]), RUBRIC)
    assert not fits(replace(judge, rubric_id="other"), RUBRIC)
