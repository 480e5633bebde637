"""`markpoint check`: drafts in, feedback out."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, NoReturn, Self

import typer
from rich.console import Console
from rich.progress import Progress

from models.engine import ScoringEngine
from models.errors import ModelError
from rubric.errors import RubricError, UnknownRubricError
from rubric.library import load_named
from seeds.errors import SeedError
from service.commands.drafts import NamedDraft, list_drafts
from service.commands.outputs import Format, Said, is_folder, open_output, render
from service.config import Settings, load_settings
from service.errors import DraftError, ServiceError
from service.extraction import ExtractionLimits
from service.rendering.safe_text import show_hidden
from service.workflow import open_engine, score_draft

SOME_FAILED = 1
"""Exit status where a draft could not be read or the command could not start; 2 is a wrong call."""

app = typer.Typer()


@app.command("check")
def check(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE...",
            help="Drafts (txt, md, docx, odt, rtf, pdf, html), or folders: the drafts directly in them. "
            "- reads standard input.",
        ),
    ],
    form: Annotated[Format, typer.Option("--format", "-f", help="How to write the feedback.")] = Format.TEXT,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", metavar="FILE|FOLDER", help="Where to write; a folder gets a file a draft."),
    ] = None,
    rubric: Annotated[
        str | None,
        typer.Option(
            metavar="ID|FILE",
            help="The rubric to read by; MARKPOINT_RUBRIC_ID where none is named.",
            show_default=False,
        ),
    ] = None,
    details: Annotated[bool, typer.Option("--details", help="Unfold everything in text.")] = False,
) -> None:
    """Give feedback on drafts, criterion by criterion.

    A draft that cannot be read is reported and does not stop the rest.
    Exit status: 0 all went well, 1 a draft could not be read, 2 the call is wrong.
    """
    drafts = tuple(list_drafts(files))
    if form is Format.HTML and len(drafts) > 1 and not is_folder(output):
        raise typer.BadParameter("several pages need a folder, such as --output feedback/", param_hint="--output")
    if not drafts:
        _fail("There is no draft in that folder. Name the files, or a folder that holds them.")
    settings, engine = _prepare(rubric)
    limits = ExtractionLimits.from_settings(settings)
    failed = False
    with open_output(output, form, drafts) as write, _Bar(len(drafts)) as bar:
        for draft in drafts:
            said = _give_feedback(draft, engine, limits, form, details=details)
            with bar.aside():
                if isinstance(said, Said):
                    write(draft, said)
                else:
                    typer.echo(show_hidden(said), err=True)
                    failed = True
    if failed:
        raise typer.Exit(SOME_FAILED)


class _Bar:
    """A progress bar on standard error where that is a terminal and there are several drafts; else nothing."""

    def __init__(self, drafts: int) -> None:
        self._progress: Progress | None = None
        if drafts > 1 and sys.stderr.isatty():
            console = Console(stderr=True)
            self._progress = Progress(console=console, transient=True, redirect_stdout=False, redirect_stderr=False)
            self._task = self._progress.add_task("Drafts", total=drafts)

    def __enter__(self) -> Self:
        if self._progress:
            self._progress.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._progress:
            self._progress.stop()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Takes the bar away while one draft's feedback is written, then counts the draft."""
        if not self._progress:
            yield
            return
        self._progress.stop()
        yield
        self._progress.advance(self._task)
        self._progress.start()


def _give_feedback(
    draft: NamedDraft, engine: ScoringEngine, limits: ExtractionLimits, form: Format, *, details: bool
) -> Said | str:
    """What is said of one draft, or why nothing can be."""
    try:
        scored = score_draft(draft.read(limits.max_body_bytes), engine, limits)
        return render(form, draft, scored, engine.rubric, details=details)
    except DraftError as error:
        return str(error)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        return f"{draft.name}: it cannot be read ({cause}). Check its name and whether you may read it."
    except Exception as error:
        return f"{draft.name}: a fault inside Markpoint ({type(error).__name__}). Please report it; the rest goes on."


def _prepare(rubric: str | None) -> tuple[Settings, ScoringEngine]:
    """The settings and an engine for the rubric that is asked for."""
    try:
        settings = load_settings()
        return settings, open_engine(load_named(rubric or settings.rubric_id, settings.rubric_dir), settings)
    except UnknownRubricError as error:
        raise typer.BadParameter(str(error), param_hint="--rubric") from error
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))


def _fail(message: str) -> NoReturn:
    typer.echo(show_hidden(message), err=True)
    raise typer.Exit(SOME_FAILED)
