"""A folder of marked scripts, read as it lies in `models/data`."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

from models.evaluation.errors import MarksError
from models.evaluation.files import read_text
from models.evaluation.findings import MarkedData
from models.evaluation.groups import load_writers
from models.evaluation.marks import Marks, load_marks
from models.evaluation.scripts import find_scripts
from models.evaluation.spans import load_sentence_labels
from rubric.schema import Rubric

SCRIPTS, SENTENCES = "scripts", "sentences"
MARKS, FIRST, SECOND = "marks.jsonl", "marks.first.jsonl", "marks.second.jsonl"
WRITERS = "writers.csv"


def load_marked_data(folder: Path, rubric: Rubric) -> MarkedData:
    """Every script with its marks, its writer and what else there is of it.

    Raises:
        MarksError: a file is missing or cannot be used, or a marked script has no text or no writer.
    """
    marks = load_marks(folder / MARKS, rubric)
    writers = load_writers(folder / WRITERS)
    paths = find_scripts(folder / SCRIPTS)
    for known, what in ((paths, f"text in {SCRIPTS}"), (writers, f"writer in {WRITERS}")):
        missing = sorted(marks.keys() - known.keys())
        if missing:
            raise MarksError(MARKS, f"there is no {what} for {', '.join(missing)}")
    texts = {script_id: read_text(paths[script_id]) for script_id in sorted(marks)}
    labels = {script_id: folder / SENTENCES / f"{script_id}.jsonl" for script_id in texts}
    return MarkedData(
        digest=digest_of(folder),
        texts=texts,
        marks=marks,
        first=_load_if_there(folder / FIRST, rubric),
        second=_load_if_there(folder / SECOND, rubric),
        writers={script_id: writer for script_id, writer in writers.items() if script_id in marks},
        labels={
            script_id: load_sentence_labels(path, rubric, texts[script_id])
            for script_id, path in labels.items()
            if path.is_file()
        },
    )


def digest_of(folder: Path) -> str:
    """SHA-256 of the names and contents of every file in the folder but documents and hidden ones."""
    digest = sha256()
    for name, path in sorted(_files(folder)):
        content = sha256(path.read_bytes()).hexdigest()
        digest.update(f"{content}  {name}\n".encode())
    return digest.hexdigest()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and path.suffix != ".md" and not any(part.startswith(".") for part in name.split("/")):
            yield name, path


def _load_if_there(path: Path, rubric: Rubric) -> Mapping[str, Marks]:
    return load_marks(path, rubric) if path.is_file() else {}
