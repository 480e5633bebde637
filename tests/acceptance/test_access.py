"""Every address, asked by every role, by nobody and by another institution, as `tests/service/api/matrix.py` says."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.service.api.access import Door
from tests.service.api.matrix import ROWS, Row
from tests.service.api.world import World, bare_door, build_world, client_of, open_world

if TYPE_CHECKING:
    from fastapi import FastAPI

STRANGERS = ("lake student", "lake tutor", "lake administrator", "lake program", "lake feeble program")
SAFE = frozenset({"GET"})


@pytest.fixture(scope="module")
def world(application: FastAPI, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(application, sqlite_template, tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def door() -> Door:
    return bare_door()


def test_every_address_has_its_row(application: FastAPI) -> None:
    paths = application.openapi()["paths"]
    described = {f"{method.upper()} {path}" for path, operations in paths.items() for method in operations}
    assert {row.asks for row in ROWS} == described


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.asks} {'-'.join(row.ids.values())}".strip())
def test_each_caller_is_answered_as_the_row_says(
    application: FastAPI, world: World, door: Door, row: Row, tmp_path: Path
) -> None:
    answered = _ask_each(application, world, door, row, tmp_path, *row.statuses)
    assert {caller: status for caller, (status, _) in answered.items()} == row.statuses


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.asks} {'-'.join(row.ids.values())}".strip())
def test_another_institution_learns_nothing(
    application: FastAPI, world: World, door: Door, row: Row, tmp_path: Path
) -> None:
    for caller, (status, text) in _ask_each(application, world, door, row, tmp_path, *STRANGERS).items():
        told = {known for known in world.hill_ids if known in text} - _named(row, world)
        assert not told, (caller, status)
        assert status < 500, (caller, status)
        if not row.theirs:
            assert status in {403, 404}, (caller, status)


@pytest.mark.parametrize("row", [row for row in ROWS if row.needs_session_token], ids=lambda row: row.asks)
def test_a_browser_without_the_token_of_its_session_changes_nothing(
    application: FastAPI, world: World, door: Door, row: Row, tmp_path: Path
) -> None:
    with open_world(world, door, application, tmp_path):
        client = client_of(door, world.callers["hill administrator"])
        del client.headers["x-csrf-token"]
        status, text = _ask(door, world, row, client)
    assert (status, json.loads(text)["type"]) == (403, "urn:markpoint:problem:forged_request")


def _ask_each(
    application: FastAPI, world: World, door: Door, row: Row, folder: Path, *callers: str
) -> dict[str, tuple[int, str]]:
    """What each caller is answered; in a world of their own where they may change it."""
    answered = {}
    with ExitStack() as worlds:
        for number, caller in enumerate(callers):
            if not number or row.method not in SAFE:
                worlds.close()
                worlds.enter_context(open_world(world, door, application, folder))
            answered[caller] = _ask(door, world, row, client_of(door, world.callers.get(caller)))
    return answered


def _ask(door: Door, world: World, row: Row, client: Any) -> tuple[int, str]:
    ids = {**world.ids, **{name: world.ids[other] for name, other in row.ids.items()}}
    options: dict[str, Any] = {}
    if row.body is not None:
        options["json"] = {
            key: value.format(**ids) if isinstance(value, str) else value for key, value in row.body.items()
        }
    if row.files is not None:
        field, name, text = row.files
        options = {"data": options["json"], "files": [(field, (name, text.encode()))]}
    if row.text is not None:
        options = {"content": row.text, "headers": {"content-type": "text/csv"}}
    answer = client.request(row.method, row.path.format(**ids), **options)
    return answer.status_code, answer.text


def _named(row: Row, world: World) -> set[str]:
    """The ids that the caller named in the request: a problem repeats the address that was asked."""
    return {world.ids[row.ids.get(name, name)] for name in world.ids if f"{{{name}}}" in row.path}
