"""Traces by OpenTelemetry, sent only where an endpoint is configured.

The library is optional. A span holds a name of ours, codes and the type of an error: no message, no stack, no text.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from importlib.metadata import version
from typing import Any

from service.errors import ServiceError, SettingsError

Opener = Callable[[str, Mapping[str, str], Mapping[str, str]], AbstractContextManager[Any]]

_TRACES_PATH = "/v1/traces"
_INSTALL = "MARKPOINT_OTEL_ENDPOINT is set, and OpenTelemetry is not installed. Run: pip install 'markpoint[otel]'"
_SHUTDOWN_MS = 5_000


class _Tracing:
    """How spans are opened in this process; unset, they are not."""

    opener: Opener | None = None


@contextmanager
def span(name: str, *, carrier: Mapping[str, str] | None = None, **codes: str) -> Iterator[None]:
    """A span around a block, where traces are configured.

    Args:
        name: A constant name.
        carrier: Headers of a request that may continue a trace of the caller's.
        **codes: Words of ours, such as the pattern of an address.
    """
    opener = _Tracing.opener
    with nullcontext() if opener is None else opener(name, carrier or {}, codes):
        yield


@contextmanager
def tracing(endpoint: str | None) -> Iterator[None]:
    """Send traces to that address while the block runs; None sends nothing.

    Raises:
        SettingsError: OpenTelemetry is not installed.
    """
    if endpoint is None:
        yield
        return
    opener, close = _open(endpoint)
    _Tracing.opener = opener
    try:
        yield
    finally:
        _Tracing.opener = None
        close()


def _open(endpoint: str) -> tuple[Opener, Callable[[], None]]:
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.trace import SpanKind, Status, StatusCode
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
    except ImportError as error:
        raise SettingsError(_INSTALL) from error
    provider = TracerProvider(
        resource=Resource({"service.name": "markpoint", "service.version": version("markpoint")}),
        shutdown_on_exit=False,
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint.rstrip("/") + _TRACES_PATH)))
    tracer = provider.get_tracer("markpoint")
    propagator = TraceContextTextMapPropagator()

    @contextmanager
    def opener(name: str, carrier: Mapping[str, str], codes: Mapping[str, str]) -> Iterator[None]:
        with tracer.start_as_current_span(
            name,
            context=propagator.extract(carrier) if "traceparent" in carrier else None,
            kind=SpanKind.SERVER if carrier else SpanKind.INTERNAL,
            attributes=codes,
            record_exception=False,
            set_status_on_exception=False,
        ) as opened:
            try:
                yield
            except Exception as error:
                opened.set_attribute(
                    "error.type", error.code if isinstance(error, ServiceError) else type(error).__name__
                )
                opened.set_status(Status(StatusCode.ERROR))
                raise

    def close() -> None:
        provider.force_flush(_SHUTDOWN_MS)
        provider.shutdown()

    return opener, close
