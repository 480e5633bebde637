"""Processes that score side by side, and what becomes of the rest when a script kills one."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from models.engine import ENGINE_VERSION
from rubric.fingerprint import fingerprint
from rubric.library import load_by_id
from rubric.schema import Rubric
from service.commands.batch_journal import ResultKey, Saved
from service.commands.batch_workers import Setup, StopWish, Task, Workers
from service.config import Settings
from service.exchange.outcomes import Problem
from service.workflow import Upload

DRAFT = (Path(__file__).parents[2] / "data" / "readme_draft.txt").read_bytes()
SETTINGS = Settings(max_body_bytes=100_000, max_words=5_000, extraction_timeout_s=20)


class Killer(Upload):
    """Ends the process that takes it up, as a lack of memory would."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (9,)


@pytest.fixture(scope="module")
def rubric() -> Rubric:
    return load_by_id("operations_management.level7")


def task(name: str, upload: Upload | None = None, body: bytes = DRAFT) -> Task:
    upload = upload or Upload(filename=name, body=body)
    return Task(key=ResultKey(content=name, engine_version=ENGINE_VERSION, rubric_fingerprint="f"), upload=upload)


@pytest.mark.slow
def test_every_script_is_answered_whatever_one_of_them_does(rubric: Rubric) -> None:
    tasks = [
        task("a.txt"),
        task("empty.txt", body=b" "),
        task("killer.txt", Killer(filename="killer.txt", body=b"")),
        *(task(f"{number}.txt") for number in range(5)),
    ]
    with StopWish() as stop, Workers(Setup(rubric=rubric, settings=SETTINGS), 2) as workers:
        answers = {one.key.content: answer for one, answer in workers.score(iter(tasks), stop)}
    assert sorted(answers) == sorted(one.key.content for one in tasks)
    problems = {name: one.code for name, one in answers.items() if isinstance(one, Problem)}
    assert problems == {"empty.txt": "empty_draft", "killer.txt": "worker_died"}
    saved = answers["a.txt"]
    assert isinstance(saved, Saved)
    assert (saved.report.draft_name, saved.report.rubric_fingerprint) == ("a.txt", fingerprint(rubric))
    assert saved.text.split() == DRAFT.decode().split()


@pytest.mark.slow
def test_after_a_wish_to_stop_nothing_new_is_begun(rubric: Rubric) -> None:
    left = iter([task(f"{number}.txt") for number in range(50)])
    done: list[Task] = []
    with StopWish() as stop, Workers(Setup(rubric=rubric, settings=SETTINGS), 1) as workers:
        for one, _ in workers.score(left, stop):
            if not done:
                signal.raise_signal(signal.SIGINT)
            done.append(one)
    assert 1 <= len(done) <= 50 - len(list(left)) <= 4


def test_the_first_interrupt_asks_and_the_second_insists() -> None:
    before = signal.getsignal(signal.SIGINT)
    seen = []
    with StopWish() as stop:
        seen.append(stop.asked)
        signal.raise_signal(signal.SIGTERM)
        seen.append(stop.asked)
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert seen == [False, True]
    assert signal.getsignal(signal.SIGINT) is before
