"""API keys through the addresses."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.access.roles import Permission, Role
from service.storage.tables import ApiKey
from tests.service.api.access import Door, opened, settings_for

NEW = {"name": "Records system", "scopes": ["users:read"]}


@pytest.fixture
def door(database_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(database_url, tmp_path)) as found:
        yield found


@pytest.fixture
def small_door(sqlite_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(sqlite_url, tmp_path)) as found:
        yield found


def test_a_key_is_made_shown_once_used_and_revoked(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    made = client.post("/v1/keys", json=NEW)
    assert made.status_code == 201
    secret = made.json()["secret"]
    assert secret.startswith(made.json()["prefix"])
    address = made.headers["location"]
    assert "secret" not in client.get(address).json()
    assert secret not in client.get("/v1/keys").text
    program = door.program(secret)
    assert program.get("/v1/users").status_code == 200
    assert program.post("/v1/users", json={"name": "x", "role": "service"}).status_code == 403
    assert client.get(address).json()["last_used_at"] is not None
    revoked = client.delete(address)
    assert revoked.json()["revoked_at"] is not None
    assert program.get("/v1/users").status_code == 401
    assert client.delete(address).json() == revoked.json()


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"scopes": []}, 422),
        ({"scopes": ["everything"]}, 422),
        ({"scopes": ["keys:manage"]}, 422),
        ({"scopes": ["submissions:own"]}, 422),
        ({"scopes": ["users:read", "keys:manage"]}, 422),
        ({"expires_at": "2020-01-01T00:00:00Z"}, 422),
        ({"expires_at": "2099-01-01T00:00:00"}, 422),
        ({"expires_at": "2099-01-01T00:00:00+01:00"}, 201),
        ({"user_id": "5d1c6e3a-7a51-4c27-9a39-6b1f0d2c8e11"}, 404),
        ({"user_id": "TUTOR"}, 422),
        ({"user_id": "STRANGER"}, 404),
    ],
)
def test_what_a_key_is_made_of_is_checked(small_door: Door, change: dict[str, Any], status: int) -> None:
    named = {"TUTOR": small_door.hill.user_ids[Role.TUTOR], "STRANGER": small_door.lake.user_ids[Role.TUTOR]}
    sent = {name: named.get(str(value), value) for name, value in change.items()}
    assert small_door.person(Role.ADMINISTRATOR).post("/v1/keys", json=NEW | sent).status_code == status


def test_a_service_account_has_several_keys_which_end_with_it(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    first = client.post("/v1/keys", json=NEW).json()
    second = client.post("/v1/keys", json=NEW | {"user_id": first["user_id"]}).json()
    assert second["user_id"] == first["user_id"]
    assert client.patch(f"/v1/users/{first['user_id']}", json={"is_active": False}).status_code == 200
    for key in (first, second):
        assert small_door.program(key["secret"]).get("/v1/users").status_code == 401
        assert client.get(f"/v1/keys/{key['id']}").json()["revoked_at"] is not None


def test_a_key_ends_when_it_should(small_door: Door) -> None:
    soon = datetime.now(UTC) + timedelta(hours=1)
    program = small_door.program(small_door.hill.key(Permission.GROUPS_READ, expires_at=soon))
    assert program.get("/v1/groups").status_code == 200
    with small_door.hill.database.writing() as session:
        for key in session.query(ApiKey):
            key.expires_at = datetime.now(UTC)
    assert program.get("/v1/groups").status_code == 401


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer ", "Bearer mp_guess", "Basic mp_guess", "mp_guess", "Bearer \xff"]
)
def test_what_is_no_key_opens_nothing(small_door: Door, header: str) -> None:
    client = small_door.visitor()
    answer = client.get("/v1/session", headers={b"authorization": header.encode("latin-1")})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == 'Bearer realm="markpoint"'
    assert "guess" not in answer.text


def test_a_key_is_not_helped_by_a_session(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    assert client.get("/v1/users", headers={"authorization": "Bearer mp_guess"}).status_code == 401
    own = small_door.hill.key(Permission.GROUPS_READ)
    assert client.get("/v1/users", headers={"authorization": f"Bearer {own}"}).status_code == 403


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR])
def test_only_administrators_have_to_do_with_keys(small_door: Door, role: Role) -> None:
    client = small_door.person(role)
    key_id = small_door.person(Role.ADMINISTRATOR).post("/v1/keys", json=NEW).json()["id"]
    assert client.get("/v1/keys").status_code == 403
    assert client.post("/v1/keys", json=NEW).status_code == 403
    assert client.get(f"/v1/keys/{key_id}").status_code == 403
    assert client.delete(f"/v1/keys/{key_id}").status_code == 403
    stranger = small_door.person(Role.ADMINISTRATOR, campus=small_door.lake)
    assert stranger.get(f"/v1/keys/{key_id}").status_code == 404
    assert stranger.delete(f"/v1/keys/{key_id}").status_code == 404


def test_a_key_asked_for_twice_is_made_once_and_shown_once(small_door: Door) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    first, second = (client.post("/v1/keys", json=NEW, headers={"idempotency-key": "once"}) for _ in range(2))
    assert first.json() | {"secret": None} == second.json()
    assert first.headers["location"] == second.headers["location"]
    path = Path(str(small_door.hill.database.engine.url.database))
    stored = b"".join(part.read_bytes() for part in path.parent.glob("markpoint.db*"))
    assert first.json()["secret"].encode() not in stored
