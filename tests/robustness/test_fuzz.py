"""Every address is sent what its description allows and what it forbids: nothing ends in an error of ours.

FUZZ_EXAMPLES says how many requests each address gets from each caller; `make soak` sends many.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.service.api.access import Door
from tests.service.api.world import Credentials, World, filled_world

if TYPE_CHECKING:
    from fastapi import FastAPI

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "2"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MANY = 10
CALLERS = ("hill administrator", "hill student", "hill program")[0 if EXAMPLES >= MANY else 1 :]
"""With few examples the administrator asks PostgreSQL alone, which refuses all that SQLite does and more."""
ONCE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.slow
@pytest.mark.parametrize("caller", CALLERS)
def test_no_address_answers_with_an_error_of_ours(
    application: FastAPI, sqlite_url: str, tmp_path: Path, caller: str
) -> None:
    with filled_world(application, sqlite_url, tmp_path) as (door, world):
        _fuzz(application, door, world, caller, world.ids)


@pytest.mark.slow
def test_none_does_on_postgresql_either(application: FastAPI, postgresql_url: str, tmp_path: Path) -> None:
    with filled_world(application, postgresql_url, tmp_path) as (door, world):
        _fuzz(application, door, world, "hill administrator", world.ids)


@pytest.mark.slow
def test_none_does_whatever_ids_are_asked_for(application: FastAPI, postgresql_url: str, tmp_path: Path) -> None:
    with filled_world(application, postgresql_url, tmp_path) as (door, world):
        _fuzz(application, door, world, "hill administrator", {})


def _fuzz(application: FastAPI, door: Door, world: World, caller: str, ids: dict[str, str]) -> None:
    """Send each address requests as it describes them, with these ids where it asks for one."""
    schema = schemathesis.openapi.from_dict(application.openapi())
    schema.app = door.app
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()
        if _ends_the_session(operation):
            continue

        @ONCE
        @given(case=operation.as_strategy())
        def send(case: Any) -> None:
            case.path_parameters = {name: ids.get(name, value) for name, value in (case.path_parameters or {}).items()}
            case.call_and_validate(checks=CHECKS, **_credentials(world.callers[caller]))

        send()


def _ends_the_session(operation: Any) -> bool:
    """Whether everything after it would be asked by nobody."""
    return operation.method.upper() == "DELETE" and operation.path in {
        "/v1/session",
        "/v1/users/{user_id}/personal-data",
    }


def _credentials(credentials: Credentials) -> dict[str, Any]:
    if credentials.session is not None:
        token, csrf_token = credentials.session
        return {"cookies": {"markpoint-session": token}, "headers": {"x-csrf-token": csrf_token}}
    return {"headers": {"authorization": f"Bearer {credentials.key}"}}
