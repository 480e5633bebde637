"""A server in a process of its own, as a user would run it."""

import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from coverage import Coverage

RUN = "from service.start import main; main()"
MEASURED = f"import coverage; coverage.process_startup(); {RUN}"
CONFIGURATION = Path(__file__).parents[1] / "pyproject.toml"
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)")


@dataclass(frozen=True, slots=True)
class Server:
    """A running `markpoint serve`. Its log goes to a file, so that it never waits for a reader."""

    process: subprocess.Popen[str]
    log_file: IO[str]

    def address(self) -> str:
        """The address that it prints when it is ready."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found = ADDRESS.search(line)
        assert found, (line, self.log())
        return found.group()

    def port(self) -> int:
        """The port of the address that it prints when it is ready."""
        return int(self.address().rpartition(":")[2])

    def log(self) -> str:
        """What it has logged or complained of."""
        self.log_file.seek(0)
        return self.log_file.read()

    def finish(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """Exit status and what it printed since its address, after a signal or by itself."""
        if number is not None:
            self.process.send_signal(number)
        output, _ = self.process.communicate(timeout=60)
        return self.process.returncode, output


@contextmanager
def serving(*options: str, code: str = RUN, **environment: str) -> Iterator[Server]:
    """`markpoint serve` with these options and settings, and a data folder of its own; ended when left.

    With `MEASURED` as code, what it runs counts as covered where the tests' coverage is measured; it is ended in order.
    """
    is_measured = code == MEASURED and Coverage.current() is not None
    if is_measured:
        environment = {**environment, "COVERAGE_PROCESS_START": str(CONFIGURATION)}
    elif code == MEASURED:
        code = RUN
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log_file,
        tempfile.TemporaryDirectory(prefix="markpoint-data-") as data_dir,
    ):
        process = subprocess.Popen(
            [sys.executable, "-c", code, "serve", *options],
            stdout=subprocess.PIPE,
            stderr=log_file,
            text=True,
            env={**os.environ, "MARKPOINT_DATA_DIR": data_dir, **environment},
        )
        try:
            yield Server(process, log_file)
        finally:
            if is_measured:
                process.terminate()
                with suppress(subprocess.TimeoutExpired):
                    process.wait(20)
            process.kill()
            process.communicate()
