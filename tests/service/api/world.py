"""An institution at work, with one thing of each kind, beside another institution: for tests of who may do what."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, select

from service.access.roles import KEY_SCOPES, Permission, Role
from service.actions.sessions import begin_session
from service.storage.database import Database, open_database
from service.storage.tables import Table, User
from service.storage.users import add_user
from tests.people import HOURS, Campus
from tests.service.api.access import Door, open_door, settings_for

if TYPE_CHECKING:
    from fastapi import FastAPI
    from fastapi.testclient import TestClient

RUBRIC = "operations_management.level7"
SECRET = b"a secret of the tests"
FIRST = "The bakery delivers 94% of its orders before seven, since its ovens start at three in the morning."
SECOND = f"{FIRST} A fourth van would raise dependability, but it would add nine pence to the cost of each loaf."
BANDS = {"MP1": 2, "MP2": 1, "MP3": 0, "MP4": 3}
DATABASE = "markpoint.db"


@dataclass(frozen=True, slots=True)
class Credentials:
    """How somebody comes in: a session with its token, or a key."""

    session: tuple[str, str] | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class World:
    """A database with two institutions at work, the ids of what is in it, and how each caller comes in."""

    path: Path
    ids: dict[str, str]
    callers: dict[str, Credentials]
    hill_ids: frozenset[str]
    """Every id of the first institution."""


def with_reader(door: Door, application: FastAPI) -> Door:
    """The door, with the engines of the application behind it, and whatever else it has beside a database."""
    for name, value in application.state._state.items():
        if name not in {"database", "gate", "reader"}:
            setattr(door.app.state, name, value)
    door.app.state.reader = application.state.desk.reader(door.app.state.database, SECRET)
    return door


def client_of(door: Door, credentials: Credentials | None) -> TestClient:
    """Somebody who comes in that way; nobody where there is none."""
    client = door.visitor()
    if credentials and credentials.session:
        token, csrf_token = credentials.session
        client.cookies.set("markpoint-session", token)
        client.headers["x-csrf-token"] = csrf_token
    if credentials and credentials.key:
        client.headers["authorization"] = f"Bearer {credentials.key}"
    return client


def make(client: TestClient, path: str, **body: Any) -> dict[str, Any]:
    """What a POST that creates answers."""
    answer = client.post(path, json=body)
    assert answer.status_code in {200, 201}, (path, answer.status_code, answer.text)
    made: dict[str, Any] = answer.json()
    return made


def build_world(application: FastAPI, empty: Path, folder: Path) -> World:
    """The world, made in a copy of an empty SQLite file."""
    shutil.copy(empty, folder / DATABASE)
    with filled_world(application, f"sqlite:///{folder / DATABASE}", folder) as (door, world):
        with door.app.state.database.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        return world


@contextmanager
def filled_world(application: FastAPI, url: str, folder: Path) -> Iterator[tuple[Door, World]]:
    """The world, made through the addresses themselves in an empty database, and those addresses."""
    settings = settings_for(url, folder, requests_per_minute=0)
    database = open_database(settings)
    door = with_reader(open_door(database, settings), application)
    callers = {**_callers("hill", door.hill, database), **_callers("lake", door.lake, database)}
    student, tutor = (client_of(door, callers[f"hill {role}"]) for role in ("student", "tutor"))
    administrator = client_of(door, callers["hill administrator"])
    ids = _work(student, tutor, administrator)
    ids |= {"user_id": door.hill.user_ids[Role.STUDENT], "rubric_id": RUBRIC, "version": "1"}
    yield door, World(folder / DATABASE, ids, callers, _ids_of(database, door.hill.institution_id))
    door.app.state.gate.close()
    database.close()


@contextmanager
def open_world(world: World, door: Door, application: FastAPI, folder: Path) -> Iterator[None]:
    """A fresh copy of the world behind the addresses of a door."""
    from service.http.gate import build_gate

    shutil.copy(world.path, folder / DATABASE)
    settings = settings_for(f"sqlite:///{folder / DATABASE}", folder, requests_per_minute=0)
    database = open_database(settings)
    door.app.state.database = database
    door.app.state.gate = build_gate(settings, database)
    with_reader(door, application)
    yield
    door.app.state.gate.close()
    database.close()


def bare_door() -> Door:
    """The addresses without anything behind them."""
    from fastapi import FastAPI

    from service.app import ROUTERS, add_error_answers

    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    add_error_answers(app)
    nobody = Campus(Database(create_engine("sqlite://")), "", {})
    return Door(app, nobody, nobody)


def _callers(name: str, campus: Campus, database: Database) -> dict[str, Credentials]:
    found = {}
    for role in (Role.STUDENT, Role.TUTOR, Role.ADMINISTRATOR):
        begun = campus.session(role)
        found[f"{name} {role}"] = Credentials(session=(begun.token, begun.csrf_token))
    with database.writing() as session:
        peer = add_user(
            session,
            User(
                institution_id=campus.institution_id,
                email=f"peer@{name}.example",
                name=f"Peer of {name}",
                role=Role.STUDENT,
                password_hash=None,
            ),
        )
        begun = begin_session(session, peer.id, now=datetime.now(UTC), hours=HOURS)
    found[f"{name} peer"] = Credentials(session=(begun.token, begun.csrf_token))
    found[f"{name} program"] = Credentials(key=campus.key(*KEY_SCOPES))
    found[f"{name} feeble program"] = Credentials(key=campus.key(Permission.FEEDBACK))
    return found


def _work(student: TestClient, tutor: TestClient, administrator: TestClient) -> dict[str, str]:
    """One thing of each kind in the first institution."""
    group = make(administrator, "/v1/groups", name="Monday seminar")
    key = make(administrator, "/v1/keys", name="Records", scopes=["submissions:read"])
    open_one = make(tutor, "/v1/assignments", title="Bakery", rubric_id=RUBRIC, prompt="Discuss.")
    blind_one = make(
        tutor, "/v1/assignments", title="Exam", rubric_id=RUBRIC, needs_two_markers=True, is_anonymous=True
    )
    submission = make(student, "/v1/submissions", assignment_id=open_one["id"])
    blind = make(student, "/v1/submissions", assignment_id=blind_one["id"])
    first = make(student, f"/v1/submissions/{submission['id']}/drafts", text=FIRST)
    second = make(student, f"/v1/submissions/{submission['id']}/drafts", text=SECOND)
    blind_draft = make(student, f"/v1/submissions/{blind['id']}/drafts", text=FIRST)
    make(student, f"/v1/drafts/{first['draft']['id']}/self-assessment", bands=BANDS)
    report = f"/v1/reports/{first['report_id']}"
    make(tutor, f"{report}/decisions", target="band:MP1", to_value="3", reason="Weighs cost.")
    disagreement = make(student, f"{report}/disagreements", target="comment:MP1", reason="I do weigh cost.")
    webhook = make(administrator, "/v1/webhooks", url="https://records.example/hook", events=["report.ready"])[
        "webhook"
    ]
    sent = tutor.post(
        "/v1/batches",
        data={"assignment_id": open_one["id"]},
        files=[("files", ("one.txt", FIRST.encode(), "text/plain"))],
    )
    batch = sent.json()["batch"]
    make(tutor, f"/v1/batches/{batch['id']}/cancel")
    return {
        "batch_id": batch["id"],
        "webhook_id": webhook["id"],
        "form": "results.csv",
        "sheet_form": "moodle-worksheet",
        "group_id": group["id"],
        "key_id": key["id"],
        "assignment_id": open_one["id"],
        "blind_assignment_id": blind_one["id"],
        "submission_id": submission["id"],
        "blind_submission_id": blind["id"],
        "draft_id": first["draft"]["id"],
        "second_draft_id": second["draft"]["id"],
        "blind_draft_id": blind_draft["draft"]["id"],
        "report_id": first["report_id"],
        "blind_report_id": blind_draft["report_id"],
        "disagreement_id": disagreement["id"],
    }


def _ids_of(database: Database, institution_id: str) -> frozenset[str]:
    """The ids of everything that belongs to an institution, and its own."""
    found = {institution_id}
    with database.reading() as session:
        for mapper in Table.registry.mappers:
            table = mapper.class_
            if hasattr(table, "institution_id") and hasattr(table, "id"):
                found |= set(session.scalars(select(table.id).where(table.institution_id == institution_id)))
    return frozenset(found)
