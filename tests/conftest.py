"""What tests share: one application around its real engine, a client of it, and one parser.

The application is imported where it is needed, so that tests of small parts start at once.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.databases import (
    database,
    database_url,
    empty_database,
    empty_database_url,
    make_database_url,
    own_postgres,
    postgres,
    postgresql_database,
    postgresql_url,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient
    from spacy.language import Language

    from models.engine import ScoringEngine

__all__ = [
    "database",
    "database_url",
    "empty_database",
    "empty_database_url",
    "make_database_url",
    "own_postgres",
    "postgres",
    "postgresql_database",
    "postgresql_url",
    "sqlite_database",
    "sqlite_template",
    "sqlite_url",
]
"""Fixtures of real databases, for every test."""

settings.register_profile("steady", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("steady")


@pytest.fixture(scope="session")
def parser() -> Language:
    """The bare parser with parts and plain forms, loaded once; a component is called on what it reads."""
    from models.extensions import register_extensions
    from models.pipeline import load_language_model

    register_extensions()
    nlp = load_language_model()
    nlp.add_pipe("part_marker", first=True)
    nlp.add_pipe("normaliser")
    return nlp


@pytest.fixture(scope="session")
def engine() -> ScoringEngine:
    """The engine for the first rubric, built once."""
    from models.engine import build_engine
    from rubric.library import load_by_id

    return build_engine(load_by_id("operations_management.level7"))


@pytest.fixture(scope="session")
def application(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application with its real engine and a database, built once."""
    from service.app import create_app
    from service.config import Settings

    data_dir = tmp_path_factory.mktemp("data")
    shutil.copy(sqlite_template, data_dir)
    return create_app(Settings(data_dir=data_dir))


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """A client of the application, as a program would use it."""
    from fastapi.testclient import TestClient

    with TestClient(application) as opened:
        yield opened
