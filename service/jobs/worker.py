"""A worker process: takes chunks from the queue and looks after the queue, until it is told to leave."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from threading import Event

from rubric.library import load_by_id
from service.actions.engines import EngineShelf
from service.actions.reading import Reader
from service.config import Settings
from service.extraction import ExtractionLimits
from service.jobs.chunks import ChunkRunner
from service.jobs.courier import Courier
from service.jobs.heartbeat import BEATS_UNTIL_GONE, Heartbeat
from service.jobs.names import NameDesk
from service.jobs.rounds import Round
from service.jobs.runtime import ChunkQueue
from service.jobs.scoring import AtOnce, ScriptScorer, be_patient
from service.jobs.steward import Steward
from service.jobs.watch import WorkerWatch
from service.logs import log_event
from service.storage.database import Database, open_database, url_of
from service.storage.migrating import prepare_database
from service.storage.secret_key import load_secret_key
from service.storage.workers import WorkerProcess
from service.workflow import open_engine

FINISH_WITHIN_S = 60
"""Longest wait for the script at hand when a worker leaves."""
BATCHES_EVERY_S = 0.5
CLEARED_EVERY_S = 60.0
MESSAGES_EVERY_S = 1.0
LOOK_UP_EVERY_S = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """Why a worker left."""

    worker_id: str
    lost_its_name: bool
    """Another process has its name, or everybody took it for gone."""


def run_worker(settings: Settings, *, leave: Event, name: str | None = None) -> Departure:
    """Work until `leave` is set.

    Args:
        settings: The settings.
        leave: Set from outside, such as by a signal.
        name: What to be called; the machine's name with a number where there is none.

    Raises:
        service.errors.ServiceError: the database cannot be used, or another worker has the name.
        models.errors.ModelMissingError: the language model is missing.
    """
    give_way(settings.worker_niceness)
    database = open_database(settings)
    try:
        prepare_database(database, upgrade=settings.auto_upgrade)
        reader = build_reader(settings, database)
        lease_s = BEATS_UNTIL_GONE * settings.heartbeat_s
        desk = NameDesk(database=database, lease_s=lease_s)
        process = desk.claim_any() if name is None else desk.claim(name)
        return _work(settings, reader, process, leave=leave)
    finally:
        database.close()


def build_reader(settings: Settings, database: Database) -> Reader:
    """What scripts are read with: the engine of the usual rubric at hand, others as they are asked for."""
    rubric = load_by_id(settings.rubric_id, settings.rubric_dir)
    return Reader(
        database=database,
        shelf=EngineShelf([open_engine(rubric, settings)], build=partial(open_engine, settings=settings)),
        turn=AtOnce(),
        limits=be_patient(ExtractionLimits.from_settings(settings)),
        secret_key=load_secret_key(settings),
        library={},
    )


def give_way(niceness: int) -> None:
    """Let everything else on the machine go first, students' requests above all."""
    with suppress(OSError):
        os.nice(niceness)


def _work(settings: Settings, reader: Reader, process: WorkerProcess, *, leave: Event) -> Departure:
    lost = Event()
    heartbeat = Heartbeat(reader.database, process, interval_s=settings.heartbeat_s, on_loss=lost)
    heartbeat.start()
    runner = ChunkRunner(
        database=reader.database,
        scorer=ScriptScorer(reader),
        worker_id=process.executor_id,
        must_leave=lambda: leave.is_set() or lost.is_set(),
    )
    try:
        queue = ChunkQueue(url_of(settings), worker_id=process.executor_id, work=runner.run)
        _take_part(settings, reader.database, queue, process, until=(leave, lost))
    finally:
        heartbeat.stop()
    return Departure(worker_id=process.executor_id, lost_its_name=lost.is_set())


def _take_part(
    settings: Settings, database: Database, queue: ChunkQueue, process: WorkerProcess, *, until: Sequence[Event]
) -> None:
    """Work on what the queue holds until one of the events is set."""
    queue.open()
    log_event("worker_started", worker=process.executor_id)
    rounds = _start_rounds(settings, database, queue, process)
    while not any(event.is_set() for event in until):
        until[0].wait(min(LOOK_UP_EVERY_S, settings.heartbeat_s))
    for one in rounds:
        one.stop()
    queue.close(patience_s=FINISH_WITHIN_S)
    log_event("worker_left", worker=process.executor_id)


def _start_rounds(
    settings: Settings, database: Database, queue: ChunkQueue, process: WorkerProcess
) -> tuple[Round, ...]:
    """What a worker does beside scoring."""
    beat_s = settings.heartbeat_s
    watch = WorkerWatch(lease_s=BEATS_UNTIL_GONE * beat_s, longest_gap_s=4 * beat_s)
    steward = Steward(database=database, queue=queue, watch=watch, worker_id=process.executor_id)
    courier = Courier(database, allow_private=settings.allow_private_webhooks)
    rounds = (
        Round("batches", steward.look_after_batches, interval_s=BATCHES_EVERY_S),
        Round("workers", steward.look_after_workers, interval_s=beat_s),
        Round("queue", steward.clear_queue, interval_s=CLEARED_EVERY_S),
        Round("messages", lambda: _send_all(courier), interval_s=MESSAGES_EVERY_S),
    )
    for one in rounds:
        one.start()
    return rounds


def _send_all(courier: Courier) -> None:
    while courier.send_due():
        pass
