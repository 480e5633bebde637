"""What tests share: one application around its real engine, and a client of it.

The application is imported where it is needed, so that tests of small parts start at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient


@pytest.fixture(scope="session")
def application() -> FastAPI:
    """The application with its real engine, built once."""
    from service.app import create_app
    from service.config import Settings

    return create_app(Settings())


@pytest.fixture(scope="session")
def client(application: FastAPI) -> Iterator[TestClient]:
    """A client of the application, as a program would use it."""
    from fastapi.testclient import TestClient

    with TestClient(application) as opened:
        yield opened
