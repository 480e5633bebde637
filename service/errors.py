"""Service errors: what happened, what to do, and the HTTP status that says it. No message ever holds draft text."""

from typing import Self


class ServiceError(Exception):
    """Base of every error a user may meet."""

    status = 500
    title = "Something went wrong"
    code = "service_error"

    def headers(self) -> dict[str, str]:
        """What else the answer tells a program, as HTTP headers."""
        return {}


class SettingsError(ServiceError):
    """A setting of the environment that cannot be used."""

    title = "A setting cannot be used"
    code = "settings"


class UnauthenticatedError(ServiceError):
    """Nobody is signed in, and no valid key was sent."""

    status = 401
    title = "Sign in first"
    code = "unauthenticated"

    def __init__(self, detail: str = "Sign in, or send a valid API key as 'Authorization: Bearer KEY'.") -> None:
        """Say what to do; never which part of what was sent was wrong."""
        super().__init__(detail)

    def headers(self) -> dict[str, str]:
        """The way to authenticate, for programs."""
        return {"www-authenticate": 'Bearer realm="markpoint"'}


class ForbiddenError(ServiceError):
    """Somebody is known, and may not do this."""

    status = 403
    title = "This is not allowed"
    code = "forbidden"

    def __init__(self, detail: str = "Your role or key does not allow this. Ask an administrator.") -> None:
        """Say what to do."""
        super().__init__(detail)


class NotFoundError(ServiceError):
    """There is no such thing, or it is another institution's, which looks the same."""

    status = 404
    title = "There is no such thing"
    code = "not_found"

    def __init__(self, noun: str) -> None:
        """Say what was looked for.

        Args:
            noun: What it is, in one word of ours, such as `assignment`.
        """
        super().__init__(f"There is no {noun} with this id that you may see.")


class ConflictError(ServiceError):
    """It cannot be done as things stand: taken, changed by somebody else, or over. The message says which."""

    status = 409
    title = "This does not fit with what is there"
    code = "conflict"


class InvalidValueError(ServiceError):
    """A value of the right kind that cannot be used. The message says what to change."""

    status = 422
    title = "A value cannot be used"
    code = "invalid_value"


class TooManyRequestsError(ServiceError):
    """More requests than the limit allows."""

    status = 429
    title = "Too many requests"
    code = "too_many_requests"

    def __init__(self, retry_after_s: int) -> None:
        """Say when to come again."""
        super().__init__(f"Too many requests. Try again in {retry_after_s} seconds.")
        self.retry_after_s = retry_after_s

    def headers(self) -> dict[str, str]:
        """When to come again, for programs."""
        return {"retry-after": str(self.retry_after_s)}


class DraftError(ServiceError):
    """A draft that cannot be taken: the name of the draft, the cause, then what to do about it."""

    status = 422
    title = "The draft cannot be read"
    code = "unreadable_draft"
    advice = "Save it as .docx or paste the text."

    def __init__(self, cause: str, *, draft_name: str = "The draft") -> None:
        """Say what is wrong.

        Args:
            cause: What happened, in words of our own, without a full stop at its end.
            draft_name: How the draft is called in the message.
        """
        super().__init__(f"{draft_name}: {cause}. {self.advice}")
        self.cause = cause

    def named(self, draft_name: str) -> Self:
        """The same error about a draft of that name."""
        return type(self)(self.cause, draft_name=draft_name)


class UnreadableDraftError(DraftError):
    """The file is damaged, cut short or beyond what the reader understands."""


class DraftTooLargeError(DraftError):
    """The file, or what it unpacks to, is larger than the limits allow."""

    status = 413
    title = "The draft is too large"
    code = "draft_too_large"
    advice = "Send the text without pictures, or paste it."


class DraftTooLongError(DraftError):
    """The draft has more words or characters than the limits allow."""

    status = 413
    title = "The draft is too long"
    code = "draft_too_long"
    advice = "Send the part you want feedback on."


class UnsupportedFormatError(DraftError):
    """The content is of a kind that is not read."""

    status = 415
    title = "The draft is in a format that is not read"
    code = "unsupported_format"
    advice = "Save it as .docx, .odt, .rtf, .pdf, .html, .md or .txt, or paste the text."


class ProtectedDraftError(DraftError):
    """The file asks for a password."""

    title = "The draft is password-protected"
    code = "protected_draft"
    advice = "Save a copy without a password, or paste the text."


class ScannedDraftError(DraftError):
    """The file holds pictures of pages and no text."""

    title = "The draft is a scan without text"
    code = "scanned_draft"
    advice = "Send the document it was made from, run text recognition on it, or paste the text."


class EmptyDraftError(DraftError):
    """There is no word in the draft."""

    title = "The draft is empty"
    code = "empty_draft"
    advice = "Check that you chose the right file, or paste the text."


class ExtractionTimeoutError(DraftError):
    """Reading the file took longer than the limits allow."""

    status = 504
    title = "Reading the draft took too long"
    code = "extraction_timeout"
