"""Groups through the addresses."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from service.access.roles import Role
from tests.service.api.access import Door, opened, settings_for


@pytest.fixture
def door(database_url: str, tmp_path: Path) -> Iterator[Door]:
    with opened(settings_for(database_url, tmp_path)) as found:
        yield found


def test_a_group_is_made_filled_renamed_and_deleted(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    made = client.post("/v1/groups", json={"name": "Monday"})
    assert (made.status_code, made.json()["members"]) == (201, 0)
    address = made.headers["location"]
    student = f"{address}/members/{door.hill.user_ids[Role.STUDENT]}"
    assert [client.put(student).status_code for _ in range(2)] == [204, 204]
    assert client.get(address).json()["members"] == 1
    assert [one["email"] for one in client.get(f"{address}/members").json()] == ["student@hill.example"]
    assert client.patch(address, json={"name": "Tuesday"}).json()["name"] == "Tuesday"
    assert client.post("/v1/groups", json={"name": "Monday"}).status_code == 201
    assert client.post("/v1/groups", json={"name": "Tuesday"}).status_code == 409
    assert client.patch(address, json={"name": "Monday"}).status_code == 409
    assert [client.delete(student).status_code for _ in range(2)] == [204, 204]
    assert client.get(f"{address}/members").json() == []
    client.put(student)
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404
    assert client.get(f"/v1/users/{door.hill.user_ids[Role.STUDENT]}").status_code == 200


def test_tutors_read_groups_and_students_do_not(door: Door) -> None:
    address = door.person(Role.ADMINISTRATOR).post("/v1/groups", json={"name": "Monday"}).headers["location"]
    tutor, student = door.person(Role.TUTOR), door.person(Role.STUDENT)
    for path in ("/v1/groups", address, f"{address}/members"):
        assert (tutor.get(path).status_code, student.get(path).status_code) == (200, 403)
    member = f"{address}/members/{door.hill.user_ids[Role.TUTOR]}"
    for client in (tutor, student):
        assert client.post("/v1/groups", json={"name": "Mine"}).status_code == 403
        assert client.patch(address, json={"name": "Mine"}).status_code == 403
        assert client.put(member).status_code == 403
        assert client.delete(member).status_code == 403
        assert client.delete(address).status_code == 403
        body = {"content": b"group,email\n", "headers": {"content-type": "text/csv"}}
        assert client.post("/v1/groups/import", **body).status_code == 403  # type: ignore[arg-type]


def test_neither_groups_nor_people_of_another_institution_are_there(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    stranger = door.person(Role.ADMINISTRATOR, campus=door.lake)
    address = client.post("/v1/groups", json={"name": "Monday"}).headers["location"]
    assert stranger.post("/v1/groups", json={"name": "Monday"}).status_code == 201
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/members").status_code == 404
    assert stranger.delete(address).status_code == 404
    assert stranger.put(f"{address}/members/{door.lake.user_ids[Role.STUDENT]}").status_code == 404
    assert client.put(f"{address}/members/{door.lake.user_ids[Role.STUDENT]}").status_code == 404


def test_a_list_of_groups_says_what_became_of_each_row(door: Door) -> None:
    client = door.person(Role.ADMINISTRATOR)
    body = b"group,email\nMonday,student@hill.example\nMonday,student@lake.example\n"
    answer = client.post("/v1/groups/import", content=body, headers={"content-type": "text/csv"}).json()
    assert [row["outcome"] for row in answer["rows"]] == ["added", "refused"]
    assert client.get("/v1/groups").json()["items"][0]["members"] == 1
