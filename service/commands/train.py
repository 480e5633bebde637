"""`markpoint train`: fits the models of a rubric to marked scripts."""

from pathlib import Path
from typing import Annotated, NoReturn

import numpy as np
import typer

from models.artefacts.files import SUFFIX, save_judge
from models.errors import ModelError
from models.evaluation.bootstrap import Bootstrap
from rubric.errors import RubricError
from rubric.library import load_named
from seeds.errors import SeedError
from service.config import load_settings
from service.errors import ServiceError
from service.rendering.marks import marks_of

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
    """Fit the models of a rubric to marked scripts, and measure them on writers left out.

    It takes about an hour and a half for 780 scripts and 20,000 short texts on two cores.

    Models that lie beside a rubric in MARKPOINT_RUBRIC_DIR are used for it. Exit status 2 when the input is wrong.
    """
    from models.training.card import Learned, write_card  # what trains takes long to import, and the server needs none
    from models.training.scripts import load_families, load_marked_scripts
    from models.training.train import train

    try:
        settings = load_settings()
        scheme = load_named(rubric or settings.rubric_id, settings.rubric_dir)
        scripts = load_marked_scripts(scheme, data)
        families = load_families(scheme, data / "families.jsonl")
        trained = train(scheme, scripts, families)
        card = write_card(
            Learned(
                rubric=scheme,
                judge=trained.judge,
                scripts=scripts,
                families=families,
                machine=marks_of(scheme, trained.left_out),
            ),
            bootstrap=Bootstrap(resamples=RESAMPLES, rng=np.random.default_rng(RNG_START)),
        )
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))
    save_judge(trained.judge, output / f"{scheme.id}{SUFFIX}")
    (output / f"{scheme.id}.md").write_text(card, encoding="utf-8")
    typer.echo(f"Learned from {trained.judge.scripts} scripts. The models and their card are in {output}.")


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(BAD_INPUT)
