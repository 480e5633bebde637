"""`markpoint batch`: a folder or zip of scripts in, feedback on all of them and a view of the class out."""

import os
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from models.errors import ModelError
from rubric.errors import RubricError, UnknownRubricError
from rubric.library import load_named
from rubric.schema import Rubric
from seeds.errors import SeedError
from service.commands.batch_exports import ReportForm, Wanted, check_sheets, write_exports
from service.commands.batch_journal import Journal
from service.commands.batch_run import Run, count_finished, results_of, score_all
from service.config import Settings, load_settings
from service.errors import ServiceError
from service.exchange import Intake, IntakeLimits, Layout, read_folder, read_zip
from service.extraction import ExtractionLimits, extract_text
from service.rendering.safe_text import show_hidden

JOURNAL = "results.jsonl"
SOME_FAILED = 1
"""Exit status where a script got no feedback or the command could not start; 2 is a wrong call."""
STOPPED = 130

app = typer.Typer()


@app.command("batch")
def batch(  # noqa: PLR0913 - the options of a command are its parameters
    scripts: Annotated[Path, typer.Argument(metavar="DIR|ZIP", exists=True, help="Scripts: a folder, or a zip.")],
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FOLDER", help="Where to write; made if need be.")],
    rubric: Annotated[
        str | None,
        typer.Option(
            metavar="ID|FILE", help="The rubric; MARKPOINT_RUBRIC_ID where none is named.", show_default=False
        ),
    ] = None,
    processes: Annotated[
        int | None, typer.Option(min=1, max=64, help="How many at a time; one a core.", show_default=False)
    ] = None,
    layout: Annotated[
        Layout | None, typer.Option(help="How files are named; told by the names.", show_default=False)
    ] = None,
    reports: Annotated[ReportForm, typer.Option(help="How each report is written.")] = ReportForm.HTML,
    given: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", exists=True, help="What students were given: words copied from it earn nothing."),
    ] = None,
    worksheet: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, help="Moodle's grading worksheet, to be filled in.")
    ] = None,
    gradebook: Annotated[
        Path | None, typer.Option(metavar="FILE", exists=True, help="Canvas's gradebook export, to be filled in.")
    ] = None,
    assignment: Annotated[
        str | None, typer.Option(metavar="ID|TITLE", help="The gradebook's assignment, where there are several.")
    ] = None,
    estimates_as_marks: Annotated[
        bool, typer.Option("--estimates-as-marks", help="Write estimates where the sheets have no mark.")
    ] = False,
) -> None:
    """Give feedback on every script in a folder or a zip, and sum up the class.

    The results stand in results.jsonl as soon as they are there: after Ctrl-C or a crash, the same command goes on
    where it was and scores nothing twice.

    Exit status: 0 all went well, 1 a script got no feedback or it could not start, 2 the call is wrong, 130 stopped.
    """
    if gradebook is not None and not estimates_as_marks:
        hint = "a gradebook has room for marks only; say --estimates-as-marks if estimates are to be written there"
        raise typer.BadParameter(hint, param_hint="--gradebook")
    if scripts.is_dir() and scripts.resolve().is_relative_to(out.resolve()):
        raise typer.BadParameter("results would lie among the scripts; name another folder", param_hint="--out")
    settings, chosen = _prepare(rubric)
    out = _make_folder(out)
    with ExitStack() as open_files:
        try:
            intake = _take_in(scripts, out, settings, layout, open_files)
            run = Run(
                intake=intake,
                rubric=chosen,
                settings=settings,
                given=tuple(_read_given(path, settings) for path in given or ()),
                journal=open_files.enter_context(Journal(out / JOURNAL)),
            )
            wanted = Wanted(
                form=reports,
                layout=intake.layout,
                worksheet=worksheet.read_bytes() if worksheet else None,
                gradebook=gradebook.read_bytes() if gradebook else None,
                assignment=assignment,
                estimates_as_marks=estimates_as_marks,
            )
            check_sheets(wanted)
            if not score_all(run, processes or _cores()):
                _say_stopped(run)
                raise typer.Exit(STOPPED)
            _finish(run, out, wanted)
        except (ModelError, RubricError, SeedError, ServiceError) as error:
            _fail(str(error))
        except OSError as error:
            _fail(f"{error.filename or out}: {error.strerror or type(error).__name__}.")


def _prepare(rubric: str | None) -> tuple[Settings, Rubric]:
    try:
        settings = load_settings()
        return settings, load_named(rubric or settings.rubric_id, settings.rubric_dir)
    except UnknownRubricError as error:
        raise typer.BadParameter(str(error), param_hint="--rubric") from error
    except (RubricError, SeedError, ServiceError) as error:
        _fail(str(error))


def _make_folder(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise typer.BadParameter(f"{out}: {error.strerror}.", param_hint="--out") from error
    return out


def _take_in(scripts: Path, out: Path, settings: Settings, layout: Layout | None, open_files: ExitStack) -> Intake:
    """The scripts that were named; what this command wrote earlier is none."""
    limits = IntakeLimits(max_file_bytes=settings.max_body_bytes)
    if scripts.is_dir():
        intake = read_folder(scripts, limits, layout=layout, without=out)
    else:
        intake = read_zip(open_files.enter_context(scripts.open("rb")), limits, layout=layout)
    if not intake.scripts:
        _fail(f"There is no script in {scripts}.")
    return intake


def _read_given(path: Path, settings: Settings) -> str:
    return extract_text(path.name, path.read_bytes(), ExtractionLimits.from_settings(settings)).text


def _cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _finish(run: Run, out: Path, wanted: Wanted) -> None:
    results = list(results_of(run))
    for said in write_exports(out, results, wanted):
        typer.echo(said)
    failed = [outcome for outcome, _ in results if outcome.report is None]
    for outcome in failed:
        detail = outcome.problem.detail if outcome.problem else ""
        typer.echo(show_hidden(f"{outcome.name}: {detail.removeprefix(f'{outcome.file_name}: ')}"), err=True)
    for name in run.intake.skipped:
        typer.echo(show_hidden(f"{name}: no script, left out."), err=True)
    done = len(results) - len(failed)
    typer.echo(f"{len(results)} scripts ({run.intake.layout} names), {done} with feedback. The results are in {out}.")
    if failed:
        raise typer.Exit(SOME_FAILED)


def _say_stopped(run: Run) -> None:
    total = len(run.intake.scripts)
    typer.echo(
        f"Stopped after {count_finished(run)} of {total} scripts. The same command goes on from there.", err=True
    )


def _fail(message: str) -> NoReturn:
    typer.echo(show_hidden(message), err=True)
    raise typer.Exit(SOME_FAILED)
