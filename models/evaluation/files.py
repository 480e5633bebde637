"""Text files that evaluation reads."""

from collections.abc import Iterator
from pathlib import Path

from models.evaluation.errors import MarksError


def read_text(path: Path) -> str:
    """The text of a UTF-8 file.

    Raises:
        MarksError: there is no such file, it may not be read, or it is not UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise MarksError(path.name, "the file is not UTF-8 text. Save it as UTF-8") from error
    except OSError as error:
        raise MarksError(str(path), f"the file cannot be read ({error.strerror})") from error


def numbered_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that hold something, each with its number from 1. Only a line feed ends a line."""
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            yield number, line
