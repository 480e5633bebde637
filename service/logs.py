"""Structured logs: one JSON object a line, made of event names and figures, with no way in for draft text.

What is logged is a closed list. An event has a constant name; its fields must be in `FIELDS` and hold a number, a
truth value or a short code. Of other libraries only the place that logged is written, and of an exception only its type
and the places it passed through, never its message, which may quote a draft.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO

FIELDS = frozenset(
    {
        "attempt",
        "batch",
        "chunk",
        "code",
        "count",
        "criteria",
        "duration_ms",
        "engine_version",
        "format",
        "host",
        "method",
        "port",
        "request_id",
        "route",
        "rubric_fingerprint",
        "rubric_id",
        "scoring_ms",
        "size_bytes",
        "status",
        "webhook",
        "words",
        "worker",
    }
)
"""Every field an event may have."""

_CODE = re.compile(r"[A-Za-z0-9_.:/{}+-]{1,100}")
_OURS = "markpoint"
_TRUSTED = frozenset({"uvicorn", "uvicorn.error"})
"""Loggers of others whose arguments are addresses and process numbers."""


def log_event(event: str, *, level: int = logging.INFO, error: BaseException | None = None, **fields: object) -> None:
    """Log one event.

    Args:
        event: A constant name, such as `feedback_given`.
        level: How severe it is.
        error: What went wrong; its type and its way through the code are written, not its message.
        **fields: Names in `FIELDS`; numbers, truth values, and codes without spaces of at most 100 characters.

    Raises:
        ValueError: a field is not in `FIELDS`, or holds what might be text of a draft.
    """
    for name, value in fields.items():
        if name not in FIELDS or not _is_code(value):
            raise ValueError(f"{name} cannot be logged")
    logging.getLogger(_OURS).log(level, event, exc_info=error, extra={"fields": fields})


def _is_code(value: object) -> bool:
    if value is None or isinstance(value, bool | int | float):
        return True
    return isinstance(value, str) and _CODE.fullmatch(value) is not None


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


class JsonFormatter(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON; a library that is not trusted is named with the place that logged, and no more."""
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
        }
        if record.name in _TRUSTED or record.name == _OURS:
            line["event"] = record.getMessage()
        else:
            line["from"] = f"{record.pathname}:{record.lineno}"
        line.update(getattr(record, "fields", {}))
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["at"] = _places(record.exc_info[2])
        return json.dumps(line)


def configure_logs(level: str, *, stream: TextIO | None = None) -> None:
    """Send every log of this process as JSON to `stream`, standard error by default, from `level` up."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
