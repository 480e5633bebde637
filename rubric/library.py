"""The rubrics at hand: those that come with the package, and those of one more folder where one is given.

A rubric lies where its id says: `operations_management.level7` in `operations_management/level7.yaml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rubric.errors import MisplacedRubricError, UnknownRubricError, UnreadableFileError
from rubric.loader import load_rubric
from rubric.schema import Rubric

PACKAGED_FOLDER = Path(__file__).parent / "criteria"


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricEntry:
    """One line of the list of rubrics."""

    id: str
    title: str
    subject: str
    level: str
    version: str
    criteria: int
    """How many marking points it has."""
    path: Path


def list_rubrics(extra_folder: Path | None = None) -> tuple[RubricEntry, ...]:
    """Every rubric at hand, sorted by id.

    Raises:
        RubricError: a file does not load, or its id does not fit its place.
    """
    return tuple(_entry(_load_placed(rubric_id, path), path) for rubric_id, path in rubric_files(extra_folder).items())


def load_by_id(rubric_id: str, extra_folder: Path | None = None) -> Rubric:
    """The rubric of that id.

    Raises:
        UnknownRubricError: there is none.
        RubricError: its file does not load, or holds another id.
    """
    files = rubric_files(extra_folder)
    if rubric_id not in files:
        raise UnknownRubricError(rubric_id, list(files))
    return _load_placed(rubric_id, files[rubric_id])


def load_named(name: str, extra_folder: Path | None = None) -> Rubric:
    """The rubric in the file of that name, where the name is that of a YAML file; else the rubric of that id.

    Raises:
        UnknownRubricError: there is none of that id.
        RubricError: its file does not load, or holds another id.
    """
    if name.endswith((".yaml", ".yml")):
        return load_rubric(Path(name))
    return load_by_id(name, extra_folder)


def rubric_files(extra_folder: Path | None = None) -> dict[str, Path]:
    """Ids and files, sorted by id, without reading the files; the extra folder goes before the package.

    Raises:
        UnreadableFileError: the extra folder is not a folder.
    """
    if extra_folder is not None and not extra_folder.is_dir():
        raise UnreadableFileError(extra_folder, "there is no such folder of rubrics. Create it or name another.")
    folders = [PACKAGED_FOLDER] if extra_folder is None else [PACKAGED_FOLDER, extra_folder]
    files = {rubric_id: path for folder in folders for rubric_id, path in _files_in(folder)}
    return dict(sorted(files.items()))


def is_packaged(path: Path) -> bool:
    """Whether a file is one of those that come with the package."""
    return path.resolve().is_relative_to(PACKAGED_FOLDER.resolve())


def _files_in(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*.yaml"):
        yield ".".join(path.relative_to(folder).with_suffix("").parts), path


def _load_placed(expected_id: str, path: Path) -> Rubric:
    rubric = load_rubric(path)
    if rubric.id != expected_id:
        raise MisplacedRubricError(path, found=rubric.id, expected=expected_id)
    return rubric


def _entry(rubric: Rubric, path: Path) -> RubricEntry:
    return RubricEntry(
        id=rubric.id,
        title=rubric.title,
        subject=rubric.subject,
        level=rubric.level,
        version=rubric.version,
        criteria=len(rubric.criteria),
        path=path,
    )
