"""Everything that a process of the service does about figures and traces while it runs, in one block."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from service.config import Settings
from service.telemetry.exposure import own_port
from service.telemetry.figures import REGISTRY
from service.telemetry.sharing import FOLDER, Shelf, sharing
from service.telemetry.traces import tracing


@contextmanager
def telemetry(settings: Settings, *, clears_up: bool = False, stands_alone: bool = False) -> Iterator[None]:
    """Keep figures and send traces, as far as the settings say, while the block runs.

    Args:
        settings: What is wanted.
        clears_up: Whether the figures of processes that are gone are removed first, as `serve` does at its start.
        stands_alone: Whether there is no server beside this process to show its figures, so that it uses a port of its
            own where the settings name one.

    Raises:
        service.errors.SettingsError: the port cannot be used, or OpenTelemetry is not installed.
    """
    with ExitStack() as stack:
        stack.enter_context(tracing(settings.otel_endpoint))
        if settings.metrics:
            shelf = Shelf(settings.data_dir / FOLDER)
            if clears_up:
                shelf.clear_up()
            stack.enter_context(sharing(shelf))
            if stands_alone:
                stack.enter_context(own_port(settings, REGISTRY))
        yield
