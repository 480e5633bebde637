"""`markpoint serve`: the page and the JSON addresses, in one process."""

import errno
import signal
import socket
from contextlib import ExitStack
from threading import Event
from types import FrameType
from typing import Annotated, NoReturn

import typer
import uvicorn
from fastapi import FastAPI

from models.errors import ModelError
from rubric.errors import RubricError
from seeds.errors import SeedError
from service.actions.demo.stage import close as close_demo
from service.app import create_app
from service.config import Settings, load_settings
from service.errors import ServiceError
from service.jobs.cleaning import cleaning
from service.jobs.supervisor import Supervisor
from service.logs import configure_logs
from service.production import refuse_unsafe
from service.storage.database import open_database
from service.storage.migrating import prepare_database
from service.telemetry.running import telemetry

CANNOT_START = 1
"""Exit status where the service cannot start; 2 is a wrong call."""
BACKLOG = 128
LAST_PORT = 65_535

app = typer.Typer()


@app.command("serve")
def serve(
    host: Annotated[
        str | None,
        typer.Option(help="Address to listen on; MARKPOINT_HOST, else 127.0.0.1.", show_default=False),
    ] = None,
    port: Annotated[
        int | None,
        typer.Option(
            min=0, max=LAST_PORT, help="Port, 0 for any free one; MARKPOINT_PORT, else 8000.", show_default=False
        ),
    ] = None,
) -> None:
    """Serve the page and the JSON addresses until stopped."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    try:
        settings = load_settings()
        refuse_unsafe(settings)
    except ServiceError as error:
        _fail(str(error))
    configure_logs(settings.log_level)
    door = _open_door(settings.host if host is None else host, settings.port if port is None else port)
    with door, ExitStack() as running:
        application = _build(settings)
        try:
            running.enter_context(telemetry(settings, clears_up=True))
        except ServiceError as error:
            _fail(str(error))
        running.enter_context(cleaning(application.state.database, default_days=settings.retention_days))
        running.enter_context(Supervisor(application.state.database, settings.workers))
        described = _describe_server(application, settings)
        _Announced(described, address=_address_of(door), leaving=application.state.leaving).run(sockets=[door])


class _Announced(uvicorn.Server):
    """A server that says where it is as soon as it answers."""

    def __init__(self, config: uvicorn.Config, *, address: str, leaving: Event) -> None:
        super().__init__(config)
        self._address = address
        self._leaving = leaving

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then print the address."""
        await super().startup(sockets)
        if self.started:
            typer.echo(f"Markpoint is ready at {self._address} (Ctrl+C stops it)")

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End the answers that would go on, then wait for the others."""
        self._leaving.set()
        await super().shutdown(sockets)


def _build(settings: Settings) -> FastAPI:
    """The application; a missing model, a bad rubric or older tables end the command with its message."""
    try:
        _prepare(settings)
        return create_app(settings)
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        _fail(str(error))


def _prepare(settings: Settings) -> None:
    """Bring the tables up to date where that may be done, before anybody is let in."""
    database = open_database(settings)
    try:
        prepare_database(database, upgrade=settings.auto_upgrade)
        close_demo(database, is_laptop=settings.environment == "laptop")
    finally:
        database.close()


def _describe_server(application: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        application,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=round(settings.request_timeout_s) + 1,
    )


def _open_door(host: str, port: int) -> socket.socket:
    """A socket bound before anything is loaded, so that a taken port is known at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        door = socket.socket(family, kind, protocol)
    except OSError:
        _fail(f"{host} is no address of this machine. Use 127.0.0.1, or 0.0.0.0 for every address.")
    try:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
        door.listen(BACKLOG)
    except PermissionError:
        door.close()
        _fail(f"Port {port} may not be used by this user. Choose one above 1023: markpoint serve --port 8000")
    except OSError as error:
        door.close()
        _fail(_explain(error, host, port))
    return door


def _explain(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        other = port + 1 if port < LAST_PORT else port - 1
        return f"Port {port} on {host} is taken. Stop what uses it, or choose another: markpoint serve --port {other}"
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Use 127.0.0.1, or 0.0.0.0 for every address."


def _address_of(door: socket.socket) -> str:
    """The address for a browser on this machine."""
    host, port = door.getsockname()[:2]
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
    return f"http://{shown}:{port}"


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(0)


def _fail(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(CANNOT_START)
