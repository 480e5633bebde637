"""Service errors: what happened, what to do, and the HTTP status that says it."""


class ServiceError(Exception):
    """Base of every error a user may meet."""

    status = 500
    title = "Something went wrong"
    code = "service_error"
