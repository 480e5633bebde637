"""Slow and broken uploads, and many students at once: nothing is lost or kept in halves or twice, and nobody waits."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.faults.site import RUBRIC, Visitor, draft_number, found_site

BOUNDARY = "parting"
PART = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{{name}}"\r\n\r\n'
SLOW = 40
STUDENTS = 12
DRAFTS = 2
TRIES = 200
COME_AGAIN = {"busy", "database_busy", "overdue", "request_in_flight"}

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def visitor(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    site = found_site(tmp_path_factory.mktemp("site") / "data", sqlite_template)
    with site.serving(MARKPOINT_REQUEST_TIMEOUT_S="5") as opened:
        yield opened


@pytest.fixture
def submission(visitor: Visitor) -> Iterator[str]:
    opened = visitor.open_submission()
    yield opened
    assert visitor.drafts(opened) == []
    assert visitor.hand_in(opened, draft_number(1)).status == 201
    assert "Traceback" not in visitor.server.log()


def begin(
    visitor: Visitor, submission: str, body: bytes, *, length: int, kind: str = "application/json"
) -> socket.socket:
    """A connection on which a draft began to arrive."""
    connection = socket.create_connection(("127.0.0.1", int(visitor.address.rpartition(":")[2])), timeout=60)
    head = (
        f"POST /v1/submissions/{submission}/drafts HTTP/1.1",
        "Host: 127.0.0.1",
        f"Authorization: Bearer {visitor.key}",
        f"Content-Type: {kind}",
        f"Content-Length: {length}",
        "Connection: close",
        "",
        "",
    )
    connection.sendall("\r\n".join(head).encode() + body)
    return connection


def status_on(connection: socket.socket) -> int:
    received = b"".join(iter(lambda: connection.recv(65_536), b""))
    return int(received.split()[1])


@pytest.mark.parametrize("sent", [b'{"text": "', b'{"text": "' + b"The kitchen is slow. " * 400, b""])
def test_an_upload_that_breaks_off_leaves_nothing(visitor: Visitor, submission: str, sent: bytes) -> None:
    for _ in range(3):
        begin(visitor, submission, sent, length=100_000).close()


def test_an_upload_that_never_ends_is_given_up(visitor: Visitor, submission: str) -> None:
    began = time.monotonic()
    with begin(visitor, submission, b'{"text": "', length=1_000) as connection:
        assert status_on(connection) == 408
    assert time.monotonic() - began < 50


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nhalf'.encode(), 400),
        (f"--{BOUNDARY}--\r\n".encode(), 422),
        (b"\x00\xff" * 50, 400),
        (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'.encode()
            + b"PK\x03\x04 cut short"
            + f"\r\n--{BOUNDARY}--\r\n".encode(),
            422,
        ),
    ],
    ids=["cut short", "without a file", "noise", "a damaged document"],
)
def test_a_broken_form_is_refused(visitor: Visitor, submission: str, body: bytes, status: int) -> None:
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    with begin(visitor, submission, body, length=len(body), kind=kind) as connection:
        assert status_on(connection) == status


def test_slow_uploads_keep_nobody_else_waiting(visitor: Visitor, submission: str) -> None:
    with ExitStack() as open_ones:
        for _ in range(SLOW):
            open_ones.enter_context(begin(visitor, submission, b'{"text": "', length=10_000))
        began = time.monotonic()
        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(lambda n: visitor.ask("POST", "/v1/feedback", {"text": draft_number(n)}), range(4)))
        assert {answer.status for answer in answers} == {200}
        assert time.monotonic() - began < 5


def insist(visitor: Visitor, submission: str, text: str, key: str) -> int:
    """Hand in as a careful program does: the same key each time, again when the service says it is busy."""
    for _ in range(TRIES):
        answer = visitor.hand_in(submission, text, **{"idempotency-key": key})
        if answer.status not in {409, 503, 504}:
            return answer.status
        assert answer.body["type"].rpartition(":")[2] in COME_AGAIN, answer
        time.sleep(0.05)
    return answer.status


def test_students_at_once_lose_nothing_and_get_nothing_twice(visitor: Visitor) -> None:
    with ThreadPoolExecutor(STUDENTS) as pool:
        assignment = visitor.make("/v1/assignments", title="Report on a bakery", rubric_id=RUBRIC)
        submissions = list(
            pool.map(
                lambda number: visitor.make("/v1/submissions", assignment_id=assignment, participant_id=str(number)),
                range(STUDENTS),
            )
        )
        work = [
            (submission, draft_number(100 * student + number), f"student-{student}-draft-{number}")
            for number in range(DRAFTS)
            for student, submission in enumerate(submissions)
        ]
        statuses = list(pool.map(lambda one: insist(visitor, *one), [*work, *work[:STUDENTS]]))
        assert set(statuses) == {201}
        for submission in submissions:
            assert visitor.drafts(submission) == list(range(1, DRAFTS + 1))
        assert "Traceback" not in visitor.server.log()


def test_one_student_on_two_devices_gets_numbers_without_a_gap(visitor: Visitor) -> None:
    with ThreadPoolExecutor(6) as pool:
        submission = visitor.open_submission()
        answers = list(pool.map(lambda number: visitor.hand_in(submission, draft_number(number)), range(6)))
        assert {answer.status for answer in answers} == {201}
        assert sorted(answer.body["draft"]["number"] for answer in answers) == [1, 2, 3, 4, 5, 6]
        assert visitor.drafts(submission) == [1, 2, 3, 4, 5, 6]
