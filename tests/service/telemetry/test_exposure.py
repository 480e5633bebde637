"""Figures are read with the token, or on the machine itself."""

import socket
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from service.config import Settings
from service.errors import ForbiddenError, SettingsError, UnauthenticatedError
from service.telemetry.exposure import admit_reader, own_port
from service.telemetry.figures import REGISTRY

TOKEN = SecretStr("token-of-prometheus")


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.8.8", "::1"])
def test_without_a_token_this_machine_may_read(address: str) -> None:
    admit_reader(Settings(), authorization=None, address=address)


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "testclient", "", None])
def test_without_a_token_nobody_else_may_read(address: str | None) -> None:
    with pytest.raises(ForbiddenError, match="MARKPOINT_METRICS_TOKEN"):
        admit_reader(Settings(), authorization=f"Bearer {TOKEN.get_secret_value()}", address=address)


def test_with_the_token_anybody_may_read() -> None:
    admit_reader(Settings(metrics_token=TOKEN), authorization="Bearer token-of-prometheus", address="192.0.2.1")


@pytest.mark.parametrize("sent", [None, "", "token-of-prometheus", "Bearer", "Bearer token", "Bearer tökén"])
def test_another_token_is_refused_even_on_this_machine(sent: str | None) -> None:
    with pytest.raises(UnauthenticatedError):
        admit_reader(Settings(metrics_token=TOKEN), authorization=sent, address="127.0.0.1")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def ask(port: int, path: str = "/metrics", **headers: str) -> tuple[int, str]:
    try:
        with urlopen(Request(f"http://127.0.0.1:{port}{path}", headers=headers)) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_a_worker_shows_its_figures_on_a_port_of_its_own(capfd: pytest.CaptureFixture[str]) -> None:
    port = free_port()
    with own_port(Settings(metrics_port=port, metrics_token=TOKEN), REGISTRY):
        assert ask(port)[0] == 401
        status, body = ask(port, Authorization="Bearer token-of-prometheus")
        assert (status, "# TYPE markpoint_drafts_total counter" in body) == (200, True)
        assert ask(port, "/healthz") == (200, "ok\n")
        assert ask(port, "/else")[0] == 404
    with pytest.raises(OSError, match="refused"):
        ask(port)
    assert capfd.readouterr().err == ""


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with (
            pytest.raises(SettingsError, match=f"MARKPOINT_METRICS_PORT: {port} cannot be used"),
            own_port(Settings(metrics_port=port), REGISTRY),
        ):
            pass


@pytest.mark.parametrize("settings", [Settings(), Settings(metrics=False, metrics_port=1)])
def test_without_a_port_or_figures_nothing_listens(settings: Settings) -> None:
    with own_port(settings, REGISTRY):
        pass
