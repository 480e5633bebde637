"""The figures that a process keeps: how long each stage takes, what failed, what could not be judged.

Every label is a word of the program: a stage, an error's code, a criterion's id, the pattern of an address. There is no
way in for text or names.
"""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Literal

from prometheus_client import CollectorRegistry, Counter, Histogram

from service.errors import ServiceError
from service.telemetry.traces import span

Stage = Literal["extraction", "analysis", "scoring", "feedback", "rendering"]

UNEXPECTED = "unexpected"
"""The code of a failure that nobody foresaw."""
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

REGISTRY = CollectorRegistry(auto_describe=False)
"""What this process counts; `sharing` adds what others count."""
_STAGES = Histogram(
    "markpoint_stage_seconds", "Time that a stage took for one draft", ["stage"], registry=REGISTRY, buckets=_SECONDS
)
_REQUESTS = Histogram(
    "markpoint_request_seconds",
    "Time from a request to its answer",
    ["method", "route", "status"],
    registry=REGISTRY,
    buckets=_SECONDS,
)
_DRAFTS = Counter("markpoint_drafts", "Drafts that were judged", registry=REGISTRY)
_ABSTENTIONS = Counter(
    "markpoint_abstentions", "Criteria for which no judgement was made", ["criterion"], registry=REGISTRY
)
_FAILURES = Counter("markpoint_failures", "Stages that ended in an error", ["stage", "code"], registry=REGISTRY)


@contextmanager
def stage(name: Stage) -> Iterator[None]:
    """Time a stage of a draft's way, as a block or around a function, and count it when it fails."""
    began = time.perf_counter()
    try:
        with span(f"stage {name}"):
            yield
    except Exception as error:
        count_failure(name, error)
        raise
    finally:
        _STAGES.labels(name).observe(time.perf_counter() - began)


def count_draft(abstained: Iterable[str]) -> None:
    """Count a draft that was judged, and the ids of the criteria that could not be."""
    _DRAFTS.inc()
    for criterion_id in abstained:
        _ABSTENTIONS.labels(criterion_id).inc()


def count_failure(where: str, error: BaseException) -> None:
    """Count an error by its code.

    Args:
        where: The stage or part of the program, a word of ours.
        error: What went wrong.
    """
    _FAILURES.labels(where, error.code if isinstance(error, ServiceError) else UNEXPECTED).inc()


def watch_request(*, method: str, route: str, status: int, seconds: float) -> None:
    """Count an answer.

    Args:
        method: A known method, or a word for any other.
        route: The pattern of the address, never the address itself.
        status: The status of the answer; 0 where there was none.
        seconds: How long it took.
    """
    _REQUESTS.labels(method, route, str(status)).observe(seconds)
