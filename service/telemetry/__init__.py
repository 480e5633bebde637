"""How the service fares: figures for Prometheus and, when configured, traces. Never a word of a draft, never a name."""

from service.telemetry.figures import count_draft, count_failure, stage, watch_request
from service.telemetry.traces import span

__all__ = ["count_draft", "count_failure", "span", "stage", "watch_request"]
