"""`markpoint train`: fits the models of a rubric to marked scripts."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer

from models.artefacts.files import SUFFIX, save_judge
from models.errors import ModelError
from models.evaluation.bootstrap import Bootstrap
from models.evaluation.marks import Marks, parse_marks
from models.scores import DraftScore
from models.training.card import Learned, write_card
from models.training.scripts import load_families, load_marked_scripts
from models.training.train import Trained, train
from rubric.errors import RubricError
from rubric.library import load_by_id
from rubric.loader import load_rubric
from rubric.schema import Rubric
from seeds.errors import SeedError
from service.config import load_settings
from service.errors import ServiceError
from service.rendering.marks import render_marks

BAD_INPUT = 2
"""Exit status where nothing could be trained."""
RNG_START = 20_261
RESAMPLES = 400

app = typer.Typer()


@app.command("train")
def train_models(
    data: Annotated[
        Path,
        typer.Option(
            exists=True,
            file_okay=False,
            help="Folder with scripts/, marks.jsonl and, where there are any, sentences/, writers.csv, families.jsonl.",
        ),
    ],
    output: Annotated[
        Path,
        typer.Option("--output", "-o", exists=True, file_okay=False, help="Folder for the models and their card."),
    ],
    rubric: Annotated[
        str | None,
        typer.Option(
            help="Id of a rubric, or a rubric file; MARKPOINT_RUBRIC_ID where none is named.", show_default=False
        ),
    ] = None,
) -> None:
    """Fit the models of a rubric to marked scripts, and measure them on writers left out. Takes some minutes.

    Models that lie beside a rubric in MARKPOINT_RUBRIC_DIR are used for it. Exit status 2 when the input is wrong.
    """
    try:
        scheme = _load_rubric(rubric)
        scripts = load_marked_scripts(scheme, data)
        families = load_families(scheme, data / "families.jsonl")
        trained = train(scheme, scripts, families)
        card = write_card(
            Learned(
                rubric=scheme,
                judge=trained.judge,
                scripts=scripts,
                families=families,
                machine=_marks_of(scheme, trained),
            ),
            bootstrap=Bootstrap(resamples=RESAMPLES, rng=np.random.default_rng(RNG_START)),
        )
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))
    save_judge(trained.judge, output / f"{scheme.id}{SUFFIX}")
    (output / f"{scheme.id}.md").write_text(card, encoding="utf-8")
    typer.echo(f"Learned from {trained.judge.scripts} scripts. The models and their card are in {output}.")


def _load_rubric(rubric: str | None) -> Rubric:
    settings = load_settings()
    wanted = rubric or settings.rubric_id
    path = Path(wanted)
    return load_rubric(path) if path.is_file() else load_by_id(wanted, settings.rubric_dir)


def _marks_of(rubric: Rubric, trained: Trained) -> Mapping[str, Marks]:
    return {script_id: _as_marks(rubric, script_id, score) for script_id, score in trained.left_out.items()}


def _as_marks(rubric: Rubric, script_id: str, score: DraftScore) -> Marks:
    line = render_marks(rubric, score, script_id=script_id)
    return parse_marks(line, rubric, name="scores")[script_id]


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(BAD_INPUT)
