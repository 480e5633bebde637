"""Errors of a request, before any draft is read. No message ever holds draft text."""

from service.errors import ServiceError


class MalformedRequestError(ServiceError):
    """The body is not what its content type says."""

    status = 400
    title = "The request is malformed"
    code = "malformed_request"


class SlowRequestError(ServiceError):
    """The body did not arrive in time."""

    status = 408
    title = "The request took too long to arrive"
    code = "slow_request"


class BodyTooLargeError(ServiceError):
    """The body is larger than the limit; it was not read to its end."""

    status = 413
    title = "The request is too large"
    code = "body_too_large"

    def __init__(self, limit_bytes: int) -> None:
        """Say how much is allowed."""
        super().__init__(
            f"The request has more than {limit_bytes:,} bytes, the most that is taken. "
            "Send the text without pictures, or paste the part you want feedback on."
        )


class ContentTypeError(ServiceError):
    """A body of a kind that is not taken here."""

    status = 415
    title = "The content type is not taken"
    code = "content_type"


class UnknownRubricError(ServiceError):
    """No rubric has the id."""

    status = 404
    title = "There is no such rubric"
    code = "unknown_rubric"

    def __init__(self, known: tuple[str, ...]) -> None:
        """Say which rubrics there are."""
        super().__init__(f"No rubric has this id. There is: {', '.join(known)}.")


class BusyError(ServiceError):
    """Too many drafts are waiting."""

    status = 503
    title = "Too many drafts at once"
    code = "busy"
    retry_after_s = 5

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Too many drafts are being read at the moment. Send yours again in a few seconds.")

    def headers(self) -> dict[str, str]:
        """When to come again, for programs."""
        return {"retry-after": str(self.retry_after_s)}


class OverdueError(ServiceError):
    """Reading a draft took longer than the limit."""

    status = 504
    title = "Reading the draft took too long"
    code = "overdue"

    def __init__(self, limit_s: float) -> None:
        """Say how long is allowed."""
        super().__init__(f"The draft was not read within {limit_s:g} seconds. Send a shorter part of it, or try later.")


class NotReadyError(ServiceError):
    """Drafts cannot be read and kept at the moment. The message says what is missing."""

    status = 503
    title = "Not ready"
    code = "not_ready"


class InvalidCursorError(ServiceError):
    """A place in a list that we never gave."""

    status = 422
    title = "The cursor is not known"
    code = "invalid_cursor"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("Send the cursor as it stood in 'next_cursor', or none to begin at the beginning.")


class PreconditionFailedError(ServiceError):
    """Somebody else changed it since the caller looked."""

    status = 412
    title = "It has changed meanwhile"
    code = "precondition_failed"

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__(
            "Somebody changed it since you looked. Read it again, then send your change with its new ETag."
        )


class IdempotencyKeyError(ServiceError):
    """An Idempotency-Key that cannot be used."""

    status = 422
    title = "The Idempotency-Key cannot be used"
    code = "idempotency_key"


class RequestInFlightError(ServiceError):
    """The same request is being worked on."""

    status = 409
    title = "The same request is being worked on"
    code = "request_in_flight"
    retry_after_s = 2

    def __init__(self) -> None:
        """Say what to do."""
        super().__init__("A request with this Idempotency-Key is being worked on. Send it again in a moment.")

    def headers(self) -> dict[str, str]:
        """When to come again, for programs."""
        return {"retry-after": str(self.retry_after_s)}
