"""Answers that go on while something changes: server-sent events."""

import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from threading import Event
from typing import Any

import anyio
from anyio import to_thread
from fastapi import Request
from fastapi.responses import StreamingResponse

MEDIA_TYPE = "text/event-stream"
LOOK_EVERY_S = 0.5
STILL_HERE_EVERY_S = 15.0
"""So that nothing on the way takes the connection for dead."""
LONGEST_S = 900.0
"""Then the reader connects again, which proves who it is anew."""
_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What is seen at one moment; nothing follows the last one."""

    data: Mapping[str, Any]
    is_last: bool


def stream_events(request: Request, look: Callable[[], Sight], *, event: str) -> StreamingResponse:
    """Tell what `look` sees whenever it changes, until it sees the last of it or the service stops.

    Args:
        request: The request that is answered.
        look: Called from a thread, again and again.
        event: What each event is called; the last one is called `end`.
    """
    leaving: Event = request.app.state.leaving
    return StreamingResponse(_tell(look, event, leaving), media_type=MEDIA_TYPE, headers=_HEADERS)


async def _tell(look: Callable[[], Sight], event: str, leaving: Event) -> AsyncIterator[str]:
    began = told = anyio.current_time()
    before: Sight | None = None
    while not leaving.is_set() and anyio.current_time() - began < LONGEST_S:
        seen = await to_thread.run_sync(look)
        if seen != before:
            before, told = seen, anyio.current_time()
            yield _write(event, seen)
        elif anyio.current_time() - told >= STILL_HERE_EVERY_S:
            told = anyio.current_time()
            yield ": still here\n\n"
        if seen.is_last:
            yield _write("end", seen)
            return
        await anyio.sleep(LOOK_EVERY_S)


def _write(event: str, seen: Sight) -> str:
    return f"event: {event}\ndata: {json.dumps(seen.data)}\n\n"
