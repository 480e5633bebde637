"""Places in a list as opaque words in an address."""

import base64
import binascii
import re
from datetime import UTC, datetime

from service.http.errors import InvalidCursorError
from service.storage.paging import Position

_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
_SEPARATOR = " "


def encode_cursor(position: Position | None) -> str | None:
    """The place as a word that goes into an address as it is; None for None."""
    if position is None:
        return None
    plain = f"{position.created_at.isoformat()}{_SEPARATOR}{position.id}"
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def decode_cursor(cursor: str | None) -> Position | None:
    """The place that a cursor stands for; None for None.

    Raises:
        InvalidCursorError: it is not a cursor of ours.
    """
    if cursor is None:
        return None
    try:
        plain = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode("ascii")
        moment, _, row_id = plain.partition(_SEPARATOR)
        sent = datetime.fromisoformat(moment)
        created_at = sent.astimezone(UTC)
    except (binascii.Error, ValueError, OverflowError) as error:
        raise InvalidCursorError from error
    if sent.tzinfo is None or not _ID.fullmatch(row_id):
        raise InvalidCursorError
    return Position(created_at, row_id)
