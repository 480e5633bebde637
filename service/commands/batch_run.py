"""One run of a batch: every script is read, scored once unless its result is there already, and listed in order."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from models.artefacts.files import find_judge
from models.engine import version_of
from rubric.fingerprint import fingerprint
from rubric.schema import Rubric
from service.commands.batch_exports import Result
from service.commands.batch_journal import Journal, ResultKey, Saved, digest_content
from service.commands.batch_workers import Setup, StopWish, Task, Workers
from service.config import Settings
from service.errors import DraftError
from service.exchange import Intake, Script
from service.exchange.outcomes import Outcome, Problem
from service.workflow import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One call of the command: what it scores, by what, and what came of it."""

    intake: Intake
    rubric: Rubric
    settings: Settings
    given: tuple[str, ...]
    journal: Journal
    keys: dict[str, ResultKey] = field(default_factory=dict)
    """By the name of the script, as far as it could be read."""
    unread: dict[str, Problem] = field(default_factory=dict)
    failed: dict[ResultKey, Problem] = field(default_factory=dict)


def score_all(run: Run, processes: int) -> bool:
    """Score what has no result yet; False where somebody asked to stop before all was done."""
    total = len(run.intake.scripts)
    with StopWish() as stop, _bar() as bar:
        task = bar.add_task("Scripts", total=total)
        pending = _pending(run, stop)
        first = next(pending, None)
        if first is not None:
            with Workers(Setup(rubric=run.rubric, settings=run.settings), min(processes, total)) as workers:
                for done, answer in workers.score(_chain(first, pending), stop):
                    _keep(run, done, answer)
                    bar.update(task, completed=count_finished(run))
        bar.update(task, completed=count_finished(run))
    return count_finished(run) == total


def _chain(first: Task, rest: Iterator[Task]) -> Iterator[Task]:
    yield first
    yield from rest


def _pending(run: Run, stop: StopWish) -> Iterator[Task]:
    """Reads every script in order and gives out those whose result is not there, each content once."""
    asked: set[ResultKey] = set()
    for script in run.intake.scripts:
        if stop.asked:
            return
        try:
            body = script.read()
        except DraftError as error:
            run.unread[script.name] = Problem(code=error.code, detail=str(error))
            continue
        key = run.keys[script.name] = _key_of(script, body, run)
        if key not in run.journal and key not in asked:
            asked.add(key)
            yield Task(key=key, upload=Upload(filename=script.file_name, body=body, given=run.given))


def _key_of(script: Script, body: bytes, run: Run) -> ResultKey:
    return ResultKey(
        content=digest_content(body, PurePosixPath(script.file_name).suffix, run.given),
        engine_version=version_of(find_judge(run.rubric, run.settings.rubric_dir)),
        rubric_fingerprint=fingerprint(run.rubric),
    )


def _keep(run: Run, task: Task, answer: Saved | Problem) -> None:
    if isinstance(answer, Saved):
        run.journal.add(task.key, answer)
    else:
        run.failed[task.key] = answer


def count_finished(run: Run) -> int:
    """How many scripts have a result or a reason for having none."""
    return len(run.unread) + sum(key in run.journal or key in run.failed for key in run.keys.values())


def _bar() -> Progress:
    """A progress bar on standard error where that is a terminal; else nothing."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    return Progress(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def results_of(run: Run) -> Iterator[Result]:
    """Every script in order with what came of it; the same content has the same report under its own name."""
    for script in run.intake.scripts:
        key = run.keys.get(script.name)
        saved = run.journal.load(key) if key is not None and key in run.journal else None
        problem = run.unread.get(script.name) or (run.failed.get(key) if key is not None else None)
        report = saved.report.model_copy(update={"draft_name": script.file_name}) if saved else None
        outcome = Outcome(
            name=script.name,
            file_name=script.file_name,
            participant_id=script.participant_id,
            participant_name=script.participant_name,
            is_late=script.is_late,
            report=report,
            problem=problem,
        )
        yield outcome, saved
