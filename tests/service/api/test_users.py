"""Users through the addresses: who may add, see and change whom."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.access.roles import Permission, Role
from service.config import Settings
from tests.service.api.access import PASSWORD, Door, opened, settings_for

NEW = {"email": "Ada@Hill.example", "name": " Ada  ", "role": "tutor", "password": PASSWORD}


@pytest.fixture
def door(database_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(database_url, tmp_path)) as found:
        yield found


@pytest.fixture
def small_door(sqlite_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(sqlite_url, tmp_path)) as found:
        yield found


def test_an_administrator_adds_reads_changes_and_closes_an_account(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    made = client.post("/v1/users", json=NEW)
    assert made.status_code == 201
    user = made.json()
    assert (user["email"], user["name"], user["has_password"]) == ("ada@hill.example", "Ada", True)
    assert "password" not in {name for name in user if name != "has_password"}
    address = made.headers["location"]
    assert client.get(address).json() == user
    signed_in = door.visitor()
    login = {"email": "ada@hill.example", "password": PASSWORD}
    assert signed_in.post("/v1/session", json=login).status_code == 201
    assert client.patch(address, json={"role": "student", "name": "Ada L"}).json()["role"] == "student"
    assert signed_in.get("/v1/session").json()["role"] == "student"
    assert client.patch(address, json={"is_active": False}).json()["is_active"] is False
    assert signed_in.get("/v1/session").status_code == 401
    assert signed_in.post("/v1/session", json=login).status_code == 401
    assert client.patch(address, json={"is_active": True}).json()["is_active"] is True
    assert signed_in.get("/v1/session").status_code == 401


@pytest.mark.parametrize(
    ("path", "body", "change"),
    [
        ("/v1/users", {"email": "ada@hill.example", "name": "Ada", "role": "student"}, {"name": "Ada L."}),
        ("/v1/groups", {"name": "Monday"}, {"name": "Tuesday"}),
        ("/v1/webhooks", {"url": "https://records.example/hook", "events": ["report.ready"]}, {"is_active": False}),
    ],
)
def test_a_change_that_overlooks_another_is_refused(
    small_door: Door, path: str, body: dict[str, Any], change: dict[str, Any]
) -> None:
    small_door.app.state.settings = Settings()
    client = small_door.person(Role.ADMINISTRATOR)
    address = client.post(path, json=body).headers["location"]
    seen = client.get(address).headers["etag"]
    first, late = (client.patch(address, json=change, headers={"If-Match": seen}) for _ in range(2))
    assert (first.status_code, late.status_code) == (200, 412)
    assert client.get(address).headers["etag"] == first.headers["etag"] != seen
    assert client.patch(address, json=change).status_code == 200


def test_a_new_password_ends_what_was_begun_with_the_old_one(small_door: Door) -> None:
    student = small_door.person(Role.STUDENT)
    address = f"/v1/users/{small_door.hill.user_ids[Role.STUDENT]}"
    changed = small_door.person(Role.ADMINISTRATOR).patch(address, json={"password": "five loud yellow trains"})
    assert changed.status_code == 200
    assert student.get("/v1/session").status_code == 401


def test_users_come_in_pages_and_by_role(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    for number in range(5):
        client.post("/v1/users", json={"email": f"{number}@hill.example", "name": "N", "role": "student"})
    first = client.get("/v1/users", params={"limit": 3, "role": "student"}).json()
    rest = client.get("/v1/users", params={"limit": 3, "role": "student", "cursor": first["next_cursor"]}).json()
    assert [user["email"][0] for user in first["items"] + rest["items"]] == ["4", "3", "2", "1", "0", "s"]
    assert rest["next_cursor"] is None
    assert client.get("/v1/users", params={"cursor": "made up"}).status_code in {400, 422}


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"email": "tutor@hill.example"}, 409),
        ({"email": "TUTOR@HILL.EXAMPLE"}, 409),
        ({"email": "tutor@lake.example"}, 201),
        ({"email": "no address"}, 422),
        ({"email": None}, 422),
        ({"email": "a\u0000@hill.example"}, 422),
        ({"name": ""}, 422),
        ({"name": "\u0000"}, 422),
        ({"name": "x" * 201}, 422),
        ({"role": "boss"}, 422),
        ({"password": "short"}, 422),
        ({"role": "service"}, 422),
        ({"role": "service", "email": None, "password": None}, 201),
        ({"is_active": False}, 422),
    ],
)
def test_what_is_added_is_checked(small_door: Door, change: dict[str, Any], status: int) -> None:
    answer = small_door.person(Role.ADMINISTRATOR).post("/v1/users", json=NEW | change)
    assert answer.status_code == status


@pytest.mark.parametrize("change", [{"is_active": False}, {"role": "tutor"}])
def test_the_last_administrator_stays_one(small_door: Door, change: dict[str, Any]) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    address = f"/v1/users/{small_door.hill.user_ids[Role.ADMINISTRATOR]}"
    assert client.patch(address, json=change).status_code == 409
    client.post("/v1/users", json=NEW | {"role": "administrator"})
    assert client.patch(address, json=change).status_code == 200


@pytest.mark.parametrize(("role", "status"), [("service", 409), ("tutor", 409)])
def test_people_and_service_accounts_never_turn_into_one_another(small_door: Door, role: str, status: int) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    service = client.post("/v1/users", json={"name": "Records", "role": "service"}).json()["id"]
    user_id = service if role == "tutor" else small_door.hill.user_ids[Role.TUTOR]
    assert client.patch(f"/v1/users/{user_id}", json={"role": role}).status_code == status
    assert client.patch(f"/v1/users/{service}", json={"password": PASSWORD}).status_code == 409


def test_a_key_for_users_makes_no_administrator(small_door: Door) -> None:
    client = small_door.program(small_door.hill.key(Permission.USERS_READ, Permission.USERS_WRITE))
    address = f"/v1/users/{small_door.hill.user_ids[Role.ADMINISTRATOR]}"
    assert client.post("/v1/users", json=NEW).status_code == 201
    assert client.post("/v1/users", json=NEW | {"email": "b@c.d", "role": "administrator"}).status_code == 403
    assert client.patch(address, json={"password": PASSWORD}).status_code == 403
    tutor = f"/v1/users/{small_door.hill.user_ids[Role.TUTOR]}"
    assert client.patch(tutor, json={"role": "administrator"}).status_code == 403


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR])
def test_others_see_themselves_only(small_door: Door, role: Role) -> None:
    client = small_door.person(role)
    own = small_door.hill.user_ids[role]
    other = small_door.hill.user_ids[Role.ADMINISTRATOR]
    assert client.get(f"/v1/users/{own}").status_code == 200
    assert client.get(f"/v1/users/{other}").status_code == 403
    assert client.get("/v1/users").status_code == 403
    assert client.post("/v1/users", json=NEW).status_code == 403
    assert client.patch(f"/v1/users/{own}", json={"role": "administrator"}).status_code == 403


def test_another_institution_is_not_there(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    stranger = small_door.lake.user_ids[Role.STUDENT]
    missing = client.get("/v1/users/5d1c6e3a-7a51-4c27-9a39-6b1f0d2c8e11")
    found = client.get(f"/v1/users/{stranger}")
    assert found.status_code == 404
    assert found.json()["detail"] == missing.json()["detail"]
    assert client.patch(f"/v1/users/{stranger}", json={"name": "Mine"}).status_code == 404
    assert all("lake" not in user["email"] for user in client.get("/v1/users").json()["items"])


def test_a_roster_is_sent_as_it_is_or_as_a_file(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    body = b"email,name\nada@hill.example,Ada\nnobody,No\n"
    tried = client.post(
        "/v1/users/import", params={"dry_run": True}, content=body, headers={"content-type": "text/csv"}
    )
    assert (tried.json()["added"], tried.json()["is_dry_run"]) == (1, True)
    taken = client.post("/v1/users/import", files={"file": ("roster.csv", body)})
    assert taken.json() == tried.json() | {"is_dry_run": False}
    assert taken.json()["rows"][1] == {
        "row": 3,
        "outcome": "refused",
        "detail": "The e-mail address is missing or is none.",
    }
    again = client.post("/v1/users/import", files={"file": ("roster.csv", body)})
    assert (again.json()["unchanged"], again.json()["refused"]) == (1, 1)
    assert client.post("/v1/users/import", json={}).status_code == 415
    assert client.post("/v1/users/import", files={"other": (None, "x")}).status_code == 400


def test_what_was_done_is_in_the_audit_trail_without_names(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    client.post("/v1/users", json=NEW)
    client.post(
        "/v1/users/import", content=b"email,name\nbo@hill.example,Bo Baker\n", headers={"content-type": "text/csv"}
    )
    trail = client.get("/v1/audit")
    assert [line["action"] for line in trail.json()["items"]][:3] == ["roster.imported", "user.added", "user.added"]
    assert not any(word in trail.text for word in ("Ada", "ada@", "Bo", "bo@", PASSWORD))
    assert small_door.person(Role.TUTOR).get("/v1/audit").status_code == 403
    lake = small_door.person(Role.ADMINISTRATOR, campus=small_door.lake).get("/v1/audit").json()["items"]
    assert {line["action"] for line in lake} == {"session.began"}


def test_adding_again_with_the_same_key_adds_once(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    answers = [client.post("/v1/users", json=NEW, headers={"idempotency-key": "once"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
