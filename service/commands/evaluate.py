"""`markpoint evaluate`: how far the program agrees with human marks, beside how far two humans agree."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer
from rich.console import Console
from rich.progress import track

from models.engine import ScoringEngine
from models.errors import ModelError
from models.evaluation.agreement import Agreement, measure_agreement
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.comparison import Evaluation, Failure, MarksById, compare_marks
from models.evaluation.errors import MarksError
from models.evaluation.groups import group_by_length, load_writers
from models.evaluation.marks import abstaining_marks, load_marks
from models.evaluation.report import render_report
from models.evaluation.scripts import choose_scripts, find_scripts
from models.evaluation.spans import SentenceLabel, load_sentence_labels, measure_spans
from models.scores import DraftScore
from rubric.errors import RubricError
from rubric.fingerprint import fingerprint
from rubric.library import load_named
from rubric.schema import Rubric
from seeds.errors import SeedError
from service.config import Settings, load_settings
from service.errors import DraftError, ServiceError
from service.extraction import ExtractionLimits, extract_text
from service.rendering.marks import marks_of
from service.rendering.safe_text import show_hidden
from service.workflow import open_engine

NOT_ALL_READ = 1
"""Exit status where figures were made but some scripts could not be read."""
BAD_INPUT = 2
"""Exit status where no figures could be made."""
RNG_START = 20_260
"""Where the random numbers of the bootstrap start, so that the same marks always get the same intervals."""

app = typer.Typer()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Request:
    """What is to be evaluated."""

    scripts: Path
    marks: Path
    second: Path | None
    rubric: str | None
    only: tuple[str, ...]
    writers: Path | None
    sentences: Path | None


@app.command("evaluate")
def evaluate(  # noqa: PLR0913 - the options of a command are its parameters
    scripts: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder of scripts; a file's name is its id.")
    ],
    marks: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="Human marks, one JSON object a line.")],
    second: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="A second human's marks of some of the scripts.")
    ] = None,
    rubric: Annotated[
        str | None,
        typer.Option(
            help="Id of a rubric, or a rubric file; MARKPOINT_RUBRIC_ID where none is named.", show_default=False
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            "--only", "--ids", help="Scripts to use: a file of ids, or ids and patterns such as 's0*,s12[3-5]'."
        ),
    ] = None,
    writers: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="CSV file 'id,writer': adds agreement by writer."),
    ] = None,
    sentences: Annotated[
        Path | None,
        typer.Option(exists=True, file_okay=False, help="Folder of sentence labels, <id>.jsonl: adds evidence."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Markdown file to write the report to as well.")
    ] = None,
) -> None:
    """Measure agreement with human marks. Exit status 1 when a script could not be read, 2 when the input is wrong."""
    if output is not None and not output.parent.is_dir():
        _fail(f"{output}: there is no folder {output.parent} to write to")
    request = _Request(
        scripts=scripts,
        marks=marks,
        second=second,
        rubric=rubric,
        only=tuple(only or ()),
        writers=writers,
        sentences=sentences,
    )
    try:
        evaluation = _evaluate(request, load_settings())
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))
    typer.echo(show_hidden(render_report(evaluation, as_markdown=False)), nl=False)
    if output is not None:
        _write(output, render_report(evaluation, as_markdown=True))
    if evaluation.failures:
        raise typer.Exit(NOT_ALL_READ)


def _evaluate(request: _Request, settings: Settings) -> Evaluation:
    rubric = load_named(request.rubric or settings.rubric_id, settings.rubric_dir)
    marked = load_marks(request.marks, rubric)
    second = {} if request.second is None else load_marks(request.second, rubric)
    chosen = choose_scripts(marked, request.only)
    writers = {} if request.writers is None else _load_writers_of(chosen, request.writers)
    files = find_scripts(request.scripts)
    texts, failures = _read_scripts(chosen, files, ExtractionLimits.from_settings(settings))
    labels = {} if request.sentences is None else _load_labels(request.sentences, rubric, texts)
    engine = open_engine(rubric, settings)
    scored = _score_scripts(engine, texts)

    first = {script_id: marked[script_id] for script_id in chosen}
    machine = _machine_marks(rubric, scored, failures)
    twice = sorted(first.keys() & second.keys())
    groupings = {"length": group_by_length({script_id: each.words for script_id, each in scored.items()})}
    groupings |= {"writer": writers} if writers else {}
    return Evaluation(
        rubric_id=rubric.id,
        rubric_fingerprint=fingerprint(rubric),
        engine_version=engine.version,
        resamples=_bootstrap().resamples,
        human_machine=compare_marks(rubric, first, machine, groupings, bootstrap=_bootstrap()),
        human_machine_twice=_measure_some(rubric, first, machine, twice) if twice else None,
        human_human=compare_marks(rubric, first, second, groupings, bootstrap=_bootstrap()) if twice else None,
        spans=measure_spans(rubric, scored, labels, bootstrap=_bootstrap()),
        failures=failures,
        unmarked=tuple(sorted(files.keys() - marked.keys())),
    )


def _measure_some(rubric: Rubric, first: MarksById, second: MarksById, script_ids: Sequence[str]) -> Agreement:
    ours, theirs = ([marks[script_id] for script_id in script_ids] for marks in (first, second))
    return measure_agreement(rubric, ours, theirs, bootstrap=_bootstrap())


def _bootstrap() -> Bootstrap:
    """A fresh one for each comparison: the same scripts are drawn, whatever else is measured."""
    return Bootstrap(rng=np.random.default_rng(RNG_START))


def _load_writers_of(chosen: Sequence[str], path: Path) -> Mapping[str, str]:
    writers = load_writers(path)
    missing = [script_id for script_id in chosen if script_id not in writers]
    if missing:
        raise MarksError(path.name, f"no writer is named for {', '.join(missing)}")
    return writers


def _read_scripts(
    chosen: Sequence[str], files: Mapping[str, Path], limits: ExtractionLimits
) -> tuple[Mapping[str, str], tuple[Failure, ...]]:
    """The texts by script id, and the scripts that could not be read."""
    texts: dict[str, str] = {}
    failures = []
    for script_id in chosen:
        try:
            texts[script_id] = _read_script(files[script_id], limits)
        except KeyError:
            failures.append(
                Failure(script_id=script_id, cause="there is no file of this name in the folder of scripts")
            )
        except OSError as error:
            failures.append(Failure(script_id=script_id, cause=f"the file cannot be read ({error.strerror})"))
        except DraftError as error:
            failures.append(Failure(script_id=script_id, cause=str(error)))
    return texts, tuple(failures)


def _read_script(path: Path, limits: ExtractionLimits) -> str:
    return extract_text(path.name, path.read_bytes(), limits).text


def _load_labels(folder: Path, rubric: Rubric, texts: Mapping[str, str]) -> Mapping[str, tuple[SentenceLabel, ...]]:
    """The sentence labels of the scripts that have some."""
    paths = {script_id: folder / f"{script_id}.jsonl" for script_id in texts}
    labels = {
        script_id: load_sentence_labels(path, rubric, texts[script_id])
        for script_id, path in paths.items()
        if path.is_file()
    }
    if not labels:
        raise MarksError(str(folder), "the folder has labels of none of the scripts; they are called <id>.jsonl")
    return labels


def _score_scripts(engine: ScoringEngine, texts: Mapping[str, str]) -> Mapping[str, DraftScore]:
    """Every script scored, with a progress bar on a terminal."""
    return {script_id: engine.score(texts[script_id]) for script_id in _shown(list(texts))}


def _shown(script_ids: Sequence[str]) -> Iterator[str]:
    console = Console(stderr=True)
    yield from track(
        script_ids, description="Scoring", console=console, transient=True, disable=not console.is_terminal
    )


def _machine_marks(rubric: Rubric, scored: Mapping[str, DraftScore], failures: Sequence[Failure]) -> MarksById:
    """The scores in the form of marks, exactly as `markpoint check --format marks` writes them; none for failures."""
    untold = {each.script_id: abstaining_marks(rubric, each.script_id) for each in failures}
    return untold | dict(marks_of(rubric, scored))


def _write(path: Path, report: str) -> None:
    try:
        path.write_text(report, encoding="utf-8", newline="\n")
    except OSError as error:
        _fail(f"{path}: the report cannot be written ({error.strerror})")


def _fail(message: str) -> NoReturn:
    typer.echo(show_hidden(message), err=True)
    raise typer.Exit(BAD_INPUT)
