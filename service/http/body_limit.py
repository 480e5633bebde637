"""A request body may be so large and take so long to arrive, and no more."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import anyio
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.errors import BodyTooLargeError, SlowRequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """How large a body may be and how long it may take."""

    limit_bytes: int
    timeout_s: float


class BodyLimit:
    """Counts a body while it arrives and stops at the limit, whatever its Content-Length says or leaves unsaid.

    The error is raised where the body is read, so the application answers it as it answers any other. (The limit
    built into the framework answers in plain text before an application's error handler is asked.)
    """

    def __init__(
        self, app: ASGIApp, *, limit_bytes: int, timeout_s: float, larger: Mapping[str, Allowance] | None = None
    ) -> None:
        """Guard `app`: at most `limit_bytes`, all of them within `timeout_s`; other limits for paths in `larger`."""
        self._app = app
        self._usual = Allowance(limit_bytes=limit_bytes, timeout_s=timeout_s)
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on with a guarded body."""
        if scope["type"] == "http":
            declared = Headers(scope=scope).get("content-length", "")
            size = int(declared) if declared.isdecimal() else 0
            allowed = self._larger.get(scope.get("path", ""), self._usual)
            receive = _GuardedBody(
                receive=receive,
                limit_bytes=allowed.limit_bytes,
                deadline=anyio.current_time() + allowed.timeout_s,
                declared_bytes=size,
            )
        await self._app(scope, receive, send)


@dataclass(slots=True, kw_only=True)
class _GuardedBody:
    receive: Receive
    limit_bytes: int
    deadline: float
    declared_bytes: int
    arrived_bytes: int = 0
    is_complete: bool = field(default=False)

    async def __call__(self) -> Message:
        if self.is_complete:
            return await self.receive()
        if self.declared_bytes > self.limit_bytes:
            raise BodyTooLargeError(self.limit_bytes)
        try:
            with anyio.fail_after(max(0.0, self.deadline - anyio.current_time())):
                message = await self.receive()
        except TimeoutError as error:
            raise SlowRequestError("The request did not arrive in time. Send it again.") from error
        self.arrived_bytes += len(message.get("body", b""))
        if self.arrived_bytes > self.limit_bytes:
            raise BodyTooLargeError(self.limit_bytes)
        self.is_complete = not message.get("more_body", False)
        return message
