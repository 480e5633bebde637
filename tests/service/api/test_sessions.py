"""Signing in and out, through the addresses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from service.access.passwords import needs_new_hash
from service.access.roles import Permission, Role
from service.http.rate_limit import RateLimiter
from service.storage.sessions import delete_expired_sessions
from service.storage.tables import LoginSession, User
from tests.service.api.access import PASSWORD, Door, opened, settings_for

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TUTOR = {"email": "tutor@hill.example", "password": PASSWORD}


@pytest.fixture
def door(database_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(database_url, tmp_path)) as found:
        yield found


@pytest.fixture
def small_door(sqlite_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(sqlite_url, tmp_path)) as found:
        yield found


def test_a_person_signs_in_reads_who_they_are_and_signs_out(door: Door) -> None:
    client = door.visitor()
    begun = client.post("/v1/session", json={**TUTOR, "email": " Tutor@Hill.example"})
    assert begun.status_code == 201
    assert begun.json()["role"] == "tutor"
    assert "batches:write" in begun.json()["permissions"]
    cookie = begun.headers["set-cookie"].lower()
    assert all(word in cookie for word in ("markpoint-session=", "httponly", "samesite=lax", "path=/", "expires="))
    shown = client.get("/v1/session")
    assert shown.json() == begun.json()
    assert client.delete("/v1/session").status_code == 403
    assert client.delete("/v1/session", headers={"x-csrf-token": shown.json()["csrf_token"]}).status_code == 204
    assert client.get("/v1/session").status_code == 401


def test_a_signed_out_token_is_worth_nothing(small_door: Door) -> None:
    client = small_door.person(Role.TUTOR)
    token = client.cookies["markpoint-session"]
    assert client.delete("/v1/session").status_code == 204
    again = small_door.visitor()
    again.cookies.set("markpoint-session", token)
    assert again.get("/v1/session").status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"password": PASSWORD + "s"},
        {"password": ""},
        {"email": "nobody@hill.example"},
        {"email": ""},
        {"institution": "Lake"},
        {"institution": "Nowhere"},
    ],
)
def test_what_is_not_right_is_answered_in_the_same_words(small_door: Door, change: dict[str, str]) -> None:
    answer = small_door.visitor().post("/v1/session", json=TUTOR | change)
    assert answer.status_code == (422 if change.get("institution") == "" else 401)
    assert answer.json()["detail"] == "The e-mail address or the password is not right. Check both and try again."
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-type"] == "application/problem+json"


def test_signing_in_begins_a_session_of_its_own_and_ends_the_one_before(small_door: Door) -> None:
    client = small_door.visitor()
    client.cookies.set("markpoint-session", "planted-by-somebody-else")
    assert client.post("/v1/session", json=TUTOR).status_code == 201
    first = client.cookies.get("markpoint-session", domain="testserver.local")
    assert first not in {None, "planted-by-somebody-else"}
    client = small_door.visitor()
    client.cookies.set("markpoint-session", str(first))
    assert client.post("/v1/session", json=TUTOR).status_code == 201
    old = small_door.visitor()
    old.cookies.set("markpoint-session", str(first))
    assert old.get("/v1/session").status_code == 401


def test_a_session_ends_by_itself_and_is_forgotten(small_door: Door) -> None:
    client = small_door.person(Role.STUDENT)
    assert client.get("/v1/session").status_code == 200
    with small_door.hill.database.writing() as session:
        for login in session.query(LoginSession):
            login.expires_at = datetime.now(UTC) - timedelta(seconds=1)
    assert client.get("/v1/session").status_code == 401
    with small_door.hill.database.writing() as session:
        delete_expired_sessions(session, datetime.now(UTC))
        assert session.query(LoginSession).count() == 0


def test_the_database_holds_no_token_that_lets_anybody_in(small_door: Door) -> None:
    begun = small_door.hill.session(Role.TUTOR)
    key = small_door.hill.key(Permission.RUBRICS_READ)
    path = Path(str(small_door.hill.database.engine.url.database))
    small_door.hill.database.close()
    stored = b"".join(part.read_bytes() for part in path.parent.glob("markpoint.db*"))
    assert begun.csrf_token.encode() in stored
    assert begun.token.encode() not in stored
    assert key.encode() not in stored
    assert PASSWORD.encode() not in stored


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"x-csrf-token": ""}, 403),
        ({"x-csrf-token": "guess"}, 403),
        ({"x-csrf-token": "TOKEN"}, 200),
        ({"x-csrf-token": "TOKEN", "sec-fetch-site": "same-origin"}, 200),
        ({"x-csrf-token": "TOKEN", "sec-fetch-site": "cross-site"}, 403),
        ({"x-csrf-token": "TOKEN", "sec-fetch-site": "same-site"}, 403),
        ({"x-csrf-token": "TOKEN", "origin": "http://testserver"}, 200),
        ({"x-csrf-token": "TOKEN", "origin": "http://evil.example"}, 403),
    ],
)
def test_a_browser_changes_nothing_without_the_token_of_its_session(
    small_door: Door, headers: dict[str, str], status: int
) -> None:
    client = small_door.person(Role.ADMINISTRATOR)
    token = client.headers.pop("x-csrf-token")
    sent = {name: value.replace("TOKEN", token) for name, value in headers.items()}
    answer = client.put("/v1/institution/retention", json={"retention_days": 30}, headers=sent)
    assert answer.status_code == status


def test_another_site_cannot_sign_anybody_in(small_door: Door) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "http://evil.example"}):
        assert small_door.visitor().post("/v1/session", json=TUTOR, headers=headers).status_code == 403


def test_by_https_cookies_travel_by_https_only(sqlite_url: str, tmp_path: Path) -> None:
    with opened(settings_for(sqlite_url, tmp_path, public_url="https://feedback.example")) as door:
        client = door.visitor(base_url="https://feedback.example")
        cookie = client.post("/v1/session", json=TUTOR).headers["set-cookie"].lower()
        assert cookie.startswith("__host-markpoint-session=")
        assert "secure" in cookie
        assert client.get("/v1/session").status_code == 200


def test_guessing_is_stopped_for_one_account_and_not_for_others(sqlite_url: str, tmp_path: Path) -> None:
    with opened(settings_for(sqlite_url, tmp_path, login_attempts_per_minute=3)) as door:
        client = door.visitor()
        statuses = [client.post("/v1/session", json={**TUTOR, "password": "x"}).status_code for _ in range(5)]
        assert statuses == [401, 401, 401, 429, 429]
        stopped = client.post("/v1/session", json=TUTOR)
        assert 1 <= int(stopped.headers["retry-after"]) <= 60
        assert client.post("/v1/session", json={**TUTOR, "email": "student@hill.example"}).status_code == 201


def test_guessing_is_stopped_across_accounts_and_processes(sqlite_url: str, tmp_path: Path) -> None:
    settings = settings_for(sqlite_url, tmp_path, login_attempts_per_minute=1)
    with opened(settings) as door:
        gate = door.app.state.gate
        door.app.state.gate = replace(gate, limiter=RateLimiter(door.app.state.database, now=lambda: NOON))
        other = TestClient(door.app)
        statuses = [
            other.post("/v1/session", json={"email": f"{number}@hill.example", "password": "x"}).status_code
            for number in range(12)
        ]
        assert statuses == [401] * 10 + [429] * 2


def test_a_password_is_changed_by_whoever_knows_it(small_door: Door) -> None:
    client = small_door.person(Role.STUDENT)
    for sent, status in (
        ({"old": "wrong", "new": "five loud yellow trains"}, 403),
        ({"old": PASSWORD, "new": "short"}, 422),
        ({"old": PASSWORD, "new": "five loud yellow trains"}, 204),
        ({"old": PASSWORD, "new": "six loud yellow trains"}, 401),
    ):
        assert client.put("/v1/session/password", json=sent).status_code == status
    student = {"email": "student@hill.example", "password": "five loud yellow trains"}
    assert small_door.visitor().post("/v1/session", json=student).status_code == 201
    assert small_door.visitor().post("/v1/session", json={**student, "password": PASSWORD}).status_code == 401


def test_a_key_says_what_it_may_and_has_no_session(small_door: Door) -> None:
    client = small_door.program(small_door.hill.key(Permission.RUBRICS_READ))
    shown = client.get("/v1/session").json()
    assert (shown["role"], shown["permissions"], shown["csrf_token"]) == ("service", ["rubrics:read"], None)
    assert client.put("/v1/session/password", json={"old": "", "new": PASSWORD}).status_code == 403


def test_a_password_kept_by_weaker_parameters_is_hashed_anew(small_door: Door) -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
    tutor_id = small_door.hill.user_ids[Role.TUTOR]
    with small_door.hill.database.writing() as session:
        session.get_one(User, tutor_id).password_hash = weak
    for _ in range(2):
        assert small_door.visitor().post("/v1/session", json=TUTOR).status_code == 201
    with small_door.hill.database.reading() as session:
        kept = session.get_one(User, tutor_id).password_hash
    assert kept is not None
    assert kept != weak
    assert not needs_new_hash(kept)
