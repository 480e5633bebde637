"""Messages to institutions' systems, signed so that they know whom they come from and when."""

import hashlib
import hmac
import json

from service.storage.webhooks import DueDelivery

SIGNATURE = "Markpoint-Signature"
EVENT = "Markpoint-Event"
DELIVERY = "Markpoint-Delivery"


def write_message(due: DueDelivery) -> bytes:
    """The message as it is sent."""
    message = {
        "id": due.id,
        "event": due.event,
        "created_at": due.created_at.isoformat(timespec="milliseconds"),
        "data": dict(due.payload),
    }
    return json.dumps(message, separators=(",", ":")).encode()


def write_headers(due: DueDelivery, body: bytes, *, time_s: int) -> dict[str, str]:
    """What goes with the message. A receiver refuses one whose time is long ago, so that it cannot be sent again."""
    return {
        "content-type": "application/json",
        "user-agent": "Markpoint",
        SIGNATURE: f"t={time_s},v1={sign(body, due.secret, time_s=time_s)}",
        EVENT: due.event,
        DELIVERY: due.id,
    }


def sign(body: bytes, secret: str, *, time_s: int) -> str:
    """HMAC-SHA256 of the time, a dot and the body, in hexadecimal."""
    return hmac.new(secret.encode(), f"{time_s}.".encode() + body, hashlib.sha256).hexdigest()
