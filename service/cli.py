"""The `markpoint` command, put together from its groups."""

import typer

from service.commands import (
    admin,
    backup,
    batch,
    check,
    config,
    database,
    evaluate,
    evidence,
    rubric,
    serve,
    train,
    worker,
)

app = typer.Typer(
    name="markpoint",
    help="Feedback on a draft answer, criterion by criterion.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(admin.app)
app.add_typer(backup.app)
app.add_typer(batch.app)
app.add_typer(check.app)
app.add_typer(config.app)
app.add_typer(database.app)
app.add_typer(evaluate.app)
app.add_typer(evidence.app)
app.add_typer(rubric.app)
app.add_typer(serve.app)
app.add_typer(train.app)
app.add_typer(worker.app)
