"""From a YAML file to a rubric, strict at the door: after this, nothing is checked for its shape again."""

from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from rubric.document import Document, DocumentError, parse_document
from rubric.errors import InvalidRubricError, Problem
from rubric.files import read_text
from rubric.problems import explain
from rubric.schema import Rubric


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricFile:
    """A rubric with the file it was read from, for messages that name a line."""

    path: Path
    rubric: Rubric
    document: Document


def load_rubric(path: Path) -> Rubric:
    """The rubric of one YAML file.

    Raises:
        UnreadableFileError: the file cannot be read as text.
        InvalidRubricError: it is not YAML or does not fit the schema; every problem is listed with its line.
    """
    return load_rubric_file(path).rubric


def load_rubric_file(path: Path) -> RubricFile:
    """The rubric of one YAML file together with its lines; raises what `load_rubric` raises."""
    rubric, document = _parse(read_text(path), str(path))
    return RubricFile(path=path, rubric=rubric, document=document)


def parse_rubric(text: str, name: str) -> Rubric:
    """The rubric written in `text`; `name` stands for the file in error messages.

    Raises:
        InvalidRubricError: the text is not YAML or does not fit the schema.
    """
    return _parse(text, name)[0]


def _parse(text: str, name: str) -> tuple[Rubric, Document]:
    try:
        document = parse_document(text)
    except DocumentError as error:
        raise InvalidRubricError(name, [error.problem]) from error
    if not isinstance(document.data, dict):
        message = "the file does not hold a rubric. It begins with keys such as 'schema_version: 1' and 'id: ...'."
        raise InvalidRubricError(name, [Problem(where="", message=message)])
    try:
        return Rubric.model_validate(document.data), document
    except ValidationError as error:
        raise InvalidRubricError(name, explain(error, document, Rubric)) from error
