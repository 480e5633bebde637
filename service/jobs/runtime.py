"""The durable queue of chunks: DBOS on a database engine of ours. The one place that knows of DBOS.

Where its state is lost or restored from elsewhere nothing is lost with it: what is to be done stands in our own rows,
from which the steward fills the queue again.
"""

import json
import logging
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID
from dbos._serialization import Serializer
from sqlalchemy import URL, Engine, create_engine, event

from service.storage.database import WAIT_S

APPLICATION = "markpoint"
PROTOCOL = "1"
"""Version of what stands in the queue. Workers of one protocol can take over one another's chunks, whatever version
of the program they are."""
QUEUE = "batches"
POLL_S = 0.2
_WORKFLOW = "score_chunk"
_SEPARATOR = "/"
_OPEN = frozenset({"ENQUEUED", "PENDING", "DELAYED"})
_SQLITE_SUFFIX = ".jobs"


@dataclass(frozen=True, slots=True, order=True)
class ChunkRun:
    """One try at a chunk; its name in the queue is made of it, so that no try is queued twice."""

    batch_id: str
    chunk: int
    number: int
    """From 1."""

    @property
    def name(self) -> str:
        """The name in the queue."""
        return _SEPARATOR.join((self.batch_id, str(self.chunk), str(self.number)))

    @classmethod
    def parse(cls, name: str) -> "ChunkRun":
        """The run of that name."""
        batch_id, chunk, number = name.split(_SEPARATOR)
        return cls(batch_id, int(chunk), int(number))


class ChunkQueue:
    """The queue, as one worker process takes part in it. One at a time in a process, as DBOS has it."""

    def __init__(self, url: URL, *, worker_id: str, work: Callable[[str, int], int]) -> None:
        """Take part under that name; `work` is given a batch's id and a chunk's number, and may be given them again."""
        self._engine = build_queue_engine(url)
        config: DBOSConfig = {
            "name": APPLICATION,
            "system_database_engine": self._engine,
            "system_database_url": self._engine.url.render_as_string(hide_password=False),
            "executor_id": worker_id,
            "application_version": PROTOCOL,
            "serializer": JsonSerializer(),
            "log_level": "WARNING",
            "notification_listener_polling_interval_sec": 1.0,
        }
        _log_through_ours()
        DBOS(config=config)

        def score_chunk(batch_id: str, chunk: int) -> int:
            return work(batch_id, chunk)

        self._work = DBOS.workflow(name=_WORKFLOW, max_recovery_attempts=None)(score_chunk)

    def open(self) -> None:
        """Begin to take chunks."""
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL_S, on_conflict="always_update")

    def put(self, run: ChunkRun) -> None:
        """Queue a try at a chunk; nothing happens where it is there."""
        with SetWorkflowID(run.name):
            DBOS.enqueue_workflow(QUEUE, self._work, run.batch_id, run.chunk)

    def runs_of(self, batch_id: str) -> Mapping[ChunkRun, bool]:
        """The tries at the chunks of a batch so far, and whether each is still open."""
        found = DBOS.list_workflows(workflow_id_prefix=f"{batch_id}{_SEPARATOR}", load_input=False, load_output=False)
        return {ChunkRun.parse(one.workflow_id): one.status in _OPEN for one in found}

    def known_batches(self) -> frozenset[str]:
        """The batches whose chunks were tried."""
        found = DBOS.list_workflows(name=_WORKFLOW, load_input=False, load_output=False)
        return frozenset(ChunkRun.parse(one.workflow_id).batch_id for one in found)

    def busy_workers(self) -> frozenset[str]:
        """The names of the workers that the queue believes at work."""
        found = DBOS.list_workflows(status="PENDING", queue_name=QUEUE, load_input=False, load_output=False)
        return frozenset(one.executor_id for one in found if one.executor_id)

    def recover(self, worker_ids: Iterable[str]) -> int:
        """Queue again what these workers, which are gone, had begun; how many chunks."""
        return len(DBOS._recover_pending_workflows(sorted(worker_ids)))

    def forget(self, batch_id: str) -> None:
        """Drop the tries at the chunks of a batch, those that are over."""
        names = [run.name for run, is_open in self.runs_of(batch_id).items() if not is_open]
        if names:
            DBOS.delete_workflows(names)

    def close(self, *, patience_s: int) -> None:
        """Take no more chunks, wait for the one at hand, and leave."""
        DBOS.destroy(destroy_registry=True, workflow_completion_timeout_sec=patience_s)
        self._engine.dispose()


class JsonSerializer(Serializer):
    """Arguments and results as JSON: readable, and nothing is run when they are read. Errors leave their type only."""

    def serialize(self, data: Any) -> str:
        """The value as JSON."""
        return json.dumps(data, default=lambda value: type(value).__name__)

    def deserialize(self, serialized_data: str) -> Any:
        """The value of the JSON."""
        return json.loads(serialized_data)

    def name(self) -> str:
        """What the queue calls this way of writing."""
        return "markpoint_json"


def build_queue_engine(url: URL) -> Engine:
    """An engine for the queue: its own schema on PostgreSQL, its own file beside the database on SQLite.

    A file of its own, since the queue is asked many times a second and would keep students waiting for the right to
    write. It can be deleted while nothing runs.
    """
    if url.get_backend_name() != "sqlite":
        waits = {"connect_timeout": WAIT_S, "options": f"-c lock_timeout={WAIT_S}s -c timezone=UTC"}
        return create_engine(url, hide_parameters=True, pool_pre_ping=True, connect_args=waits)
    path = Path(str(url.database))
    engine = create_engine(
        url.set(database=str(path.with_name(path.name + _SQLITE_SUFFIX))),
        hide_parameters=True,
        connect_args={"timeout": WAIT_S, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: Any) -> None:
        connection.isolation_level = "IMMEDIATE"  # the driver begins each transaction that writes so
        connection.execute(f"PRAGMA busy_timeout = {WAIT_S * 1000}")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")

    return engine


def _log_through_ours() -> None:
    """Send what DBOS logs to the log of the process, where only the place that logged is written."""
    logger = logging.getLogger("dbos")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    logger.propagate = True
