"""A process keeps its figures while it runs, as far as the settings say."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from service.config import Settings
from service.telemetry.running import telemetry


def test_figures_are_put_down_and_those_of_the_dead_removed(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    (folder / f"{socket.gethostname()}.{process.pid}.json").write_text("[]")
    with telemetry(Settings(data_dir=tmp_path), clears_up=True):
        pass
    assert [path.name for path in folder.iterdir()] == [f"{socket.gethostname()}.{os.getpid()}.json"]


def test_without_figures_nothing_is_kept(tmp_path: Path) -> None:
    with telemetry(Settings(data_dir=tmp_path, metrics=False), clears_up=True):
        pass
    assert list(tmp_path.iterdir()) == []
