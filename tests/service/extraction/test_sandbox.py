import sys
import time
from pathlib import Path

import pytest

from service.errors import ExtractionTimeoutError, UnreadableDraftError
from service.extraction.sandbox import run_apart


def run_python(source: str, body: bytes = b"", timeout_s: float = 5.0) -> bytes:
    return run_apart([sys.executable, "-I", "-S", "-c", source], body, timeout_s=timeout_s, environment={"KNOWN": "1"})


def test_a_program_gets_the_bytes_and_gives_its_own() -> None:
    body = bytes(range(256)) * 4_000
    assert run_python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])", body) == body[::-1]


def test_a_program_sees_no_environment_but_the_one_it_is_given() -> None:
    seen = run_python("import os; print(sorted(name for name in os.environ if name != 'LC_CTYPE'))")
    assert seen == b"['KNOWN']\n"


@pytest.mark.parametrize("source", ["while True: pass", "import time; time.sleep(60)"])
def test_a_program_that_hangs_is_ended(source: str) -> None:
    began = time.monotonic()
    with pytest.raises(ExtractionTimeoutError, match=r"more than 0\.2 seconds"):
        run_python(source, timeout_s=0.2)
    assert time.monotonic() - began < 20


@pytest.mark.parametrize(
    ("source", "error"),
    [
        ("raise SystemExit(3)", UnreadableDraftError),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", UnreadableDraftError),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", ExtractionTimeoutError),
    ],
)
def test_a_program_that_breaks_down_is_an_error(source: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        run_python(source)


def test_a_program_that_reads_nothing_does_no_harm() -> None:
    assert run_python("print('done')", b"x" * 1_000_000) == b"done\n"


def test_a_program_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    place = tmp_path / "child"
    source = f"import os, time; os.fork() or open({str(place)!r}, 'w').write(str(os.getpid())); time.sleep(60)"
    with pytest.raises(ExtractionTimeoutError):
        run_python(source, timeout_s=2)
    started = int(place.read_text())
    deadline = time.monotonic() + 20
    while is_running(started) and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not is_running(started)


def is_running(process_id: int) -> bool:
    """Whether a process runs; one that has ended and waits to be counted does not."""
    status = Path(f"/proc/{process_id}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
