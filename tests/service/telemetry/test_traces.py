"""Traces reach a real receiver, and hold codes and times only."""

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.request import Request, urlopen

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from service.errors import EmptyDraftError
from service.telemetry import span, stage
from service.telemetry.traces import tracing
from tests.server import serving

TRACE = "0af7651916cd43dd8448eb211c80319c"
WORDS = "Trusting words of a learner"


@dataclass(slots=True)
class Receiver:
    """Takes traces by OTLP over HTTP, as a collector does."""

    address: str = ""
    bodies: list[bytes] = field(default_factory=list)

    def spans(self) -> list[Span]:
        requests = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        return [
            found
            for request in requests
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for found in scope.spans
        ]

    def named(self, name: str) -> Span:
        (found,) = [one for one in self.spans() if one.name == name]
        return found


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            assert self.path == "/v1/traces"
            receiver.bodies.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        receiver.address = f"http://127.0.0.1:{server.server_port}"
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield receiver
        server.shutdown()
        thread.join()


def attributes(found: Span) -> dict[str, str]:
    return {one.key: one.value.string_value for one in found.attributes}


def test_stages_lie_inside_the_span_around_them() -> None:
    with receiving() as receiver:
        with tracing(receiver.address), span("request", route="/v1/feedback"), stage("analysis"):
            pass
        outer, inner = receiver.named("request"), receiver.named("stage analysis")
    assert inner.parent_span_id == outer.span_id
    assert attributes(outer) == {"route": "/v1/feedback"}


def test_a_trace_of_the_caller_goes_on() -> None:
    carrier = {"traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
    with receiving() as receiver:
        with tracing(receiver.address), span("request", carrier=carrier):
            pass
        found = receiver.named("request")
    assert found.trace_id.hex() == TRACE
    assert found.parent_span_id.hex() == "b7ad6b7169203331"


@pytest.mark.parametrize(
    ("error", "code"), [(ValueError(WORDS), "ValueError"), (EmptyDraftError(WORDS), "empty_draft")]
)
def test_an_error_leaves_its_kind_and_nothing_it_says(error: Exception, code: str) -> None:
    with receiving() as receiver:
        with pytest.raises(type(error)), tracing(receiver.address), stage("scoring"):
            raise error
        found = receiver.named("stage scoring")
    assert attributes(found) == {"error.type": code}
    assert found.status.code == 2
    assert (found.status.message, list(found.events)) == ("", [])
    assert WORDS.encode() not in b"".join(receiver.bodies)


def test_without_an_endpoint_nothing_is_sent() -> None:
    with receiving() as receiver:
        with tracing(None), span("request"):
            pass
        assert receiver.bodies == []


def test_without_the_library_an_endpoint_is_refused_with_what_to_install() -> None:
    code = """if True:
        import sys
        sys.modules["opentelemetry.sdk.trace"] = None
        from service.errors import SettingsError
        from service.telemetry.traces import tracing
        try:
            with tracing("http://127.0.0.1:1"):
                pass
        except SettingsError as error:
            print(error)
    """
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "pip install 'markpoint[otel]'" in done.stdout


@pytest.mark.slow
def test_a_server_sends_traces_and_figures_and_no_word_of_a_draft() -> None:
    with receiving() as receiver:
        with serving("--port", "0", MARKPOINT_OTEL_ENDPOINT=receiver.address) as server:
            address = server.address()
            body = json.dumps({"text": f"{WORDS}. " * 30, "name": WORDS}).encode()
            headers = {"content-type": "application/json", "traceparent": f"00-{TRACE}-b7ad6b7169203331-01"}
            with urlopen(Request(f"{address}/v1/feedback", body, headers)):  # noqa: S310
                pass
            with urlopen(f"{address}/metrics") as answer:  # noqa: S310
                figures = answer.read().decode()
            assert server.finish(signal.SIGTERM)[0] == 0
            assert "Traceback" not in server.log()
        request = next(one for one in receiver.spans() if one.name == "request" and one.trace_id.hex() == TRACE)
        stages = {one.name for one in receiver.spans() if one.parent_span_id == request.span_id}
    assert stages == {"stage extraction", "stage analysis", "stage scoring", "stage feedback"}
    assert 'markpoint_request_seconds_count{method="POST",route="/v1/feedback",status="200"} 1.0' in figures
    assert 'markpoint_stage_seconds_count{stage="analysis"} 1.0' in figures
    assert "markpoint_queue_scripts 0.0" in figures
    for word in ("Trusting", "learner"):
        assert word not in figures
        assert word.encode() not in b"".join(receiver.bodies)
