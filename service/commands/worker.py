"""`markpoint worker`: a process that scores batches, on this machine or any other that reaches the database."""

import signal
import sys
from threading import Event, Thread
from types import FrameType
from typing import Annotated

import typer

from models.errors import ModelError
from rubric.errors import RubricError
from seeds.errors import SeedError
from service.config import load_settings
from service.errors import ServiceError
from service.jobs.worker import run_worker
from service.logs import configure_logs
from service.production import refuse_unsafe
from service.telemetry.running import telemetry

CANNOT_START = 1
LOST_ITS_NAME = 3

app = typer.Typer()


@app.command("worker")
def worker(
    worker_id: Annotated[
        str | None,
        typer.Option(
            "--id",
            help="What to call this worker; no two may have the same. Else the machine's name with a number.",
            show_default=False,
        ),
    ] = None,
    until_input_ends: Annotated[
        bool, typer.Option("--until-input-ends", help="Leave when standard input ends.", hidden=True)
    ] = False,
) -> None:
    """Score batches until stopped; the script at hand is finished first, the others are left to other workers."""
    leave = Event()

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        leave.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, on_signal)
    if until_input_ends:
        Thread(target=_await_end, args=(leave,), name="input", daemon=True).start()
    try:
        settings = load_settings()
        refuse_unsafe(settings)
        configure_logs(settings.log_level)
        with telemetry(settings, stands_alone=not until_input_ends):
            departure = run_worker(settings, leave=leave, name=worker_id)
    except (ModelError, RubricError, SeedError, ServiceError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(CANNOT_START) from error
    if departure.lost_its_name:
        typer.echo(f"The worker {departure.worker_id!r} lost its name to another process, and left.", err=True)
        raise typer.Exit(LOST_ITS_NAME)


def _await_end(leave: Event) -> None:
    """Set `leave` once whoever started this process is gone."""
    while sys.stdin.buffer.read(1):
        pass
    leave.set()


if __name__ == "__main__":
    app()
