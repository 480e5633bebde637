"""The settings of the gate fit together, or are refused with what to do."""

from pathlib import Path
from typing import Any

import pytest

from service.errors import SettingsError
from service.http.gate import build_gate
from service.storage.database import open_database
from tests.service.api.access import settings_for

ISSUER = {"oidc_issuer": "https://sign.example", "oidc_client_id": "markpoint"}


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"oidc_issuer": "https://sign.example"}, "MARKPOINT_OIDC_CLIENT_ID"),
        (ISSUER | {"oidc_issuer": "http://sign.example"}, "https://"),
        (ISSUER | {"oidc_issuer": "sign.example"}, "https://"),
        (ISSUER | {"oidc_role_claim": "groups"}, "nobody could come in"),
    ],
)
def test_settings_that_do_not_fit_are_refused(tmp_path: Path, settings: dict[str, Any], message: str) -> None:
    found = settings_for(f"sqlite:///{tmp_path}/x.db", tmp_path, **settings)
    with pytest.raises(SettingsError, match=message):
        build_gate(found, open_database(found))


@pytest.mark.parametrize(
    ("settings", "has_oidc"),
    [
        ({}, False),
        (ISSUER, True),
        (ISSUER | {"oidc_issuer": "http://localhost:9400"}, True),
        (ISSUER | {"oidc_role_claim": "groups", "oidc_role_map": {"staff": "tutor"}}, True),
    ],
)
def test_settings_that_fit_make_a_gate(tmp_path: Path, settings: dict[str, Any], has_oidc: bool) -> None:
    found = settings_for(f"sqlite:///{tmp_path}/x.db", tmp_path, **settings)
    gate = build_gate(found, open_database(found))
    assert (gate.oidc is not None) is has_oidc
    gate.close()
