"""Conditional requests: what has not changed is not sent again, and a change that overlooks another's is refused."""

import re
from hashlib import blake2b

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.http.errors import PreconditionFailedError

JSON = "application/json"
PATHS = "/v1/"
_DIGEST_BYTES = 16
_TAG = re.compile(r'(?:W/)?"[^"]*"')


def etag_of(*parts: object) -> str:
    """The tag of a state that these parts tell from every other, such as an identifier and a version."""
    return _tag("\0".join(map(str, parts)).encode())


def is_same(sent: str | None, etag: str) -> bool:
    """Whether a list of tags, as If-None-Match holds it, names this one; `*` names any."""
    if sent is None:
        return False
    if sent.strip() == "*":
        return True
    return any(tag.removeprefix("W/") == etag for tag in _TAG.findall(sent))


def require_match(if_match: str | None, etag: str) -> None:
    """Go on only when nothing has changed since the caller looked; without If-Match the caller does not mind.

    Raises:
        PreconditionFailedError: what If-Match names is not what is there.
    """
    if if_match is None or if_match.strip() == "*":
        return
    if etag not in _TAG.findall(if_match):
        raise PreconditionFailedError


class ConditionalAnswers:
    """Puts a tag on each JSON answer to a GET under `PATHS`, and answers 304 to who has that state already."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and look at its answer."""
        if scope["type"] != "http" or scope["method"] != "GET" or not scope["path"].startswith(PATHS):
            await self._app(scope, receive, send)
            return
        await self._app(scope, receive, _Held(send, Headers(scope=scope).get("if-none-match")))


class _Held:
    """Holds an answer back until it is whole; only JSON with status 200, so that no stream of events waits."""

    def __init__(self, send: Send, if_none_match: str | None) -> None:
        self._send = send
        self._if_none_match = if_none_match
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_plain_json(message):
            self._start = message
            return
        if self._start is None:
            await self._send(message)
            return
        self._body.extend(message.get("body", b""))
        if not message.get("more_body", False):
            await self._finish(self._start)

    async def _finish(self, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        etag = headers.get("etag") or _tag(bytes(self._body))
        headers["etag"] = etag
        if is_same(self._if_none_match, etag):
            del headers["content-length"]
            del headers["content-type"]
            start["status"] = 304
            self._body.clear()
        await self._send(start)
        await self._send({"type": "http.response.body", "body": bytes(self._body)})


def _is_plain_json(message: Message) -> bool:
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return message["status"] == 200 and kind.partition(";")[0].strip() == JSON


def _tag(state: bytes) -> str:
    return f'"{blake2b(state, digest_size=_DIGEST_BYTES).hexdigest()}"'
