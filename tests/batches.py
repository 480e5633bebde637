"""Batches for tests: short scripts that differ, handed in for an assignment, and what must hold when they are done."""

import io
import os
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TypeVar

from sqlalchemy import func, select

from rubric.library import load_by_id
from service.access.roles import Role
from service.actions.assignments import NewAssignment, create_assignment
from service.actions.batches import create_batch
from service.actions.rubrics import PackagedRubric
from service.exchange import IntakeLimits, read_files
from service.storage.database import Database
from service.storage.tables import Batch, BatchItem, BatchResult, Draft, Report, Submission, Worker
from tests.people import Campus

RUBRIC_ID = "operations_management.level7"
LIMITS = IntakeLimits(max_file_bytes=1_000_000)
DRAFT = Path(__file__).parent / "data/bench_draft.txt"
PARAGRAPHS = 3
T = TypeVar("T")


def write_script(number: int, *, paragraphs: int = PARAGRAPHS) -> bytes:
    """A script unlike the others."""
    found = DRAFT.read_text(encoding="utf-8").strip().split("\n\n")[:paragraphs]
    return "\n\n".join(f"{paragraph} ({number})" for paragraph in found).encode()


def write_files(count: int, *, paragraphs: int = PARAGRAPHS) -> list[tuple[str, bytes]]:
    """So many scripts, named as Moodle names them."""
    return [
        (f"Student {number}_{number}_assignsubmission_file/script.txt", write_script(number, paragraphs=paragraphs))
        for number in range(1, count + 1)
    ]


def zip_files(files: Sequence[tuple[str, bytes]]) -> bytes:
    """The files as a zip."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files:
            archive.writestr(name, body)
    return written.getvalue()


def make_assignment(campus: Campus, **changes: object) -> str:
    """An assignment read by the first rubric; its id."""
    rubric = PackagedRubric(load_by_id(RUBRIC_ID))
    new = NewAssignment(title="Operations of a bakery", rubric_id=RUBRIC_ID, **changes)  # type: ignore[arg-type]
    with campus.database.writing() as session:
        return create_assignment(campus.actor(Role.TUTOR), session, new, {RUBRIC_ID: rubric}).id


def hand_in(campus: Campus, assignment_id: str, files: Sequence[tuple[str, bytes]]) -> str:
    """A batch of these files; its id."""
    made = create_batch(campus.actor(Role.TUTOR), campus.database, assignment_id, read_files(files, LIMITS))
    return made.batch.id


def wait_for(look: Callable[[], T], *, within_s: float = 120.0, every_s: float = 0.05) -> T:
    """What `look` finds as soon as it is anything."""
    deadline = time.monotonic() + within_s
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(every_s)


def count_results(database: Database, batch_id: str) -> int:
    """How many scripts of a batch have a result."""
    with database.reading() as session:
        query = select(func.count()).select_from(BatchResult).where(BatchResult.batch_id == batch_id)
        return session.scalars(query).one()


def wait_until_done(database: Database, batch_id: str, *, within_s: float = 120.0) -> None:
    """Wait until a batch is done; each further result, and then its end, may take so long."""
    count = -1
    while status_of(database, batch_id) != "done":
        if count_results(database, batch_id) > count:
            count, deadline = count_results(database, batch_id), time.monotonic() + within_s
        assert time.monotonic() < deadline, f"nothing came after {count} results"
        time.sleep(0.05)


def status_of(database: Database, batch_id: str) -> str:
    """Where a batch stands."""
    with database.reading() as session:
        return session.scalars(select(Batch.status).where(Batch.id == batch_id)).one()


def living_workers(database: Database) -> dict[str, int]:
    """Process numbers of the workers that are put down as living, by their names."""
    with database.reading() as session:
        rows = session.scalars(select(Worker).where(Worker.stopped_at.is_(None)))
        return {row.executor_id: row.process_id for row in rows}


def check_each_once(database: Database, batch_id: str, count: int) -> Counter[str]:
    """Every script has one result, one draft and one report; how many each worker scored."""
    with database.reading() as session:
        items = session.execute(
            select(BatchItem.status, func.count()).where(BatchItem.batch_id == batch_id).group_by(BatchItem.status)
        ).all()
        results = session.scalars(select(BatchResult).where(BatchResult.batch_id == batch_id)).all()
        assert {row[0]: row[1] for row in items} == {"done": count}
        assert len(results) == len({result.item_id for result in results}) == count
        assert len({result.report_id for result in results} - {None}) == count
        assert len({result.draft_id for result in results} - {None}) == count
        for table in (Submission, Draft, Report):
            assert session.scalars(select(func.count()).select_from(table)).one() == count
        assert not session.scalars(select(BatchItem.id).where(BatchItem.body.is_not(None))).all()
        return Counter(result.worker_id or "" for result in results)


@dataclass(frozen=True, slots=True)
class WorkerRun:
    """A running `markpoint worker`."""

    process: subprocess.Popen[bytes]
    log_file: IO[bytes]

    def log(self) -> str:
        """What it has logged or complained of."""
        self.log_file.seek(0)
        return self.log_file.read().decode()

    def finish(self, number: signal.Signals | None = None, *, within_s: float = 60.0) -> int:
        """Its exit status, after a signal or by itself."""
        if number is not None:
            self.process.send_signal(number)
        return self.process.wait(within_s)


@contextmanager
def working(*options: str, **environment: str) -> Iterator[WorkerRun]:
    """`markpoint worker` in a process of its own with these settings; killed when left."""
    with tempfile.TemporaryFile() as log_file:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "service.commands.worker", *options],
            stdin=subprocess.DEVNULL,
            stdout=log_file,
            stderr=log_file,
            env={**os.environ, **environment},
        )
        try:
            yield WorkerRun(process, log_file)
        finally:
            process.kill()
            process.wait()
