"""The outermost layers: safe headers on every answer, one line of log, and no exception that leaves."""

import logging
import time
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.request_ids import HEADER, name_request
from service.logs import log_event
from service.telemetry import count_failure, span, watch_request

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
POLICY = "content-security-policy"
HEADERS = {
    POLICY: CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
HTTPS_ONLY = {"strict-transport-security": "max-age=31536000"}
"""Where browsers come by https: for a year they come no other way."""
STATIC_PATH = "/static"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})


class SafeHeaders:
    """Puts `HEADERS` on every answer and keeps answers out of caches; only static files may be kept.

    An answer that brings a content security policy of its own keeps it.
    """

    def __init__(self, app: ASGIApp, *, is_https: bool = False) -> None:
        """Wrap `app`. `is_https` where browsers reach it by https."""
        self._app = app
        self._headers = {**HEADERS, **HTTPS_ONLY} if is_https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and dress its answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        caching = "no-cache" if scope["path"].startswith(f"{STATIC_PATH}/") else "no-store"

        async def send_dressed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                policy = headers.get(POLICY, CONTENT_SECURITY_POLICY)
                headers.update({**self._headers, POLICY: policy, "cache-control": caching})
            await send(message)

        await self._app(scope, receive, send_dressed)


class LastDoor:
    """Answers an unexpected exception, and logs every request: its route and status, never its body or its query."""

    def __init__(self, app: ASGIApp, *, respond: Callable[[Request, str], Response]) -> None:
        """Wrap `app`. `respond` makes the answer from the request and a reference that is also in the log."""
        self._app = app
        self._respond = respond

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and catch what it raises."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.perf_counter()
        reference = name_request(scope)
        status = 0

        async def send_watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = reference
            await send(message)

        try:
            with span("request", carrier=Headers(scope=scope), method=_method_of(scope), request_id=reference):
                await self._app(scope, receive, send_watched)
        except Exception as error:
            log_event("unexpected_error", level=logging.ERROR, error=error, request_id=reference)
            count_failure("request", error)
            if not status:
                await self._respond(Request(scope), reference)(scope, receive, send_watched)
        seconds = time.perf_counter() - began
        method, route = _method_of(scope), getattr(scope.get("route"), "path", "none")
        watch_request(method=method, route=route, status=status, seconds=seconds)
        log_event(
            "request",
            request_id=reference,
            method=method,
            route=route,
            status=status,
            duration_ms=round(1000 * seconds),
        )


def _method_of(scope: Scope) -> str:
    return scope["method"] if scope["method"] in METHODS else "other"
