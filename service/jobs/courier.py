"""Sends what webhooks are to be told, and tries again later what did not arrive."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import httpx2

from service.actions.callback_addresses import CallbackAddressError, PinnedAddress, pin_address
from service.jobs.signing import write_headers, write_message
from service.logs import log_event
from service.storage.database import Database
from service.storage.types import utc_now
from service.storage.webhooks import Answer, DueDelivery, note_answer, take_due

PAUSES_S = (30.0, 120.0, 600.0, 3_600.0, 10_800.0, 21_600.0, 43_200.0)
"""Before the second attempt, the third and so on; after the last one the message has failed."""
TIMEOUT_S = 15.0
"""For one message, from looking up the name to the answer's first line."""
AT_ONCE = 20
_LEASE_S = 4 * TIMEOUT_S
_SENT_OK = range(200, 300)


class Courier:
    """Sends messages when called; safe in several processes at once."""

    def __init__(
        self,
        database: Database,
        *,
        allow_private: bool,
        pauses_s: Sequence[float] = PAUSES_S,
        timeout_s: float = TIMEOUT_S,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        """`allow_private` lets it call addresses of its own network."""
        self._database = database
        self._allow_private = allow_private
        self._pauses_s = tuple(pauses_s)
        self._timeout_s = timeout_s
        self._now = now

    def send_due(self) -> int:
        """Send what is to be sent now; how many messages that were.

        Raises:
            service.storage.errors.StorageError: the database cannot be used; what was taken is sent again later.
        """
        with self._database.writing() as session:
            taken = take_due(session, self._now(), lease_s=_LEASE_S, limit=AT_ONCE)
        if not taken:
            return 0
        answers = asyncio.run(self._send_all(taken))
        with self._database.writing() as session:
            for due, answer in zip(taken, answers, strict=True):
                note_answer(session, due, answer, next_attempt_at=self._next_attempt(due))
        return len(taken)

    def _next_attempt(self, due: DueDelivery) -> datetime | None:
        if due.attempts > len(self._pauses_s):
            return None
        return self._now() + timedelta(seconds=self._pauses_s[due.attempts - 1])

    async def _send_all(self, taken: Sequence[DueDelivery]) -> list[Answer]:
        async with httpx2.AsyncClient(trust_env=False, follow_redirects=False, timeout=self._timeout_s) as client:
            return await asyncio.gather(*(self._send(client, due) for due in taken))

    async def _send(self, client: httpx2.AsyncClient, due: DueDelivery) -> Answer:
        try:
            async with asyncio.timeout(self._timeout_s):
                address = await asyncio.to_thread(pin_address, due.url, allow_private=self._allow_private)
                status = await self._post(client, due, address)
        except CallbackAddressError as error:
            answer = Answer(error=str(error))
        except TimeoutError:
            answer = Answer(error="There was no answer in time.")
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError):
            answer = Answer(error="The address could not be reached, or did not answer as it should.")
        else:
            is_taken = status in _SENT_OK
            answer = Answer(status=status, is_taken=is_taken, error=None if is_taken else f"The answer was {status}.")
        log_event("webhook_told", webhook=due.id, attempt=due.attempts, status=answer.status)
        return answer

    async def _post(self, client: httpx2.AsyncClient, due: DueDelivery, address: PinnedAddress) -> int:
        """Send the message to the number that was looked up; the status of the answer, whose body is not read."""
        body = write_message(due)
        headers = write_headers(due, body, time_s=int(self._now().timestamp())) | {"host": address.host}
        extensions = {"sni_hostname": address.server_name}
        async with client.stream("POST", address.url, content=body, headers=headers, extensions=extensions) as answer:
            return int(answer.status_code)
