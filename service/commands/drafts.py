"""Drafts named on the command line: files, folders and standard input."""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from service.errors import DraftTooLargeError
from service.workflow import Upload

STANDARD_INPUT = "-"
OUTPUT_MARK = ".feedback"
"""Stands before the ending of every file that is written, so that no output is taken for a draft."""
_ENDINGS = frozenset((".txt", ".md", ".markdown", ".docx", ".odt", ".rtf", ".pdf", ".html", ".htm"))


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDraft:
    """A draft that is still to be read; `path` is None for standard input."""

    path: Path | None
    name: str
    """What messages and the report call it."""
    script_id: str
    """The file's name without its ending."""

    def read(self, most_bytes: int) -> Upload:
        """The draft's bytes.

        Raises:
            DraftTooLargeError: there are more than `most_bytes`; the rest was not read.
            OSError: the file cannot be read.
        """
        if self.path is None:
            body = _read(sys.stdin.buffer, most_bytes)
        else:
            with self.path.open("rb") as handle:
                body = _read(handle, most_bytes)
        if len(body) > most_bytes:
            raise DraftTooLargeError(f"it has more than {most_bytes:,} bytes, the limit", draft_name=self.name)
        return Upload(filename=STANDARD_INPUT if self.path is None else self.path.name, body=body, name=self.name)


def list_drafts(named: Iterable[str]) -> Iterator[NamedDraft]:
    """The drafts that were named, in order; a folder stands for the drafts directly in it, sorted by name.

    Hidden files, files of other kinds and feedback written earlier are left out of a folder, not of the command line.
    """
    for each in named:
        path = Path(each)
        if each == STANDARD_INPUT:
            yield NamedDraft(path=None, name="standard input", script_id=each)
        elif path.is_dir():
            yield from (_name(inside) for inside in sorted(path.iterdir()) if _is_draft(inside))
        else:
            yield _name(path)


def _name(path: Path) -> NamedDraft:
    return NamedDraft(path=path, name=path.name, script_id=path.stem)


def _is_draft(path: Path) -> bool:
    is_output = Path(path.stem).suffix == OUTPUT_MARK
    return (
        path.is_file() and path.suffix.lower() in _ENDINGS and not path.name.startswith((".", "~$")) and not is_output
    )


def _read(handle: BinaryIO, most_bytes: int) -> bytes:
    return handle.read(most_bytes + 1)
