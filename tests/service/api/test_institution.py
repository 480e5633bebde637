"""The institution through the addresses."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.access.roles import Role
from tests.service.api.access import Door, opened, settings_for


@pytest.fixture
def door(sqlite_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(sqlite_url, tmp_path)) as found:
        yield found


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"retention_days": 30}, 200),
        ({"retention_days": None}, 200),
        ({"retention_days": 0}, 422),
        ({"retention_days": -1}, 422),
        ({"retention_days": 1e9}, 422),
        ({}, 422),
    ],
)
def test_an_administrator_says_how_long_drafts_are_kept(door: Door, sent: dict[str, Any], status: int) -> None:
    client = door.person(Role.ADMINISTRATOR)
    assert client.put("/v1/institution/retention", json=sent).status_code == status
    days = sent.get("retention_days") if status == 200 else None
    assert door.person(Role.STUDENT).get("/v1/institution").json()["retention_days"] == days
    lake = door.person(Role.TUTOR, campus=door.lake).get("/v1/institution").json()
    assert (lake["name"], lake["retention_days"]) == ("Lake", None)


def test_a_change_of_retention_is_on_record(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    for days in (30, 30, 60):
        client.put("/v1/institution/retention", json={"retention_days": days})
    trail = client.get("/v1/audit").json()["items"]
    changes = [line["detail"] for line in trail if line["action"] == "institution.retention_changed"]
    assert changes == [{"from_days": 30, "to_days": 60}, {"from_days": None, "to_days": 30}]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.TUTOR])
def test_nobody_else_says_so(door: Door, role: Role) -> None:
    assert door.person(role).put("/v1/institution/retention", json={"retention_days": 1}).status_code == 403
    assert door.person(role).get("/v1/audit").status_code == 403


def test_whoever_is_not_known_gets_nothing(door: Door) -> None:
    client = door.visitor()
    for path in ("/v1/institution", "/v1/audit", "/v1/users", "/v1/keys", "/v1/groups", "/v1/session"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
