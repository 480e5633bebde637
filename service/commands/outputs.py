"""Where `markpoint check` writes: standard output, one file, or a file for each draft in a folder."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TextIO

import typer

from rubric.schema import Rubric
from service.commands.drafts import OUTPUT_MARK, NamedDraft
from service.rendering.csv_report import render_csv_header, render_csv_row
from service.rendering.html_report import render_html
from service.rendering.marks import render_marks
from service.rendering.text_report import WIDTH, render_text
from service.workflow import ScoredDraft, report_on


class Format(StrEnum):
    """How feedback is written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    CSV = "csv"
    MARKS = "marks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The feedback on one draft as it is written."""

    body: str
    header: str = ""
    """Goes before the first body in a file."""
    divider: str = ""
    """Goes between two bodies in a file."""


Write = Callable[[NamedDraft, Said], None]
_ENDINGS = {Format.TEXT: ".txt", Format.JSON: ".json", Format.HTML: ".html", Format.CSV: ".csv", Format.MARKS: ".json"}


def render(form: Format, draft: NamedDraft, scored: ScoredDraft, rubric: Rubric, *, details: bool) -> Said:
    """The feedback on one draft in that form; `details` unfolds a text."""
    if form is Format.MARKS:
        return Said(body=render_marks(rubric, scored.score, script_id=draft.script_id))
    report = report_on(scored, rubric)
    match form:
        case Format.TEXT:
            return Said(body=render_text(report, details=details), divider=f"\n{'=' * WIDTH}\n\n")
        case Format.JSON:
            return Said(body=report.model_dump_json() + "\n")
        case Format.HTML:
            return Said(body=render_html(report, scored.score.text))
        case Format.CSV:
            return Said(body=render_csv_row(report), header=render_csv_header(report))


def is_folder(output: str | None) -> bool:
    """Whether the output is a folder: it is there as one, or its name ends like one."""
    return output is not None and (output.endswith(("/", "\\")) or Path(output).is_dir())


@contextmanager
def open_output(output: str | None, form: Format, drafts: Iterable[NamedDraft]) -> Iterator[Write]:
    """Something that writes the feedback on one draft after another.

    Raises:
        typer.BadParameter: the output is one of the drafts, or cannot be written.
    """
    if output is None:
        yield _write_after(sys.stdout)
    elif is_folder(output):
        yield _write_each(_make_folder(Path(output)), _ENDINGS[form])
    else:
        with _open_new(Path(output), drafts) as handle:
            yield _write_after(handle)


def _write_after(handle: TextIO) -> Write:
    """Writes one draft after the other to a stream, each as soon as it is there."""
    is_first = True

    def write(_: NamedDraft, said: Said) -> None:
        nonlocal is_first
        handle.write(f"{said.header if is_first else said.divider}{said.body}")
        handle.flush()
        is_first = False

    return write


def _write_each(folder: Path, ending: str) -> Write:
    """Writes a file for each draft, named after it; a second draft of the same name gets a number."""
    used: dict[str, int] = {}

    def write(draft: NamedDraft, said: Said) -> None:
        stem = "standard-input" if draft.path is None else draft.script_id
        used[stem] = used.get(stem, 0) + 1
        number = f"-{used[stem]}" if used[stem] > 1 else ""
        (folder / f"{stem}{number}{OUTPUT_MARK}{ending}").write_text(
            said.header + said.body, encoding="utf-8", newline="\n"
        )

    return write


def _make_folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{folder}: {error.strerror}.", param_hint="--output") from error
    return folder


def _open_new(path: Path, drafts: Iterable[NamedDraft]) -> TextIO:
    if path.exists() and any(draft.path and draft.path.exists() and path.samefile(draft.path) for draft in drafts):
        raise typer.BadParameter(f"{path} is one of the drafts. Name another file.", param_hint="--output")
    try:
        return path.open("w", encoding="utf-8", newline="\n")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}.", param_hint="--output") from error
