"""A school at work on a database, for tests of what its people can do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from service.access.roles import Role
from service.actions.sessions import begin_session
from service.http.gate import build_gate
from service.storage.tables import User
from service.storage.users import add_user
from tests.people import HOURS, found_campus
from tests.service.api.access import Door, settings_for
from tests.service.api.world import RUBRIC, bare_door, make, with_reader

if TYPE_CHECKING:
    from pathlib import Path

    from fastapi import FastAPI
    from fastapi.testclient import TestClient

    from service.storage.database import Database


@dataclass(frozen=True)
class School:
    """People of one institution, each with a client."""

    door: Door

    @cached_property
    def student(self) -> TestClient:
        """A student."""
        return self.door.person(Role.STUDENT)

    @cached_property
    def tutor(self) -> TestClient:
        """A tutor."""
        return self.door.person(Role.TUTOR)

    @cached_property
    def administrator(self) -> TestClient:
        """An administrator."""
        return self.door.person(Role.ADMINISTRATOR)

    def further(self, role: Role, name: str) -> TestClient:
        """One more person."""
        campus = self.door.hill
        with campus.database.writing() as session:
            user = add_user(
                session,
                User(
                    institution_id=campus.institution_id,
                    email=f"{name}@hill.example",
                    name=name.capitalize(),
                    role=role,
                    password_hash=None,
                ),
            )
            begun = begin_session(session, user.id, now=datetime.now(UTC), hours=HOURS)
        client = self.door.visitor()
        client.cookies.set("markpoint-session", begun.token)
        client.headers["x-csrf-token"] = begun.csrf_token
        return client

    def assignment(self, **fields: Any) -> dict[str, Any]:
        """An assignment of the tutor's."""
        return make(self.tutor, "/v1/assignments", **({"title": "Bakery", "rubric_id": RUBRIC} | fields))

    def submission(self, assignment: dict[str, Any], client: TestClient | None = None) -> dict[str, Any]:
        """A student's submission."""
        return make(client or self.student, "/v1/submissions", assignment_id=assignment["id"])

    def draft(self, submission: dict[str, Any], text: str, client: TestClient | None = None) -> dict[str, Any]:
        """A draft that a student handed in."""
        return make(client or self.student, f"/v1/submissions/{submission['id']}/drafts", text=text)


def open_school(application: FastAPI, database: Database, folder: Path) -> School:
    """A school on that database with the engines of the application; `close_school` closes it."""
    url = database.engine.url.render_as_string(hide_password=False)
    settings = settings_for(url, folder, requests_per_minute=0)
    app = _addresses().app
    app.state.database = database
    app.state.gate = build_gate(settings, database)
    hill = found_campus(database, "Hill")
    return School(with_reader(Door(app, hill, found_campus(database, "Lake")), application))


@cache
def _addresses() -> Door:
    """The addresses, wired once: what is behind them changes from test to test."""
    return bare_door()


def close_school(school: School) -> None:
    """Close what the school opened."""
    school.door.app.state.gate.close()


def code_of(answer: Any) -> tuple[int, str]:
    """The status of a problem and what it is called."""
    return answer.status_code, answer.json()["type"].rpartition(":")[2]
