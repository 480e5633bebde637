"""`make bench`: how fast and how large the program is, beside the bare spaCy pipeline in the same run.

Prints a table and ends with status 1 when a goal is missed. Every process stays on one core and one thread; runs of
ours and of the bare pipeline take turns, and figures are medians. No text is scored twice, so no cache can help.
Runs on Linux, where a process can be kept on a core and asked for its memory.
"""

import json
import os
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "BLIS")}
ROOT = Path(__file__).parents[2]
DRAFT = ROOT / "tests/data/bench_draft.txt"
RUBRIC_ID = "operations_management.level7"
ROUNDS = 25
RUN_S = 3.0
REPEATS = 5
STARTS = 3
PORT = 8765
KINDS = ("bare", "ours")
LONG_WORDS = 2_000
FURTHER = ROOT / "models/data/scripts/s293.txt"
"""What the draft goes on with where it has to be longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table; a goal of None is for information."""

    name: str
    value: float
    unit: str = ""
    at_most: float | None = None
    at_least: float | None = None

    def is_met(self) -> bool:
        """Whether the figure keeps its goal."""
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )

    def line(self) -> str:
        """The figure beside its goal."""
        goal = f"at most {self.at_most:g}" if self.at_most is not None else ""
        goal = f"at least {self.at_least:g}" if self.at_least is not None else goal
        verdict = "" if not goal else "met" if self.is_met() else "MISSED"
        return f"{self.name:<52}{self.value:>9.2f} {self.unit:<4}  {goal:<14}{verdict}".rstrip()


class Worker:
    """A process of its own on one core, with the bare pipeline and ours loaded, that runs what it is told."""

    def __init__(self, core: int) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__, "--worker", str(core)],
            env={**os.environ, **ONE_THREAD},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.answer()

    def tell(self, order: str) -> None:
        """Give an order: `compare`, or the kind to run."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()

    def answer(self) -> list[float]:
        """Wait for the answer to the last order."""
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise SystemExit("A process of the benchmark died; its message is above.")
        numbers: list[float] = json.loads(line)
        return numbers

    def stop(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()


def main() -> int:
    """Measure, print, and say whether every goal is met."""
    cores = sorted(os.sched_getaffinity(0))
    workers = [Worker(cores[0]), Worker(cores[-1])]
    try:
        bare_s, ours_s = compare_speed(workers[0])
        whole_s, edited_s = compare_edits(workers[0])
        gains = {kind: statistics.median(samples) for kind, samples in compare_gains(workers).items()}
    finally:
        for worker in workers:
            worker.stop()
    starts_s, peaks_mb = zip(*(measure_server() for _ in range(STARTS)), strict=True)
    ready_s, memory_mb = min(starts_s), max(peaks_mb)
    figures = (
        Figure(name="bare spaCy pipeline (tok2vec, tagger, parser)", value=bare_s * 1000, unit="ms"),
        Figure(name="full pass of ours", value=ours_s * 1000, unit="ms"),
        Figure(name="full pass, times the bare pipeline", value=ours_s / bare_s, at_most=2.0),
        Figure(name="feedback on a draft of 2,000 words", value=whole_s * 1000, unit="ms"),
        Figure(name="feedback once a paragraph of it changed", value=edited_s * 1000, unit="ms"),
        Figure(name="changed paragraph, times the whole draft", value=edited_s / whole_s, at_most=0.2),
        Figure(name="start of the server to ready, fastest of three", value=ready_s, unit="s", at_most=5.0),
        Figure(name="most memory of the server after scoring", value=memory_mb, unit="MB", at_most=700.0),
        Figure(name="two processes for one, bare", value=gains["bare"]),
        Figure(name="two processes for one, ours", value=gains["ours"]),
        Figure(name="gain of ours, times the gain of bare", value=gains["ours"] / gains["bare"], at_least=0.9),
    )
    words = len(DRAFT.read_text(encoding="utf-8").split())
    print(f"A draft of {words} words, warm, one core, one thread; medians of {ROUNDS} turns.")
    print(*(figure.line() for figure in figures), sep="\n")
    return 0 if all(figure.is_met() for figure in figures) else 1


def compare_speed(worker: Worker) -> tuple[float, float]:
    """Median seconds a draft of the bare pipeline and of ours, taking turns."""
    return _medians(worker, "compare")


def compare_edits(worker: Worker) -> tuple[float, float]:
    """Median seconds for feedback on a long draft, and on the same draft with one paragraph changed."""
    return _medians(worker, "edit")


def _medians(worker: Worker, order: str) -> tuple[float, float]:
    """The medians of the two times that a worker answers an order with."""
    turns = []
    for _ in range(ROUNDS):
        worker.tell(order)
        turns.append(worker.answer())
    first, second = zip(*turns, strict=True)
    return statistics.median(first), statistics.median(second)


def compare_gains(workers: Sequence[Worker]) -> dict[str, list[float]]:
    """How many times the drafts of one process two processes get through, by kind."""
    gains: dict[str, list[float]] = {kind: [] for kind in KINDS}
    for _ in range(REPEATS):
        for kind in KINDS:
            alone = _drafts_a_second(workers[:1], kind)
            gains[kind].append(_drafts_a_second(workers, kind) / alone)
    return gains


def _drafts_a_second(workers: Sequence[Worker], kind: str) -> float:
    for worker in workers:
        worker.tell(kind)
    return sum(drafts / seconds for drafts, seconds in (worker.answer() for worker in workers))


def measure_server() -> tuple[float, float]:
    """Seconds from the start of `markpoint serve` until it is ready, and its most memory in MB after scoring."""
    command = [str(Path(sys.executable).parent / "markpoint"), "serve", "--port", str(PORT)]
    started = time.perf_counter()
    server = subprocess.Popen(
        command, env={**os.environ, **ONE_THREAD}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not _is_ready():
            if server.poll() is not None or time.perf_counter() - started > 60:
                raise SystemExit(f"The server did not become ready on port {PORT}.")
            time.sleep(0.01)
        ready_s = time.perf_counter() - started
        for turn in range(10):
            _ask_feedback(_nth_draft(turn))
        return ready_s, _most_memory_mb(server.pid)
    finally:
        server.terminate()
        server.wait()


def _is_ready() -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=1) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _ask_feedback(text: str) -> None:
    request = urllib.request.Request(
        f"http://127.0.0.1:{PORT}/v1/feedback",
        data=json.dumps({"text": text}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
        answer.read()


def _most_memory_mb(process_id: int) -> float:
    status = Path(f"/proc/{process_id}/status").read_text(encoding="ascii")
    peak_kb = next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))
    return int(peak_kb) / 1000


def _nth_draft(turn: int) -> str:
    """The draft with a number after each paragraph, so that no two turns share one."""
    paragraphs = DRAFT.read_text(encoding="utf-8").strip().split("\n\n")
    return "\n\n".join(f"{paragraph} ({turn})" for paragraph in paragraphs)


def _long_draft(turn: int) -> list[str]:
    """Paragraphs of `LONG_WORDS` words, each with a number after it."""
    further = FURTHER.read_text(encoding="utf-8").strip().split("\n\n")
    paragraphs = [*DRAFT.read_text(encoding="utf-8").strip().split("\n\n"), *further]
    found: list[str] = []
    for paragraph in paragraphs:
        if sum(len(each.split()) for each in found) < LONG_WORDS:
            found.append(f"{paragraph} ({turn})")
    return found


def work(core: int) -> None:
    """Be a worker: load, say so, then answer each order with a line of JSON."""
    os.sched_setaffinity(0, {core})
    sys.path.insert(0, str(ROOT))
    from models.engine import build_engine
    from models.pipeline import load_language_model
    from rubric.library import load_by_id
    from service.feedback.compose import compose_feedback

    engine = build_engine(load_by_id(RUBRIC_ID))

    def give_feedback(text: str) -> object:
        return compose_feedback(engine.rubric, engine.score(text), draft_name="draft.txt")

    runs: dict[str, Callable[[str], object]] = {
        "bare": load_language_model(),
        "ours": engine.score,
    }
    turn = 0
    for _ in range(3):
        for run in runs.values():
            run(_nth_draft(turn := turn + 1))
    print("[]", flush=True)
    for order in sys.stdin:
        if order.strip() == "edit":
            turn += 1
            paragraphs = _long_draft(turn)
            whole_s = _time(give_feedback, "\n\n".join(paragraphs))
            longest = max(range(len(paragraphs)), key=lambda place: len(paragraphs[place]))
            paragraphs[longest] += " The manager counts them again every evening."
            print(json.dumps([whole_s, _time(give_feedback, "\n\n".join(paragraphs))]), flush=True)
            continue
        kinds = KINDS if order.strip() == "compare" else (order.strip(),)
        if len(kinds) > 1:
            turn += 1
            print(json.dumps([_time(runs[kind], _nth_draft(turn)) for kind in kinds]), flush=True)
        else:
            drafts, spent = 0, 0.0
            while spent < RUN_S:
                turn, drafts = turn + 1, drafts + 1
                spent += _time(runs[kinds[0]], _nth_draft(turn))
            print(json.dumps([drafts, spent]), flush=True)


def _time(run: Callable[[str], object], text: str) -> float:
    started = time.perf_counter()
    run(text)
    return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["--worker"]:
        work(int(sys.argv[2]))
    else:
        sys.exit(main())
