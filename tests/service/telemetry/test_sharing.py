"""Figures of several processes add up, survive the death of one, and never stand in anybody's way."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

from service.telemetry.sharing import Shelf, sharing

WORKER = """
import sys
from pathlib import Path
from prometheus_client import CollectorRegistry, Counter, Histogram
from service.telemetry.sharing import Shelf
registry = CollectorRegistry()
Counter("scripts", "Scripts", ["kind"], registry=registry).labels("good").inc(3)
Histogram("seconds", "Time", registry=registry, buckets=(1, 2)).observe(1.5)
Shelf(Path(sys.argv[1]), registry=registry).write()
print(flush=True)
sys.stdin.read()
"""


@pytest.fixture
def registry() -> CollectorRegistry:
    made = CollectorRegistry()
    Counter("scripts", "Scripts", ["kind"], registry=made).labels("good").inc()
    Histogram("seconds", "Time", registry=made, buckets=(1, 2)).observe(0.5)
    return made


def run_worker(folder: Path) -> None:
    """A process that puts its figures down and is killed."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKER, folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()


def lines(shelf: Shelf) -> list[str]:
    return generate_latest(shelf).decode().splitlines()


def test_figures_of_processes_add_up_even_when_one_was_killed(tmp_path: Path, registry: CollectorRegistry) -> None:
    run_worker(tmp_path)
    run_worker(tmp_path)
    shelf = Shelf(tmp_path, registry=registry)
    assert 'scripts_total{kind="good"} 7.0' in lines(shelf)
    assert 'seconds_bucket{le="1.0"} 1.0' in lines(shelf)
    assert 'seconds_bucket{le="2.0"} 3.0' in lines(shelf)
    assert "seconds_count 3.0" in lines(shelf)
    assert "seconds_sum 3.5" in lines(shelf)


def test_own_figures_are_fresh_and_count_once(tmp_path: Path, registry: CollectorRegistry) -> None:
    shelf = Shelf(tmp_path, registry=registry)
    with sharing(shelf):
        pass
    assert len(list(tmp_path.glob("*.json"))) == 1
    assert 'scripts_total{kind="good"} 1.0' in lines(shelf)


def test_files_of_the_dead_go_at_the_next_start(tmp_path: Path, registry: CollectorRegistry) -> None:
    run_worker(tmp_path)
    (tmp_path / "other-host.17.json").write_text("[]")
    shelf = Shelf(tmp_path, registry=registry)
    shelf.write()
    shelf.clear_up()
    assert [path.name for path in tmp_path.iterdir()] == ["other-host.17.json"]


@pytest.mark.parametrize("text", ["", "{", '[{"name": 1'])
def test_a_file_that_is_not_whole_is_passed_over(tmp_path: Path, registry: CollectorRegistry, text: str) -> None:
    (tmp_path / "host.1.json").write_text(text)
    assert 'scripts_total{kind="good"} 1.0' in lines(Shelf(tmp_path, registry=registry))


def test_a_folder_that_cannot_be_written_costs_the_figures_and_no_more(
    tmp_path: Path, registry: CollectorRegistry, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    shelf = Shelf(tmp_path / "file" / "metrics", registry=registry)
    shelf.write()
    shelf.write()
    assert [record.message for record in caplog.records] == ["metrics_not_kept"]
    assert 'scripts_total{kind="good"} 1.0' in lines(shelf)


def test_what_is_put_down_is_names_and_numbers(tmp_path: Path, registry: CollectorRegistry) -> None:
    Shelf(tmp_path, registry=registry).write()
    (file,) = tmp_path.iterdir()
    entries = json.loads(file.read_text())
    assert {entry["name"] for entry in entries} == {"scripts", "seconds"}
    assert not file.stat().st_mode & 0o002
