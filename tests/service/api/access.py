"""An application on a fresh database, with two institutions and ways to come in, for tests of who may do what."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.datastructures import State

from service.access.passwords import hash_password
from service.access.roles import Role
from service.app import ROUTERS, add_error_answers
from service.config import Settings
from service.http.gate import build_gate
from service.storage.database import Database, open_database
from tests.people import Campus, found_campus

PASSWORD = "four calm green boats"  # noqa: S105
HASH = hash_password(PASSWORD)


@dataclass(frozen=True, slots=True)
class Door:
    """A running application without its engines, and two institutions in it."""

    app: FastAPI
    hill: Campus
    lake: Campus

    def visitor(self, *, base_url: str = "http://testserver") -> TestClient:
        """Somebody who is not signed in."""
        return TestClient(self.app, base_url=base_url, follow_redirects=False)

    def person(self, role: Role, *, campus: Campus | None = None) -> TestClient:
        """Somebody signed in, who sends the token of the session with whatever they do."""
        begun = (campus or self.hill).session(role)
        client = self.visitor()
        client.cookies.set("markpoint-session", begun.token)
        client.headers["x-csrf-token"] = begun.csrf_token
        return client

    def program(self, secret: str) -> TestClient:
        """A program with a key."""
        client = self.visitor()
        client.headers["authorization"] = f"Bearer {secret}"
        return client


@cache
def build_template() -> FastAPI:
    """All addresses, put together once; what an application knows of its database is its own."""
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    add_error_answers(app)
    return app


def open_door(database: Database, settings: Settings) -> Door:
    """An application of all addresses on that database. Its engines are left out: nothing here reads a draft."""
    app = copy(build_template())
    app.state = State()
    app.state.database = database
    app.state.gate = build_gate(settings, database)
    hill = found_campus(database, "Hill", password_hash=HASH)
    return Door(app, hill, found_campus(database, "Lake", password_hash=HASH))


@contextmanager
def opened(settings: Settings) -> Iterator[Door]:
    """An application on the database of the settings, closed when left."""
    database = open_database(settings)
    door = open_door(database, settings)
    yield door
    door.app.state.gate.close()
    database.close()


def settings_for(url: str, folder: Path, **others: object) -> Settings:
    """Settings for that database."""
    return Settings.model_validate({"database_url": url, "data_dir": folder, **others})
