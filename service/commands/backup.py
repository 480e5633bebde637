"""`markpoint backup` and `markpoint restore`: everything that is kept, in one file and back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from service.commands.opened import opened_database
from service.storage.backup import restore_backup, write_backup

app = typer.Typer()


@app.command("backup")
def backup(
    file: Annotated[Path, typer.Argument(help="Where to; a file that is there already is never written over.")],
) -> None:
    """Write everything that is kept to one file, as it is now; the service may go on meanwhile."""
    with opened_database() as opened:
        summary = write_backup(opened.database, file, now=datetime.now(UTC))
    typer.echo(f"{file}: {summary.rows} rows, tables at version {summary.revision}.")


@app.command("restore")
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `markpoint backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Delete everything that the database holds.")] = False,
) -> None:
    """Bring everything back into an empty database, SQLite or PostgreSQL. Stop the service first."""
    with opened_database() as opened:
        summary = restore_backup(opened.database, file, replace=replace)
    typer.echo(f"{file}: {summary.rows} rows of {summary.made_at:%Y-%m-%d %H:%M} UTC are back.")
