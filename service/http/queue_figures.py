"""How much waits and who works on it, as figures for Prometheus. Asked of the database when they are read."""

from collections.abc import Iterable
from dataclasses import dataclass

from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from service.http.readiness import Workers
from service.http.reviews import ReviewDesk
from service.storage.database import Database
from service.storage.errors import StorageError
from service.storage.queues import measure_queues, read_heartbeats


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures(Collector):
    """Figures of the queues; where the database is out of reach they say so, and leave out the rest."""

    database: Database
    desk: ReviewDesk
    workers: Workers
    others: Collector
    """The figures that processes keep."""

    def collect(self) -> Iterable[Metric]:
        """Every figure there is."""
        yield from self.others.collect()
        yield _gauge("markpoint_desk_drafts", "Drafts of students that are read or wait for it", self.desk.load)
        try:
            with self.database.reading() as session:
                depths = measure_queues(session)
                alive = self.workers.count_alive(read_heartbeats(session))
        except StorageError:
            yield _gauge("markpoint_database_up", "Whether the database answers", 0)
            return
        yield _gauge("markpoint_database_up", "Whether the database answers", 1)
        yield _gauge("markpoint_queue_batches", "Batches that are not done", depths.batches)
        yield _gauge("markpoint_queue_scripts", "Scripts of batches that wait for a worker", depths.scripts)
        yield _gauge("markpoint_queue_deliveries", "Messages to institutions' systems that wait", depths.deliveries)
        yield _gauge("markpoint_workers_alive", "Workers that give signs of life", alive)


def _gauge(name: str, meaning: str, value: int) -> Metric:
    return GaugeMetricFamily(name, meaning, value)
