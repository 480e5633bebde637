"""The figures of every process on this machine as one: each keeps its own in a small file, and the web process adds up.

Files are replaced whole, so that nobody reads half of one, and a full disk costs a process its figures and no more.
A process that ended leaves its file behind, or sums would fall; the next `serve` clears up.
"""

import json
import logging
import os
import socket
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from prometheus_client import CollectorRegistry
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from service.logs import log_event
from service.telemetry.figures import REGISTRY

FOLDER = "metrics"
INTERVAL_S = 2.0
"""How old the figures of another process may be."""
_LONGEST_S = 86_400
"""A file of another machine's process that is older than this was left behind."""
_ENDING = ".json"
_CREATED = "_created"


class Shelf(Collector):
    """The figures of the processes that share a folder, this one's always fresh."""

    def __init__(self, folder: Path, *, registry: CollectorRegistry = REGISTRY) -> None:
        """Use that folder, which is made at the first writing."""
        self._folder = folder
        self._registry = registry
        self._file = folder / f"{_host()}.{os.getpid()}{_ENDING}"
        self._written = ""
        self._failed = False

    def collect(self) -> Iterable[Metric]:
        """Every figure, summed up over the processes."""
        found = [*self._registry.collect()]
        for path in self._folder.glob(f"*{_ENDING}"):
            if path != self._file:
                with suppress(OSError, ValueError):
                    found += [_load(entry) for entry in json.loads(path.read_text(encoding="utf-8"))]
        return _add_up(found)

    def write(self) -> None:
        """Put down the figures of this process if they changed."""
        text = json.dumps([_describe(metric) for metric in self._registry.collect()])
        if text == self._written:
            return
        draft = self._file.with_suffix(".part")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._file)
        except OSError as error:
            if not self._failed:
                log_event("metrics_not_kept", level=logging.WARNING, error=error)
            self._failed = True
        else:
            self._written, self._failed = text, False

    def clear_up(self) -> None:
        """Remove the files of processes that are gone."""
        for path in [*self._folder.glob(f"*{_ENDING}"), *self._folder.glob("*.part")]:
            with suppress(OSError, ValueError):
                if _is_left(path):
                    path.unlink()


@contextmanager
def sharing(shelf: Shelf) -> Iterator[None]:
    """Keep the figures of this process on the shelf while the block runs, and once more at its end."""
    stop = Event()

    def keep() -> None:
        while not stop.wait(INTERVAL_S):
            shelf.write()

    thread = Thread(target=keep, name="metrics", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
        shelf.write()


def _host() -> str:
    return "".join(char if char.isalnum() or char == "-" else "-" for char in socket.gethostname())


def _is_left(path: Path) -> bool:
    host, _, process_id = path.stem.rpartition(".")
    if host != _host():
        return time.time() - path.stat().st_mtime > _LONGEST_S
    if int(process_id) == os.getpid():
        return True
    try:
        os.kill(int(process_id), 0)
    except ProcessLookupError:
        return True
    except PermissionError:  # it lives, and is somebody else's
        return False
    return False


def _describe(metric: Metric) -> dict[str, object]:
    samples = [[one.name, one.labels, one.value] for one in metric.samples if not one.name.endswith(_CREATED)]
    return {"name": metric.name, "type": metric.type, "help": metric.documentation, "samples": samples}


def _load(entry: dict[str, object]) -> Metric:
    metric = Metric(str(entry["name"]), str(entry["help"]), str(entry["type"]))
    samples = entry["samples"]
    for name, labels, value in samples if isinstance(samples, list) else ():
        metric.add_sample(name, labels, value)
    return metric


def _add_up(found: Iterable[Metric]) -> Iterator[Metric]:
    """One metric of each name; buckets of histograms are sums already, so that they add up like anything else."""
    first: dict[str, Metric] = {}
    sums: dict[str, dict[tuple[str, tuple[tuple[str, str], ...]], float]] = defaultdict(lambda: defaultdict(float))
    for metric in found:
        first.setdefault(metric.name, metric)
        for one in metric.samples:
            if not one.name.endswith(_CREATED):
                sums[metric.name][one.name, tuple(one.labels.items())] += one.value
    for name, metric in first.items():
        total = Metric(name, metric.documentation, metric.type)
        for (sample, labels), value in sums[name].items():
            total.add_sample(sample, dict(labels), value)
        yield total
