"""The name a worker goes by: its own while it lives, so that nobody mistakes its work for another's."""

import os
import re
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from service.errors import ServiceError
from service.storage.database import Database
from service.storage.types import utc_now
from service.storage.workers import WorkerProcess, fetch_worker, take_name

_MOST_NUMBERS = 1_000


class WorkerNameTakenError(ServiceError):
    """Another process lives under the name."""

    status = 409
    title = "The worker's name is taken"
    code = "worker_name_taken"

    def __init__(self, name: str, host: str, process_id: int) -> None:
        """Say whose it is."""
        super().__init__(
            f"Another worker is called {name!r}: process {process_id} on {host}. Stop it, or choose another --id."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class NameDesk:
    """Gives out names."""

    database: Database
    lease_s: float
    """How long a name is watched before it is taken from whoever gave no sign of life."""
    now: Callable[[], datetime] = utc_now
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def claim(self, name: str) -> WorkerProcess:
        """That name for this process. One left by a process that died is free after the lease.

        Raises:
            WorkerNameTakenError: somebody lives under it.
        """
        process = self._process(name)
        if self._take(process):
            return process
        with self.database.reading() as session:
            holder = fetch_worker(session, name)
        deadline = self.clock() + self.lease_s
        while holder is not None and self.clock() < deadline:
            self.sleep(self.lease_s / 10)
            with self.database.reading() as session:
                seen = fetch_worker(session, name)
            if seen is not None and seen.heartbeat_at != holder.heartbeat_at:
                raise WorkerNameTakenError(name, seen.host, seen.process_id)
        process = self._process(name)
        if self._take(process, silent_since=holder.heartbeat_at if holder else None):
            return process
        raise WorkerNameTakenError(name, process.host, holder.process_id if holder else 0)

    def claim_any(self) -> WorkerProcess:
        """The first free name of this machine: its own with a number."""
        host = _host_name()
        for number in range(1, _MOST_NUMBERS):
            process = self._process(f"{host}-{number}")
            if self._take(process):
                return process
        raise WorkerNameTakenError(host, host, os.getpid())

    def _process(self, name: str) -> WorkerProcess:
        return WorkerProcess(executor_id=name, host=_host_name(), process_id=os.getpid(), started_at=self.now())

    def _take(self, process: WorkerProcess, *, silent_since: datetime | None = None) -> bool:
        with self.database.writing() as session:
            return take_name(session, process, silent_since=silent_since)


def _host_name() -> str:
    return re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())[:60] or "host"
