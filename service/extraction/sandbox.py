"""Runs a program apart from the service: bytes in, bytes out, killed with all it started when its time is over."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress

from service.errors import ExtractionTimeoutError, UnreadableDraftError

_OUT_OF_TIME = frozenset({-signal.SIGXCPU, -signal.SIGKILL})


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)


def run_apart(command: Sequence[str], body: bytes, *, timeout_s: float, environment: Mapping[str, str]) -> bytes:
    """What a program writes to its standard output when it is given `body`.

    The program gets a session of its own, so that killing its process group reaches whatever it started, and sees
    nothing of this process but `environment`.

    Raises:
        ExtractionTimeoutError: it did not end within `timeout_s` seconds, or was stopped for its use of the processor.
        UnreadableDraftError: it broke down.
    """
    with subprocess.Popen(  # noqa: S603 (the command is ours; only its standard input is foreign)
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=dict(environment),
        cwd=os.sep,
        start_new_session=True,
    ) as process:
        try:
            answer, _ = process.communicate(body, timeout=timeout_s)
        except subprocess.TimeoutExpired as error:
            raise ExtractionTimeoutError(f"reading it took more than {timeout_s:g} seconds") from error
        finally:
            _kill_group(process)
    if process.returncode in _OUT_OF_TIME:
        raise ExtractionTimeoutError("reading it took more processor time than is allowed")
    if process.returncode != 0:
        raise UnreadableDraftError("the reader broke down over it; the file is damaged or too complex")
    return answer
