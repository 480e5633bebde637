"""A name for each request: the caller's own where it is fit for a log, else one of ours."""

import re
import uuid

from starlette.datastructures import Headers
from starlette.types import Scope

HEADER = "x-request-id"
_FIT = re.compile(r"[A-Za-z0-9_.-]{8,64}")
_LENGTH = 12


def name_request(scope: Scope) -> str:
    """Give the request its name and keep it with the request; answers, logs and the audit trail repeat it."""
    sent = Headers(scope=scope).get(HEADER, "")
    request_id = sent if _FIT.fullmatch(sent) else uuid.uuid4().hex[:_LENGTH]
    scope.setdefault("state", {})["request_id"] = request_id
    return request_id


def request_id_of(scope: Scope) -> str | None:
    """The name of a request; None outside the layers that give it one."""
    found = scope.get("state", {}).get("request_id")
    return None if found is None else str(found)
