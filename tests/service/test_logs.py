import io
import json
import logging
from collections.abc import Iterator

import pytest

from service.logs import FIELDS, configure_logs, log_event

DRAFT = "Lean cuts waste at the Zanzibar yard."


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """Where the logs of a test go."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    written = io.StringIO()
    configure_logs("INFO", stream=written)
    yield written
    root.handlers[:] = handlers
    root.setLevel(level)


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_event_is_one_line_of_json(stream: io.StringIO) -> None:
    log_event("feedback_given", words=812, duration_ms=143.5, rubric_id="operations_management.level7")
    (line,) = lines(stream)
    assert str(line.pop("time")).endswith("+00:00")
    assert line == {
        "level": "info",
        "logger": "markpoint",
        "event": "feedback_given",
        "words": 812,
        "duration_ms": 143.5,
        "rubric_id": "operations_management.level7",
    }


@pytest.mark.parametrize(
    "fields",
    [{"text": "x"}, {"code": DRAFT}, {"code": "x" * 101}, {"words": [1]}, {"route": "a b"}, {"filename": "Jo.docx"}],
)
def test_what_might_be_text_of_a_draft_cannot_be_logged(stream: io.StringIO, fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="cannot be logged"):
        log_event("feedback_given", **fields)  # type: ignore[arg-type]
    assert not lines(stream)


def test_an_error_is_logged_by_its_type_and_place_only(stream: io.StringIO) -> None:
    try:
        raise ValueError(DRAFT)
    except ValueError as error:
        log_event("request_failed", level=logging.ERROR, error=error, status=500)
    (line,) = lines(stream)
    assert (line["error"], line["level"], line["status"]) == ("ValueError", "error", 500)
    assert "test_logs.py" in str(line["at"])
    assert "Zanzibar" not in stream.getvalue()


def test_other_libraries_are_logged_by_place_only(stream: io.StringIO) -> None:
    logging.getLogger("some.parser").error(f"cannot parse {DRAFT}")
    logging.getLogger("some.parser").error("cannot parse %s", DRAFT)
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)
    first, second, third = lines(stream)
    assert "test_logs.py" in str(first["from"])
    assert "event" not in first
    assert "event" not in second
    assert third["event"] == "Started server process [7]"
    assert "Zanzibar" not in stream.getvalue()


def test_less_than_the_level_is_not_logged(stream: io.StringIO) -> None:
    log_event("detail", level=logging.DEBUG)
    assert not lines(stream)


def test_no_field_is_made_for_text() -> None:
    assert not FIELDS & {"text", "body", "quote", "filename", "message", "draft"}
