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
from tests.service.api.world import Credentials, World, bare_door, build_world, open_world

if TYPE_CHECKING:
    from fastapi import FastAPI

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
CALLERS = ("hill administrator", "hill student", "hill program")
ONCE = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def world(application: FastAPI, sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> World:
    return build_world(application, sqlite_template, tmp_path_factory.mktemp("fuzz"))


@pytest.fixture
def door(application: FastAPI) -> Door:
    found = bare_door()
    found.app.openapi = application.openapi  # type: ignore[method-assign]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("real_ids", [True, False], ids=["real ids", "any ids"])
def test_no_address_answers_with_an_error_of_ours(
    application: FastAPI, world: World, door: Door, caller: str, real_ids: bool, tmp_path: Path
) -> None:
    with open_world(world, door, application, tmp_path):
        schema = schemathesis.openapi.from_asgi("/openapi.json", door.app)
        for found in schema.get_all_operations():
            assert isinstance(found, Ok)
            operation = found.ok()
            if _ends_the_session(operation):
                continue

            @ONCE
            @given(case=operation.as_strategy())
            def send(case: Any) -> None:
                if real_ids:
                    case.path_parameters = {
                        name: world.ids.get(name, value) for name, value in (case.path_parameters or {}).items()
                    }
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
