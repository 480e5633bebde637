"""A process keeps its figures while it runs, as far as the settings say."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.parametrize("stands_alone", [True, False])
def test_only_a_process_that_stands_alone_uses_a_port_of_its_own(tmp_path: Path, stands_alone: bool) -> None:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    settings = Settings(data_dir=tmp_path, metrics_port=port)
    with telemetry(settings, stands_alone=stands_alone), socket.socket() as client:
        assert (client.connect_ex(("127.0.0.1", port)) == 0) is stands_alone
