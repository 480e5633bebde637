"""`make bench`, second part: batches beside the bare spaCy pipeline, and students' feedback while a batch runs.

Real processes on a SQLite file: a server, and workers that score scripts of 1,024 words. Prints a table and ends with
status 1 when a goal is missed. Every figure with a goal is a ratio of two taken in the same run.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

import httpx2  # noqa: E402
from sqlalchemy import select  # noqa: E402

from service.storage.database import Database, open_database  # noqa: E402
from service.storage.migrating import upgrade_database  # noqa: E402
from service.storage.tables import Batch  # noqa: E402
from tests.batches import (  # noqa: E402
    WorkerRun,
    hand_in,
    living_workers,
    make_assignment,
    status_of,
    wait_for,
    working,
    write_files,
    write_script,
)
from tests.bench.bench_engine import ONE_THREAD, Figure, Worker, compare_gains  # noqa: E402
from tests.databases import open_settings  # noqa: E402
from tests.people import Campus, found_campus  # noqa: E402
from tests.server import serving  # noqa: E402

SCRIPTS = 80
ROUNDS = 2
QUIET, BUSY = 20, 40
"""Drafts of students before and during a batch."""
LONG_BATCH = 600
WHOLE = 99
"""More paragraphs than the draft has."""
WAIT_S = 600.0


def main() -> int:
    """Measure, print, and say whether every goal is met."""
    cores = sorted(os.sched_getaffinity(0))
    bare = [Worker(cores[0]), Worker(cores[-1])]
    try:
        bare_gain = statistics.median(compare_gains(bare)["bare"])
    finally:
        for one in bare:
            one.stop()
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        url = f"sqlite:///{folder}/markpoint.db"
        database = open_database(open_settings(url, Path(folder)))
        stack.callback(database.close)
        upgrade_database(database)
        environment = {"MARKPOINT_DATABASE_URL": url, "MARKPOINT_DATA_DIR": folder, **ONE_THREAD}
        figures = measure(stack, found_campus(database, "Hill"), environment, bare_gain)
    print(f"Scripts and drafts of 1,024 words on SQLite; {SCRIPTS} scripts a batch, {ROUNDS} rounds.")
    print(*(figure.line() for figure in figures), sep="\n")
    return 0 if all(figure.is_met() for figure in figures) else 1


def measure(stack: ExitStack, campus: Campus, environment: dict[str, str], bare_gain: float) -> Sequence[Figure]:
    """Every figure of batches."""
    assignment_id = make_assignment(campus)
    numbers = iter(range(1, 1_000_000, SCRIPTS))
    first = stack.enter_context(working("--id", "one", **environment))
    warm_up(campus, assignment_id)
    alone_s, both_s, overheads = [], [], []
    for _ in range(ROUNDS):
        before_s = scoring_s(first)
        alone_s.append(run_batch(campus, assignment_id, next(numbers)))
        scored_s = scoring_s(first) - before_s
        overheads.append((alone_s[-1] - scored_s) / scored_s)
        with working("--id", "two", **environment):
            warm_up(campus, assignment_id, workers=2)
            both_s.append(run_batch(campus, assignment_id, next(numbers)))
        wait_for(lambda: forget_second(campus.database))
    stack.enter_context(working("--id", "three", **environment))
    quiet_s, busy_s = measure_students(campus, assignment_id, environment)
    quiet, gain = statistics.median(quiet_s), statistics.median(alone_s) / statistics.median(both_s)
    worst = statistics.quantiles(busy_s, n=20)[-1]
    return (
        Figure(name="scripts a second, one worker", value=SCRIPTS / statistics.median(alone_s)),
        Figure(name="scripts a second, two workers", value=SCRIPTS / statistics.median(both_s)),
        Figure(name="overhead of a batch, share of scoring", value=statistics.median(overheads), at_most=0.1),
        Figure(name="two workers for one", value=gain),
        Figure(name="two processes for one, bare", value=bare_gain),
        Figure(name="gain of workers, times the gain of bare", value=gain / bare_gain, at_least=0.9),
        Figure(name="a student's feedback, quiet", value=1000 * quiet, unit="ms"),
        Figure(name="during a batch, median, times quiet", value=statistics.median(busy_s) / quiet, at_most=3.0),
        Figure(name="during a batch, 95th percentile, times quiet", value=worst / quiet, at_most=6.0),
    )


def run_batch(campus: Campus, assignment_id: str, start: int, *, scripts: int = SCRIPTS) -> float:
    """Seconds from the first script's beginning to the last one's end."""
    files = [(f"{number}.txt", write_script(number, paragraphs=WHOLE)) for number in range(start, start + scripts)]
    batch_id = hand_in(campus, assignment_id, files)
    wait_for(lambda: status_of(campus.database, batch_id) == "done", within_s=WAIT_S)
    with campus.database.reading() as session:
        batch = session.scalars(select(Batch).where(Batch.id == batch_id)).one()
    assert batch.started_at is not None
    assert batch.finished_at is not None
    return (batch.finished_at - batch.started_at).total_seconds()


def warm_up(campus: Campus, assignment_id: str, *, workers: int = 1) -> None:
    """Have so many workers there, each with its engine loaded."""
    wait_for(lambda: len(living_workers(campus.database)) >= workers)
    batch_id = hand_in(campus, assignment_id, write_files(10 * workers, paragraphs=1))
    wait_for(lambda: status_of(campus.database, batch_id) == "done", within_s=WAIT_S)


def scoring_s(worker: WorkerRun) -> float:
    """Seconds that a worker spent in scoring so far, as it says itself."""
    said = [line for line in worker.log().splitlines() if '"chunk_worked"' in line]
    return float(said[-1].partition('"scoring_ms": ')[2].partition(",")[0]) / 1000


def forget_second(database: Database) -> bool:
    """Whether the others know that the second worker is gone."""
    return "two" not in living_workers(database)


def measure_students(
    campus: Campus, assignment_id: str, environment: dict[str, str]
) -> tuple[list[float], list[float]]:
    """Seconds of students' feedback, one after another: while nothing else goes on, and while a batch runs."""
    options = {"MARKPOINT_WORKERS": "0", "MARKPOINT_REQUESTS_PER_MINUTE": "0", **environment}
    with serving("--port", "0", **options) as server, httpx2.Client(base_url=server.address(), timeout=60) as client:
        for number in range(5):
            ask(client, -1 - number)
        quiet_s = [ask(client, 2_000_000 + number) for number in range(QUIET)]
        files = [(f"{number}.txt", write_script(3_000_000 + number)) for number in range(LONG_BATCH)]
        batch_id = hand_in(campus, assignment_id, files)
        wait_for(lambda: status_of(campus.database, batch_id) == "running")
        busy_s = [ask(client, 4_000_000 + number) for number in range(BUSY)]
        assert status_of(campus.database, batch_id) == "running", "the batch was over before the students were"
    return quiet_s, busy_s


def ask(client: httpx2.Client, number: int) -> float:
    """Seconds until a student has feedback on a draft that nobody sent before."""
    text = write_script(number, paragraphs=WHOLE).decode()
    started = time.perf_counter()
    assert client.post("/v1/feedback", json={"text": text}).status_code == 200
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
