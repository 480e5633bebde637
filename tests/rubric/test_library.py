"""The rubrics at hand."""

from pathlib import Path

import pytest
import yaml

from rubric.errors import InvalidRubricError, MisplacedRubricError, UnknownRubricError, UnreadableFileError
from rubric.library import PACKAGED_FOLDER, is_packaged, list_rubrics, load_by_id, load_named, rubric_files
from tests.builders import build_rubric, build_rubric_data


def write_rubric(folder: Path, name: str, rubric_id: str) -> Path:
    """A copy of the test rubric under an id."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(build_rubric_data() | {"id": rubric_id}), encoding="utf-8")
    return file


def test_a_rubric_of_an_extra_folder_is_listed_and_loaded(tmp_path: Path) -> None:
    file = write_rubric(tmp_path, "events/level7.yaml", "events.level7")
    (entry,) = (entry for entry in list_rubrics(tmp_path) if entry.id == "events.level7")
    assert (entry.title, entry.subject, entry.level, entry.version) == ("Planning events", "Events", "7", "1")
    assert (entry.criteria, entry.path) == (2, file)
    assert load_by_id("events.level7", tmp_path) == build_rubric()


def test_packaged_rubrics_lie_where_their_ids_say() -> None:
    assert [entry.id for entry in list_rubrics()] == list(rubric_files())
    assert all(is_packaged(path) for path in rubric_files().values())


def test_an_extra_folder_goes_before_the_package(tmp_path: Path) -> None:
    for rubric_id, path in rubric_files().items():
        own = write_rubric(tmp_path, str(path.relative_to(PACKAGED_FOLDER)), rubric_id)
        assert rubric_files(tmp_path)[rubric_id] == own


def test_ids_are_listed_in_order(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        write_rubric(tmp_path, f"zoo/{name}.yaml", f"zoo.{name}")
    assert [name for name in rubric_files(tmp_path) if name.startswith("zoo")] == ["zoo.a", "zoo.b", "zoo.c"]


@pytest.mark.parametrize("rubric_id", ["events.level8", "", "../events", "events/level7"])
def test_an_unknown_id_names_those_there_are(tmp_path: Path, rubric_id: str) -> None:
    write_rubric(tmp_path, "events/level7.yaml", "events.level7")
    with pytest.raises(UnknownRubricError, match=r"Rubrics there are: .*events\.level7"):
        load_by_id(rubric_id, tmp_path)


def test_a_rubric_in_the_wrong_place_is_named(tmp_path: Path) -> None:
    write_rubric(tmp_path, "events/level8.yaml", "events.level7")
    with pytest.raises(
        MisplacedRubricError, match=r"the id is 'events.level7', but the place asks for 'events.level8'"
    ):
        list_rubrics(tmp_path)


def test_a_broken_rubric_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_text("title: x\n", encoding="utf-8")
    with pytest.raises(InvalidRubricError, match=r"broken\.yaml"):
        load_by_id("broken", tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="no such folder"):
        list_rubrics(tmp_path / "none")


@pytest.mark.parametrize("name", ["events/level7.yaml", "events/level7.yml", "events.level7"])
def test_a_rubric_is_named_by_its_file_or_its_id(tmp_path: Path, name: str) -> None:
    file = write_rubric(tmp_path, "events/level7.yaml", "events.level7")
    file.with_suffix(".yml").write_bytes(file.read_bytes())
    assert load_named(str(tmp_path / name) if "/" in name else name, tmp_path) == build_rubric()
