"""Messages reach a real server, signed, once; what does not arrive comes again with pauses, and then no more."""

import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from sqlalchemy import select

from service.access.roles import Role
from service.actions.webhooks import add_webhook, ping_webhook
from service.jobs.courier import Courier
from service.storage.database import Database
from service.storage.tables import WebhookDelivery
from service.storage.webhooks import WebhookEvent, announce, take_due
from tests.people import Campus, found_campus

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
BOTH = (WebhookEvent.BATCH_FINISHED, WebhookEvent.REPORT_READY)


@dataclass(slots=True)
class Receiver:
    """An institution's system."""

    statuses: list[int] = field(default_factory=list)
    """What it answers, one after another; 200 from then on."""
    seconds: float = 0.0
    """How long it takes."""
    location: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@contextmanager
def receiving() -> Iterator[Receiver]:
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            time.sleep(receiver.seconds)
            self.send_response(receiver.statuses.pop(0) if receiver.statuses else 200)
            if receiver.location:
                self.send_header("location", receiver.location)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        receiver.url = f"http://127.0.0.1:{server.server_port}/hook?from=markpoint"
        yield receiver
        server.shutdown()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as running:
        yield running


@pytest.fixture
def campus(sqlite_database: Database) -> Campus:
    return found_campus(sqlite_database, "Hill")


def register(campus: Campus, url: str) -> str:
    """A webhook for everything; its secret."""
    with campus.database.writing() as session:
        return add_webhook(campus.actor(Role.ADMINISTRATOR), session, url, BOTH, allow_private=True).secret


def say(campus: Campus, event: WebhookEvent = WebhookEvent.BATCH_FINISHED) -> int:
    with campus.database.writing() as session:
        return announce(session, campus.institution_id, event, {"batch_id": "b-1"})


def courier(campus: Campus, *, now: Callable[[], datetime] = lambda: NOON, **options: object) -> Courier:
    return Courier(campus.database, **{"allow_private": True, "now": now, **options})  # type: ignore[arg-type]


def log_of(campus: Campus) -> WebhookDelivery:
    with campus.database.reading() as session:
        return session.scalars(select(WebhookDelivery)).one()


def test_a_message_arrives_once_with_a_signature_that_holds(campus: Campus, receiver: Receiver) -> None:
    secret = register(campus, receiver.url)
    assert say(campus) == 1
    sender = courier(campus)
    assert (sender.send_due(), sender.send_due()) == (1, 0)
    ((headers, body),) = receiver.got
    assert json.loads(body)["data"] == {"batch_id": "b-1"}
    time_s, _, signature = headers["markpoint-signature"].partition(",v1=")
    assert time_s == f"t={int(NOON.timestamp())}"
    expected = hmac.new(secret.encode(), time_s[2:].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(signature, expected)
    assert headers["host"] == receiver.url.split("/")[2]
    delivery = log_of(campus)
    assert (delivery.status, delivery.attempts, delivery.response_status) == ("delivered", 1, 200)


def test_what_is_not_taken_comes_again_after_growing_pauses_and_then_no_more(
    campus: Campus, receiver: Receiver
) -> None:
    register(campus, receiver.url)
    say(campus)
    receiver.statuses = [500, 404, 503]
    clock = [NOON]
    sender = courier(campus, now=lambda: clock[0], pauses_s=(10.0, 100.0))
    assert sender.send_due() == 1
    for wait_s, sent in ((9, 0), (2, 1), (99, 0), (2, 1), (100_000, 0)):
        clock[0] += timedelta(seconds=wait_s)
        assert sender.send_due() == sent
    delivery = log_of(campus)
    assert (delivery.status, delivery.attempts, delivery.response_status) == ("failed", 3, 503)
    assert delivery.error == "The answer was 503."
    assert len({json.loads(body)["id"] for _, body in receiver.got}) == 1


def test_a_message_that_arrives_late_counts_as_delivered(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url)
    say(campus)
    receiver.statuses = [500]
    clock = [NOON]
    sender = courier(campus, now=lambda: clock[0], pauses_s=(10.0,))
    sender.send_due()
    clock[0] += timedelta(seconds=11)
    sender.send_due()
    delivery = log_of(campus)
    assert (delivery.status, delivery.attempts, delivery.error) == ("delivered", 2, None)


def test_a_redirection_is_not_followed(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url)
    say(campus)
    with receiving() as elsewhere:
        receiver.statuses, receiver.location = [307], elsewhere.url
        courier(campus).send_due()
        assert elsewhere.got == []
    assert log_of(campus).response_status == 307


def test_a_slow_answer_is_not_waited_for(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url)
    say(campus)
    receiver.seconds = 0.6
    courier(campus, timeout_s=0.2).send_due()
    delivery = log_of(campus)
    assert (delivery.status, delivery.error) == ("pending", "There was no answer in time.")


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1:1/hook", "The address could not be reached, or did not answer as it should."),
        ("http://no-such-host.invalid/hook", "The name of the address is not known."),
    ],
)
def test_an_address_that_cannot_be_reached_says_so_in_the_log(campus: Campus, url: str, error: str) -> None:
    register(campus, url)
    say(campus)
    courier(campus).send_due()
    assert log_of(campus).error == error


def test_a_private_address_is_not_called_even_if_it_was_registered_once(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url.replace("http://127.0.0.1", "https://localhost"))
    say(campus)
    courier(campus, allow_private=False).send_due()
    assert "private network" in str(log_of(campus).error)
    assert receiver.got == []


def test_a_clock_set_back_does_not_hold_messages_for_long(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url)
    say(campus)
    receiver.statuses = [500]
    clock = [NOON + timedelta(days=300)]
    sender = courier(campus, now=lambda: clock[0])
    sender.send_due()
    clock[0] = NOON
    assert sender.send_due() == 1


def test_a_message_is_sent_again_when_whoever_took_it_died(campus: Campus, receiver: Receiver) -> None:
    register(campus, receiver.url)
    say(campus)
    clock = [NOON]
    with campus.database.writing() as session:
        assert len(take_due(session, NOON, lease_s=60, limit=5)) == 1
    sender = courier(campus, now=lambda: clock[0])
    assert sender.send_due() == 0
    clock[0] += timedelta(seconds=61)
    assert sender.send_due() == 1
    assert log_of(campus).status == "delivered"


def test_only_those_are_told_who_want_to_be(campus: Campus, receiver: Receiver) -> None:
    other = found_campus(campus.database, "Lake")
    with campus.database.writing() as session:
        administrator = campus.actor(Role.ADMINISTRATOR)
        made = add_webhook(administrator, session, receiver.url, [WebhookEvent.REPORT_READY], allow_private=True)
    assert (say(campus), say(other)) == (0, 0)
    assert say(campus, WebhookEvent.REPORT_READY) == 1
    with campus.database.writing() as session:
        ping_webhook(administrator, session, made.webhook.id)
    assert courier(campus).send_due() == 2
    assert {headers["markpoint-event"] for headers, _ in receiver.got} == {"report.ready", "ping"}
