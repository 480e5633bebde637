"""The demonstration is there on a laptop without accounts, and nowhere else."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from service.access.roles import Role
from service.actions.demo.content import load_draft, load_example
from service.actions.demo.stage import close, is_demo_address
from service.actions.institutions import FirstAdministrator, set_up_institution
from service.app import create_app
from service.config import Settings
from service.http.demo import DemoDoor
from service.storage.institutions import find_only_institution
from service.storage.tables import User

PAGE = {"accept": "text/html"}
Visit = Callable[..., TestClient]


@pytest.fixture(scope="module")
def application(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    data_dir = tmp_path_factory.mktemp("demo")
    (data_dir / sqlite_template.name).write_bytes(sqlite_template.read_bytes())
    return create_app(Settings(data_dir=data_dir))


@pytest.fixture(scope="module")
def visit(application: FastAPI) -> Iterator[Visit]:
    def open_client(host: str = "127.0.0.1") -> TestClient:
        return TestClient(application, client=(host, 5), headers=PAGE)

    with TestClient(application):
        yield open_client


def enter(client: TestClient, role: str) -> int:
    answer = client.post("/demo", files={"role": (None, role)}, follow_redirects=False)
    return int(answer.status_code)


def test_the_first_page_leads_to_it_on_the_same_machine_alone(visit: Visit) -> None:
    assert 'href="/demo"' in visit().get("/").text
    assert 'href="/demo"' in visit().get("/login").text
    assert 'href="/demo"' not in visit("192.0.2.7").get("/").text
    assert visit("192.0.2.7").get("/demo").status_code == 404
    assert enter(visit("192.0.2.7"), "tutor") == 404


@pytest.mark.slow
@pytest.mark.parametrize(("role", "people"), [("student", 403), ("tutor", 403), ("administrator", 200)])
def test_one_goes_in_as_each_of_its_people_and_every_page_says_so(visit: Visit, role: str, people: int) -> None:
    client = visit()
    assert enter(client, role) == 303
    assert client.get("/v1/session").json()["role"] == role
    listed = client.get("/v1/assignments").json()["items"]
    set_for_them = {task.title for task in load_example().assignments if task.for_students or role != "student"}
    assert {one["title"] for one in listed} == set_for_them
    assert client.get("/v1/users").status_code == people


def test_nobody_else_is_let_in(visit: Visit) -> None:
    assert enter(visit(), "service") == 404


def test_another_site_cannot_send_anybody_in(visit: Visit) -> None:
    client = visit()
    client.headers["sec-fetch-site"] = "cross-site"
    assert enter(client, "student") == 403


@pytest.mark.slow
def test_it_closes_once_there_is_a_real_administrator(visit: Visit, application: FastAPI) -> None:
    client = visit()
    enter(client, "tutor")
    database = application.state.database
    close(database, is_laptop=True)
    assert client.get("/v1/session").status_code == 200
    first = FirstAdministrator(institution="Hill", email="ada@hill.example", name="Ada", password=None)
    with database.writing() as session:
        user_id = set_up_institution(session, first)
        only = find_only_institution(session)
        assert only is not None
        assert only.name == "Hill"
    assert client.get("/demo").status_code == 404
    close(database, is_laptop=True)
    assert client.get("/v1/session").status_code == 401
    with database.writing() as session:
        session.get_one(User, user_id).role = Role.TUTOR
    assert enter(client, "tutor") == 303


def test_it_is_never_open_in_production(application: FastAPI, visit: Visit) -> None:
    state = application.state
    before = state.demo
    state.demo = DemoDoor(is_laptop=False, reader=state.reader, gate=state.gate)
    assert visit().get("/demo").status_code == 404
    state.demo = before


def test_everybody_in_it_is_made_up_and_every_draft_is_there() -> None:
    example = load_example()
    keys = {one.key for one in example.people}
    for task in example.assignments:
        for work in task.submissions:
            assert work.person in {None, *keys}
            assert set(work.marks) <= keys
            assert all(load_draft(name).strip() for name in work.drafts)
    assert is_demo_address("tutor@demo.invalid")
    assert not is_demo_address("tutor@demo.example")
