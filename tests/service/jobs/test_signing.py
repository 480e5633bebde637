"""A receiver can tell that a message is ours, whole and recent."""

import hashlib
import hmac
import json
from datetime import UTC, datetime

from service.jobs.signing import DELIVERY, EVENT, SIGNATURE, sign, write_headers, write_message
from service.storage.webhooks import DueDelivery

DUE = DueDelivery(
    id="d-1",
    event="batch.finished",
    payload={"batch_id": "b-1"},
    created_at=datetime(2026, 3, 1, 12, tzinfo=UTC),
    attempts=1,
    url="https://lms.example.edu/hook",
    secret="s3cret",  # noqa: S106
)


def test_a_message_says_what_happened_in_identifiers() -> None:
    assert json.loads(write_message(DUE)) == {
        "id": "d-1",
        "event": "batch.finished",
        "created_at": "2026-03-01T12:00:00.000+00:00",
        "data": {"batch_id": "b-1"},
    }


def test_the_signature_is_that_of_time_and_body() -> None:
    body = write_message(DUE)
    headers = write_headers(DUE, body, time_s=1_700_000_000)
    expected = hmac.new(b"s3cret", b"1700000000." + body, hashlib.sha256).hexdigest()
    assert headers[SIGNATURE] == f"t=1700000000,v1={expected}"
    assert (headers[EVENT], headers[DELIVERY]) == ("batch.finished", "d-1")


def test_another_time_body_or_secret_signs_otherwise() -> None:
    signatures = {
        sign(b"body", "secret", time_s=1),
        sign(b"body", "secret", time_s=2),
        sign(b"Body", "secret", time_s=1),
        sign(b"body", "Secret", time_s=1),
        sign(b".body", "secret", time_s=1),
    }
    assert len(signatures) == 5
