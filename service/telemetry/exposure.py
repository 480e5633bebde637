"""Who may read the figures, and the port on which a worker shows its own."""

import hmac
import ipaddress
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from service.config import Settings
from service.errors import ForbiddenError, ServiceError, SettingsError, UnauthenticatedError

CONTENT_TYPE = CONTENT_TYPE_LATEST
_BEARER = "Bearer "


def admit_reader(settings: Settings, *, authorization: str | None, address: str | None) -> None:
    """Let in whoever may read the figures: with the token where there is one, else from this machine only.

    Raises:
        UnauthenticatedError: there is a token, and another or none was sent.
        ForbiddenError: there is none, and the reader is on another machine.
    """
    if settings.metrics_token is not None:
        wanted = _BEARER + settings.metrics_token.get_secret_value()
        if not hmac.compare_digest((authorization or "").encode(), wanted.encode()):
            raise UnauthenticatedError("Send MARKPOINT_METRICS_TOKEN as 'Authorization: Bearer TOKEN'.")
    elif not _is_here(address):
        raise ForbiddenError("Figures are read on the machine itself, or anywhere once MARKPOINT_METRICS_TOKEN is set.")


def write_figures(collector: Collector) -> bytes:
    """The figures in the format that Prometheus reads."""
    return generate_latest(collector)


@contextmanager
def own_port(settings: Settings, collector: Collector) -> Iterator[None]:
    """Show the figures of this process at `/metrics` of `metrics_port` while the block runs, where one is set.

    `/healthz` there answers as long as the process lives.

    Raises:
        SettingsError: the port cannot be used.
    """
    if settings.metrics_port is None or not settings.metrics:
        yield
        return

    def answer(request: dict[str, Any], start: Any) -> Iterable[bytes]:
        status, body = _answer(settings, collector, request)
        start(status, [("Content-Type", CONTENT_TYPE), ("Content-Length", str(len(body)))])
        return (body,)

    try:
        server = make_server(settings.host, settings.metrics_port, answer, WSGIServer, _SilentHandler)
    except OSError as error:
        raise SettingsError(
            f"MARKPOINT_METRICS_PORT: {settings.metrics_port} cannot be used: {error.strerror}. Choose another."
        ) from error
    thread = Thread(target=server.serve_forever, name="metrics-port", daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _SilentHandler(WSGIRequestHandler):
    """Logs nothing: the library would write addresses to standard error."""

    timeout = 10

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""

    def address_string(self) -> str:
        """The address as it is, without asking a name server."""
        return str(self.client_address[0])


def _answer(settings: Settings, collector: Collector, request: dict[str, Any]) -> tuple[str, bytes]:
    if request["PATH_INFO"] == "/healthz":
        return "200 OK", b"ok\n"
    if request["PATH_INFO"] != "/metrics":
        return "404 Not Found", b"Ask for /metrics or /healthz.\n"
    try:
        admit_reader(settings, authorization=request.get("HTTP_AUTHORIZATION"), address=request.get("REMOTE_ADDR"))
    except ServiceError as error:
        return f"{error.status} {error.code}", f"{error}\n".encode()
    return "200 OK", write_figures(collector)


def _is_here(address: str | None) -> bool:
    try:
        return ipaddress.ip_address(address or "").is_loopback
    except ValueError:
        return False
