"""The database of the settings, opened for one command."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NoReturn

import typer

from service.config import Settings, load_settings
from service.errors import ServiceError
from service.storage.database import Database, open_database

FAILED = 1
"""Exit status where a command could not do its work; 2 is a wrong call."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The settings and their database."""

    settings: Settings
    database: Database


@contextmanager
def opened_database() -> Iterator[Opened]:
    """The database of the settings, closed at the end; what goes wrong becomes a message and an exit status."""
    try:
        settings = load_settings()
        database = open_database(settings)
        try:
            yield Opened(settings, database)
        finally:
            database.close()
    except ServiceError as error:
        fail(str(error))


def fail(message: str) -> NoReturn:
    """End the command with a message."""
    typer.echo(message, err=True)
    raise typer.Exit(FAILED)
